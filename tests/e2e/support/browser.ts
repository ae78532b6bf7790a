import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { aSession, type Person } from "../../support/world";

/** Console messages that a browser writes by itself for an answer that the test asked for. */
const expected = [
  /Failed to load resource: the server responded with a status of (401|403|404|409|422|429|503)/,
];

/** Fails the test for page errors, console errors and requests that leave the machine. */
export function watch(context: BrowserContext, faults: string[]): void {
  context.on("console", (message) => {
    if (message.type() === "error" && !expected.some((e) => e.test(message.text()))) {
      faults.push(`console: ${message.text()} (${message.page()?.url()})`);
    }
  });
  context.on("weberror", (error) => faults.push(`page: ${error.error().message} (${error.page()?.url()})`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    const isOurs =
      ["localhost", "127.0.0.1"].includes(url.hostname) || ["blob:", "data:"].includes(url.protocol);
    if (!isOurs) faults.push(`foreign request: ${request.url()}`);
  });
}

/** What a browser has to say about a line that the test itself cut. */
export function forgive(faults: string[], what: RegExp): void {
  const others = faults.filter((fault) => !what.test(fault));
  faults.splice(0, faults.length, ...others);
}

type Fixtures = {
  /** What went wrong in any page of the test; must be empty at its end. */
  faults: string[];
  /** A separate browser: own cookies, own camera. */
  newBrowser: (options?: Parameters<import("@playwright/test").Browser["newContext"]>[0]) => Promise<Page>;
};

/** Each test comes from an address of its own, so that its tries do not count against another's limits. */
const address = () => `10.${byte()}.${byte()}.${byte()}`;
const byte = () => Math.floor(Math.random() * 254) + 1;

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
  extraHTTPHeaders: async ({}, use) => use({ "x-forwarded-for": address() }),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
  faults: async ({}, use) => {
    const faults: string[] = [];
    await use(faults);
    expect(faults).toEqual([]);
  },
  context: async ({ context, faults }, use) => {
    watch(context, faults);
    await use(context);
  },
  newBrowser: async ({ browser, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({
        baseURL: process.env.BASE_URL,
        locale: "en-GB",
        timezoneId: "Europe/Paris",
        permissions: ["camera", "microphone"],
        reducedMotion: "reduce",
        extraHTTPHeaders: { "x-forwarded-for": address() },
        ...options,
      });
      watch(context, faults);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from this pattern
  baseURL: async ({}, use) => use(process.env.BASE_URL),
});

export { expect };

/** Gives the browser the session cookie that signing in would leave. The sign-in journey itself types it. */
export async function signIn(page: Page, person: Person): Promise<void> {
  const baseUrl = process.env.BASE_URL ?? "";
  const token = await encode({
    token: { sub: person.userId, sid: await aSession(person) },
    secret: process.env.AUTH_SECRET ?? "",
  });
  await page
    .context()
    .addCookies([{ name: "foyer.session", value: token, url: baseUrl, httpOnly: true, sameSite: "Lax" }]);
}

/** No violation of WCAG 2.2 AA or best practice on the page as it stands. */
export async function expectAccessible(
  page: Page,
  options: { isOpenState?: boolean; name?: string } = {},
): Promise<void> {
  // The mode without a second page for each check: no page has frames, and it takes a third of the time.
  const builder = new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  // Portaled menus stand outside the landmarks while they are open.
  if (options.isOpenState) builder.disableRules(["region"]);
  const { violations } = await builder.analyze();
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  expect.soft(found, options.name).toEqual([]);
}

/** Nothing scrolls sideways, once the page has settled. */
export async function expectNoSidewaysScroll(page: Page, name?: string): Promise<void> {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect
    .configure({ soft: true })
    .poll(overflow, { message: name, timeout: 5000 })
    .toBeLessThanOrEqual(0);
}
