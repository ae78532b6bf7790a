import type { Page, Response } from "@playwright/test";
import { closePool } from "@/db/client";
import { cookiesOf } from "../access/cookies";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { send } from "../access/http";
import { type Persona, personas } from "../access/personas";
import { allRouteRows, type RouteRow } from "../access/routes";
import { BOUNDARY, multipart } from "../hostile/wire";
import { closeOwner } from "../support/database";
import { expect, test } from "./support/browser";

/** What proxy.ts adds to every answer: the only tests that need it. */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

const pathOf = (row: RouteRow) => row.path(row.record?.own(w) ?? "", w);

async function become(page: Page, persona: Persona): Promise<void> {
  const jar = await cookiesOf(w, persona);
  const url = process.env.BASE_URL ?? "";
  await page.context().addCookies(Object.entries(jar).map(([name, value]) => ({ name, value, url })));
}

/** Blocked things are reported to the page itself, before any console message. */
async function countViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener("securitypolicyviolation", (event) =>
      seen.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  return () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
}

function expectPolicy(answer: Response | null): void {
  const headers = answer?.headers() ?? {};
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic' 'wasm-unsafe-eval';/);
  expect(policy).toMatch(/style-src 'self' 'nonce-[A-Za-z0-9+/]{22}==';/);
  for (const part of [
    "default-src 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy.split("; ")).toContain(part);
  }
  expect(policy).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')|script-src[^;]*unsafe-inline/);
}

function expectHeaders(headers: Record<string, string>): void {
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
    "cache-control": expect.stringMatching(/^private, (no-store|no-cache)|no-store/),
  });
  expect(headers).not.toHaveProperty("x-powered-by");
}

/** Each page for the first persona that sees it whole. */
const pages = allRouteRows.flatMap(({ file, row }) => {
  const viewers: Persona[] = ["organiser", "administrator", ...personas];
  const persona = viewers.find((one) => row.expect[one] === 200);
  return /page\.tsx/.test(file) && persona ? [{ file, row, persona }] : [];
});

for (const { file, row, persona } of pages) {
  test(`a policy with a nonce of its own, and nothing on the page that it blocks: ${file}`, async ({
    page,
  }) => {
    const violations = await countViolations(page);
    await become(page, persona);
    const first = await page.goto(pathOf(row));
    expect(first?.status()).toBe(200);
    expectPolicy(first);
    expectHeaders(first?.headers() ?? {});
    await page.waitForLoadState("networkidle");
    // The scripts have run, or a policy that blocks them all would look clean.
    await expect(page.locator("html")).toHaveAttribute("lang", /^(en|fr)$/);
    expect(await violations()).toEqual([]);
    const again = await page.request.get(pathOf(row));
    expect(again.headers()["content-security-policy"]).not.toBe(first?.headers()["content-security-policy"]);
  });
}

test("the page that does not exist has the same headers", async ({ page }) => {
  const violations = await countViolations(page);
  for (const path of ["/home", "/no/such/page"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    expectPolicy(answer);
    expectHeaders(answer?.headers() ?? {});
    await page.waitForLoadState("networkidle");
    expect(await violations()).toEqual([]);
  }
});

test("files and answers for programs have them, too", async () => {
  const jar = await cookiesOf(w, "organiser");
  for (const { file, row } of allRouteRows) {
    if (row.post || !/(route|manifest)\.ts/.test(file)) continue;
    const answer = await send(pathOf(row), { cookies: jar, headers: { "sec-fetch-site": "same-origin" } });
    expect([file, answer.headers["x-content-type-options"]]).toEqual([file, "nosniff"]);
    expect([file, answer.headers["cache-control"]]).toEqual([
      file,
      expect.stringMatching(/no-store|no-cache/),
    ]);
    expect([file, answer.headers["content-security-policy"]]).toEqual([
      file,
      expect.stringContaining("default-src 'none'"),
    ]);
  }
});

test("no request header switches the policy off or chooses its nonce (M-01)", async () => {
  const tricks: Record<string, string>[] = [
    { purpose: "prefetch" },
    { "next-router-prefetch": "1" },
    { rsc: "1" },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    { "x-nonce": "ZmFrZQ==", "content-security-policy": "script-src 'nonce-ZmFrZQ=='" },
  ];
  for (const headers of tricks) {
    const answer = await send("/sign-in", { headers });
    expect(answer.headers["content-security-policy"]).toContain("'strict-dynamic'");
    expect(`${answer.headers["content-security-policy"]} ${answer.body}`).not.toContain("ZmFrZQ==");
  }
});

test("[Z16] what is too large is answered in words, also where no script could say so before", async () => {
  const headers = {
    "sec-fetch-site": "same-origin",
    "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
    "accept-language": "fr",
  };
  const body = multipart({ displayName: "x".repeat(2 * 1024 * 1024) });
  const answer = await send("/people/contacts/new", { headers, body });
  expect([answer.status, answer.body.includes("Trop à envoyer en une fois")]).toEqual([413, true]);
  expectHeaders(answer.headers);
});

test("an address that is no text shows the page of unknown addresses", async ({ page }) => {
  for (const path of ["/people/contacts/%ff%fe", "/c/%ed%a0%80", "/j/%00", "/%"]) {
    const answer = await send(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expectHeaders(answer.headers);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
  }
});

test("an injected handler does not run", async ({ page, faults }) => {
  await page.goto("/sign-in");
  const ran = await page.evaluate(() => {
    const box = document.createElement("div");
    box.innerHTML = `<img src="data:," onerror="window.ran = true">`;
    document.body.append(box);
    // Listeners are called in the order in which they came: the injected one was first.
    return new Promise((resolve) =>
      box.firstElementChild?.addEventListener("error", () =>
        resolve((window as unknown as { ran?: boolean }).ran ?? false),
      ),
    );
  });
  expect(ran).toBe(false);
  // The browser says what it blocked: here that was asked for.
  expect(faults).toEqual([expect.stringContaining("Content Security Policy")]);
  faults.length = 0;
});

test("?lang= chooses the language of this page and of those after it", async ({ page }) => {
  await page.goto("/sign-in?lang=fr");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  const cookie = (await page.context().cookies()).find(({ name }) => name === "foyer.locale");
  expect(cookie).toMatchObject({ value: "fr", path: "/", sameSite: "Lax" });
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.goto("/sign-in?lang=en");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/sign-in?lang=xx");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("the language is taken from the address, never from a header of the client", async () => {
  const answer = await send("/sign-in", { headers: { "x-foyer-lang": "fr" } });
  expect(answer.body).toContain('<html lang="en"');
});

test("a personal link leaves no trace in the referrer of other pages", async ({ page }) => {
  const answer = await page.goto(`/j/${w.token}`);
  expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
  const referrers: (string | undefined)[] = [];
  page.on("request", (request) => referrers.push(request.headers().referer));
  await page.reload();
  await page.waitForLoadState("networkidle");
  expect(referrers.filter((referrer) => referrer?.includes(w.token))).toEqual([]);
  expect((await send("/sign-in")).headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
});
