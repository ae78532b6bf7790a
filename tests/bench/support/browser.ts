import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../../../scripts/browser.mjs";

/** A real browser with a made-up camera; each page is a visitor who was never here before. */

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser({ install: false }),
    args: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--disable-background-networking",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

export type Visit = { context: BrowserContext; page: Page; devtools: CDPSession };

/** A context of its own: cold cache, no cookies but those given. */
export async function visit(
  browser: Browser,
  options: { cookie?: string; url: string; slowdown?: number },
): Promise<Visit> {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    viewport: { width: 1440, height: 900 },
    permissions: ["camera", "microphone"],
  });
  if (options.cookie) {
    const [name = "", value = ""] = options.cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: new URL(options.url).origin }]);
  }
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  if (options.slowdown) await devtools.send("Emulation.setCPUThrottlingRate", { rate: options.slowdown });
  return { context, page, devtools };
}
