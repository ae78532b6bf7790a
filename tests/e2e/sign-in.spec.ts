import type { Page } from "@playwright/test";
import { hashPassword } from "@/lib/server/passwords";
import { owner } from "../support/database";
import { type Person, world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";

const PASSWORD = "une phrase assez longue";

async function givePassword({ tenantId, userId }: Person) {
  await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${tenantId}, ${userId}, 'password', ${await hashPassword(PASSWORD)})`;
}

test("[A01, A12, B01-B03, C01, C12, C13] from the guest page a person signs in and sees the main page first", async ({
  page,
}) => {
  const { people } = await world();
  await givePassword(people.organiser);
  await page.goto("/");
  await expectAccessible(page);
  const link = page.getByRole("link", { name: "Sign in" }).first();
  const box = await link.boundingBox();
  // Upper right corner: beyond the middle, near the top.
  expect(box?.x).toBeGreaterThan(720);
  expect(box?.y).toBeLessThan(80);
  await link.click();
  await page.getByLabel("User ID").fill(people.organiser.loginName);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/home$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Maëlle");
  await expect(page.getByText("PRO licence, permanent")).toBeVisible();
  await page.locator("summary", { hasText: "Account of Maëlle Guérin" }).click();
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toBeVisible();
});

test("[A05] every user of the account gets into the area, rights or not", async ({ page }) => {
  const { people } = await world();
  await givePassword(people.member);
  await page.goto("/sign-in?next=/meetings");
  await page.getByLabel("User ID").fill(people.member.loginName.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/meetings$/);
});

test("[B05, B09] wrong passwords say how many tries are left and never whether the user exists", async ({
  page,
}) => {
  const { people } = await world();
  await givePassword(people.member);
  const say = async (login: string) => {
    await page.goto("/sign-in");
    await page.getByLabel("User ID").fill(login);
    await page.getByLabel("Password", { exact: true }).fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert").filter({ hasText: /\S/ }).first();
    await expect(alert).toBeVisible();
    await expect(page.getByLabel("User ID")).toHaveValue(login);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    return alert.innerText();
  };
  const known = await say(people.member.loginName);
  const unknown = await say(`nobody-${Date.now()}`);
  expect(known).toBe(unknown);
  expect(known).toMatch(/9/);
});

test("[B04, B06-B08, B11] the last try blocks the account, with a screen that says until when and whom to ask", async ({
  page,
}) => {
  const { people } = await world();
  await givePassword(people.member);
  for (let i = 0; i < 10; i++) {
    await page.goto("/sign-in");
    await page.getByLabel("User ID").fill(people.member.loginName);
    await page.getByLabel("Password", { exact: true }).fill(`wrong ${i}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    if (i < 9) await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  }
  await expect(page.getByRole("heading", { name: "Account blocked" })).toBeVisible();
  await expect(page.getByText("Time left")).toBeVisible();
  await expectAccessible(page);
  // Not even the right password is checked now.
  await page.goto("/sign-in");
  await page.getByLabel("User ID").fill(people.member.loginName);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Account blocked" })).toBeVisible();
});

test("a private page answers 404 with a way to sign in that comes back to it", async ({ page }) => {
  const { people } = await world();
  await givePassword(people.organiser);
  const response = await page.goto("/rooms");
  expect(response?.status()).toBe(404);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("User ID").fill(people.organiser.loginName);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/rooms$/);
});

/** The page's realtime connection once it is signed in; its `closed` resolves when it ends. */
function signedInSocket(page: Page): Promise<{ closed: Promise<unknown> }> {
  return new Promise((resolve) =>
    page.on("websocket", (socket) => {
      const closed = new Promise((done) => socket.once("close", done));
      socket.on("framereceived", ({ payload }) => {
        if (/subscription_succeeded.*#server-to-user-/.test(String(payload))) resolve({ closed });
      });
    }),
  );
}

test("signing out everywhere ends the session of another browser too, and within five seconds what it has open (T-22)", async ({
  page,
  newBrowser,
}) => {
  const { people } = await world();
  const other = await newBrowser();
  await signIn(page, people.organiser);
  await signIn(other, people.organiser);
  await page.goto("/home");
  const open = signedInSocket(other);
  await other.goto("/home");
  const { closed } = await open;
  await page.locator("summary", { hasText: "Account of Maëlle Guérin" }).click();
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).not.toHaveURL(/\/home$/);
  await closed;
  // The page in front goes as well, without a hand on it.
  await expect(other.getByRole("link", { name: "Sign in" }).first()).toBeVisible({ timeout: 5000 });
  expect((await other.goto("/meetings"))?.status()).toBe(404);
});

test("[A10, A11] the dark theme follows the browser's setting until the person chooses", async ({
  newBrowser,
}) => {
  const page = await newBrowser({ colorScheme: "dark" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto("/");
  const dark = await background();
  await page.emulateMedia({ colorScheme: "light" });
  expect(await background()).not.toBe(dark);
  const { people } = await world();
  await signIn(page, people.organiser);
  await page.goto("/home");
  await page.locator("summary", { hasText: "Account of Maëlle Guérin" }).click();
  const choice = page.getByRole("button", { name: "Dark", exact: true });
  await choice.click();
  await expect.poll(background).toBe(dark);
  // Kept by the server as soon as its answer shows the choice.
  await expect(choice).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  expect(await background()).toBe(dark);
});

test("the guest page and sign-in fit a phone and read French", async ({ newBrowser }) => {
  const page = await newBrowser({
    viewport: { width: 390, height: 844 },
    locale: "fr-FR",
    colorScheme: "dark",
  });
  for (const path of ["/", "/sign-in"]) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  await expect(page.getByRole("button", { name: "Se connecter" })).toBeVisible();
});
