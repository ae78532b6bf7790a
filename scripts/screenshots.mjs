import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { spawnNode } from "./launcher/child.mjs";
import { freePort } from "./launcher/ports.mjs";
import { ensureInstalled, root } from "./prepare.mjs";

/**
 * Pictures of every screen and its main states into `.screenshots`: desktop and phone, light in English and dark in
 * French, of a fresh demo world. `npm run screenshots -- home room` takes only those whose name begins so.
 */

const say = (line) => console.log(line);
await ensureInstalled({ say });
const { chromium } = await import("@playwright/test");
const { screens } = await import("./screenshots/screens.mjs");

const wanted = process.argv.slice(2);
const folder = join(root, ".screenshots");
const dataDir = mkdtempSync(join(tmpdir(), "foyer-screens-"));
const port = await freePort();
const base = `http://localhost:${port}`;
const sessions = new Map();

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const looks = [
  { name: "desktop-light-en", viewport: { width: 1440, height: 900 }, colorScheme: "light", locale: "en-GB" },
  { name: "desktop-dark-fr", viewport: { width: 1440, height: 900 }, colorScheme: "dark", locale: "fr-FR" },
  { name: "phone-light-en", ...phone, colorScheme: "light", locale: "en-GB" },
  { name: "phone-dark-fr", ...phone, colorScheme: "dark", locale: "fr-FR" },
];

const launcher = spawnNode([join("scripts", "start.mjs")], {
  cwd: root,
  env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, BASE_URL: base, FOYER_SEED: "demo" },
});
try {
  await answering();
  await takeAll();
} finally {
  const gone = new Promise((resolve) => launcher.once("exit", resolve));
  launcher.kill("SIGTERM");
  await gone;
  rmSync(dataDir, { recursive: true, force: true });
}

/** The launcher serves only after the demo world is complete. */
async function answering() {
  for (let tries = 0; tries < 6000; tries++) {
    if (launcher.exitCode !== null) throw new Error("Foyer did not start; see above.");
    const ok = await fetch(`${base}/api/health`).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Foyer did not answer in ten minutes.");
}

async function takeAll() {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: await findBrowser({ install: true }),
    args: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  for (const { name: look, ...options } of looks) {
    for (const [name, screen] of Object.entries(screens)) {
      if (wanted.length > 0 && !wanted.some((w) => name.startsWith(w))) continue;
      const contexts = [];
      const open = async (login) => {
        const context = await browser.newContext({
          ...options,
          storageState: login && (await sessionOf(browser, login)),
          baseURL: base,
          timezoneId: "Europe/Paris",
          reducedMotion: "reduce",
          permissions: ["camera", "microphone"],
        });
        contexts.push(context);
        return context.newPage();
      };
      try {
        const page = await open(screen.as);
        page.setDefaultTimeout(20_000);
        await page.goto(screen.path);
        await screen.do?.(page, { open });
        await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
        await page.screenshot({
          path: join(folder, `${name}-${look}.png`),
          fullPage: screen.fullPage ?? false,
        });
        say(`${name}-${look}`);
      } catch (error) {
        say(`${name}-${look}: ${error instanceof Error ? error.message : error}`);
        process.exitCode = 1;
      } finally {
        for (const context of contexts) await context.close();
      }
    }
  }
  await browser.close();
}

/** Each person signs in once; the look's own language and theme stay the browser's. */
async function sessionOf(browser, login) {
  const known = sessions.get(login);
  if (known) return known;
  const context = await browser.newContext({ baseURL: base });
  await signIn(await context.newPage(), login);
  const cookies = (await context.cookies()).filter(({ name }) => name.endsWith("foyer.session"));
  await context.close();
  sessions.set(login, { cookies, origins: [] });
  return sessions.get(login);
}

async function signIn(page, login) {
  await page.goto("/sign-in");
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("foyer-demo");
  await page.locator("input[name=password]").press("Enter");
  await page.waitForURL("**/home");
}
