import type { Page } from "@playwright/test";
import { codeAt, stepAt } from "@/lib/auth/factors/rules";
import { tokenOf } from "@/lib/auth/tokens/queries";
import { clock, owner } from "../support/database";
import { withPassword } from "../support/passwords";
import { aPerson, type Person, world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";
import { until } from "./support/server";

const OLD = "une phrase assez longue";
const NEW = "une autre phrase assez longue";

async function typeSignIn(page: Page, person: Person, password: string) {
  await page.getByLabel("User ID").fill(person.loginName);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
}

/** The address of the link that was mailed last; the mail itself is read in the integration tests. */
async function linkOf({ tenantId, userId }: Person, purpose: "reset_password" | "confirm_email") {
  let id: string | undefined;
  await until(async () => {
    const [row] = await owner()<{ id: string }[]>`SELECT id FROM user_tokens
      WHERE user_id = ${userId} AND purpose = ${purpose} AND used_at IS NULL`;
    id = row?.id;
    return id !== undefined;
  }, "the link");
  return `/${purpose === "confirm_email" ? "email" : "password"}/${tokenOf(tenantId, id ?? "")}`;
}

test("[G01, G08, G10, G12] with keys alone one changes the password, and is signed out everywhere else", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const person = await withPassword(await aPerson(w.tenant, { name: "Nora Nouvelle" }), OLD);
  const other = await newBrowser();
  await signIn(other, person);
  await other.goto("/meetings");
  await signIn(page, person);
  await page.goto("/home");
  const menu = page.getByRole("banner").locator("summary");
  await menu.press("Enter");
  await page.getByRole("link", { name: "Profile settings" }).press("Enter");
  await page.waitForURL(/\/profile$/);
  await page.getByRole("link", { name: "E-mail and password" }).press("Enter");
  await page.waitForURL(/\/profile\/security$/);
  const form = page.getByRole("region", { name: "Password" });
  const old = form.getByLabel("Your password");
  await old.fill("not the old one");
  await form.getByLabel("New password").fill(NEW);
  await form.getByLabel("New password").press("Enter");
  await expect(old).toBeFocused();
  await expect(old).toHaveAccessibleDescription(/This is not your password\. 9 tries/);
  await expect(old).toHaveValue("");
  await expectAccessible(page, { name: "form with an error" });
  await old.fill(OLD);
  await form.getByLabel("New password").fill(NEW);
  await form.getByLabel("New password").press("Enter");
  await expect(page.getByText("Your password is changed")).toBeVisible();
  // What is open elsewhere goes away by itself; here one stays.
  await expect(other.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Profile settings" })).toBeVisible();
  await other.goto("/sign-in");
  await typeSignIn(other, person, NEW);
  await other.waitForURL(/\/home$/);
});

test("a forgotten password: the same answer for everybody, a link that works once, and a block that ends", async ({
  page,
}) => {
  const w = await world();
  const person = await withPassword(await aPerson(w.tenant, { name: "Nora Nouvelle" }), OLD);
  const say = async (who: string) => {
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Forgot your password?" }).press("Enter");
    await page.waitForURL(/\/forgot$/);
    await expectAccessible(page, { name: "form" });
    await page.getByLabel("User ID or e-mail").fill(who);
    await page.getByLabel("User ID or e-mail").press("Enter");
    await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    return page.getByRole("main").innerText();
  };
  expect(await say(`nobody-${Date.now()}`)).toBe(await say(person.email));
  const link = await linkOf(person, "reset_password");
  for (let i = 0; i < 10; i++) {
    await page.goto("/sign-in");
    await typeSignIn(page, person, `wrong ${i}`);
    if (i < 9) await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  }
  await expect(page.getByRole("heading", { name: "Account blocked" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Forgot your password?" })).toBeVisible();

  await page.goto(link);
  await expect(page.getByText("For Nora Nouvelle.")).toBeVisible();
  await expectAccessible(page, { name: "new password" });
  const field = page.getByLabel("New password");
  await field.fill("Nouvelle2026");
  await field.press("Enter");
  await expect(field).toHaveAccessibleDescription(/among the first that others would guess/);
  await field.fill(NEW);
  await field.press("Enter");
  await page.waitForURL(/\/sign-in/);
  await expect(page.getByText("Your new password is saved")).toBeVisible();
  await typeSignIn(page, person, NEW);
  await page.waitForURL(/\/home$/);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});

test("[G09, G12] a new e-mail address counts once its link was opened, and can be dropped before", async ({
  page,
}) => {
  const w = await world();
  const person = await withPassword(await aPerson(w.tenant, { name: "Nora Nouvelle" }), OLD);
  const email = `nora-${Date.now()}@example.org`;
  await signIn(page, person);
  await page.goto("/profile/security");
  const card = page.getByRole("region", { name: "E-mail" });
  const ask = async () => {
    await card.getByLabel("New e-mail address").fill(email);
    await card.getByLabel("Your password").fill(OLD);
    await card.getByLabel("Your password").press("Enter");
    await expect(card.getByText(`${email} waits to be confirmed`)).toBeVisible();
  };
  await ask();
  await expect(card.getByText(person.email)).toBeVisible();
  await card.getByRole("button", { name: "Keep the old address" }).click();
  await expect(card.getByText(`${email} waits to be confirmed`)).toHaveCount(0);
  await ask();
  await expectAccessible(page);
  await page.goto(await linkOf(person, "confirm_email"));
  await expect(page.getByText(`Mails to you go to ${email}`)).toBeVisible();
  await expectAccessible(page, { name: "confirm" });
  await page.getByRole("button", { name: "Confirm this address" }).press("Enter");
  await page.waitForURL(/\/profile\/security/);
  await expect(card.getByText(email)).toBeVisible();
  await expect(card.getByText("waits to be confirmed")).toHaveCount(0);
});

test("one sees where one is signed in and signs out another browser from here", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const person = await aPerson(w.tenant, { name: "Nora Nouvelle" });
  const other = await newBrowser();
  await signIn(other, person);
  await other.goto("/home");
  await owner()`UPDATE user_sessions SET ip = '203.0.113.7',
    user_agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0' WHERE user_id = ${person.userId}`;
  await signIn(page, person);
  await page.goto("/profile/security");
  const row = page.getByRole("row", { name: /Firefox on Windows/ });
  await expect(row).toContainText("203.0.113.7");
  await row.getByRole("button", { name: "Sign out Firefox on Windows" }).press("Enter");
  await expect(row).toHaveCount(0);
  await expect(other.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  expect((await other.goto("/home"))?.status()).toBe(404);
  await page.reload();
  await expect(page.getByText("This browser")).toBeVisible();
});

test("[G07, G11] what people change themselves the administrator decides, and the profile says who changes the rest", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const person = await aPerson(w.tenant, { name: "Nora Nouvelle" });
  await signIn(page, w.people.administrator);
  await page.goto("/control/sign-in");
  const card = page.locator("section", {
    has: page.getByRole("heading", { name: "What people change themselves" }),
  });
  const set = async (name: string) => {
    await card.getByRole("switch", { name }).press("Space");
    await card.getByRole("button", { name: "Save" }).press("Enter");
    await expect(page.getByText("Saved").first()).toBeVisible();
    await page.reload();
  };
  await set("Their name");
  const own = await newBrowser();
  await signIn(own, person);
  await own.goto("/profile");
  await own.getByLabel("Name").fill("Nora Nouvelle-Roux");
  await own.getByRole("button", { name: "Save name" }).press("Enter");
  await expect(own.getByText("Your name is saved")).toBeVisible();
  await set("Their name");
  await set("Their password");
  try {
    await own.reload();
    await expect(own.getByText(/Théodore Vasseur changes the rest/)).toBeVisible();
    await own.goto("/profile/security");
    await expect(own.getByText(/This is not yours to change here\. Théodore Vasseur/)).toBeVisible();
    await expect(own.getByLabel("New password")).toHaveCount(0);
  } finally {
    await set("Their password");
  }
});

test("[G02, G08, G13, G14] the profile fits a phone, in the dark and in French", async ({ newBrowser }) => {
  const w = await world();
  const person = await withPassword(
    await aPerson(w.tenant, { name: "Jean-Baptiste de La Rochefoucauld-Liancourt" }),
    OLD,
  );
  await owner()`UPDATE users SET locale = 'fr', theme = 'dark' WHERE id = ${person.userId}`;
  const page = await newBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: "fr-FR" });
  for (const path of ["/forgot", "/forgot?sent=1", `/password/${"A".repeat(43)}`]) {
    await page.goto(path);
    await expectAccessible(page, { name: path });
    await expectNoSidewaysScroll(page, path);
  }
  await signIn(page, person);
  for (const path of ["/profile", "/profile/security", "/profile/settings"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, { name: path });
    await expectNoSidewaysScroll(page, path);
  }
  await page.getByRole("combobox", { name: "Langue" }).selectOption("en");
  await page.getByRole("button", { name: "Enregistrer les paramètres" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

/** The code that the app shows, some steps from now. */
async function codeOfApp(secret: string, off = 0): Promise<string> {
  const bits = [...secret].map((c) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"),
  );
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  return codeAt(key, stepAt(await clock.now()) + off);
}

test("a second step: set up with keys alone, asked for at sign-in, a code counts once, a recovery code lets in", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const person = await withPassword(await aPerson(w.tenant, { name: "Nora Nouvelle" }), OLD);
  await signIn(page, person);
  await page.goto("/profile/security");
  const card = page.getByRole("region", { name: "Second step of signing in" });
  await card.getByLabel("Your password").fill(OLD);
  await card.getByLabel("Your password").press("Enter");
  await expect(card.getByRole("img", { name: "Picture with the key for your app" })).toBeVisible();
  await expectAccessible(page, { name: "being set up" });
  const secret = (await card.locator(".id-num").first().innerText()).replace(/\s/g, "");
  const code = card.getByLabel("Code of the app");
  await code.fill("000000");
  await code.press("Enter");
  await expect(code).toHaveAccessibleDescription(/This is not the code of this moment/);
  await code.fill(await codeOfApp(secret, -1));
  await code.press("Enter");
  const codes = card.getByRole("region", { name: "Recovery codes" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  await expectAccessible(page, { name: "recovery codes" });
  const recovery = await codes.getByRole("listitem").first().innerText();
  await codes.getByRole("button", { name: "I have put them away" }).press("Enter");
  await expect(card.getByText(/^On since/)).toBeVisible();
  await expect(card.getByText("10 recovery codes are left.")).toBeVisible();
  await expectAccessible(page, { name: "on" });

  const other = await newBrowser();
  const firstStep = async () => {
    await other.goto("/sign-in?next=%2Frooms");
    await typeSignIn(other, person, OLD);
    await other.waitForURL(/\/sign-in\/code/);
  };
  await firstStep();
  await expectAccessible(other, { name: "second step" });
  // The password alone opens nothing.
  expect((await other.goto("/home"))?.status()).toBe(404);
  await firstStep();
  const field = other.getByLabel("Code");
  const used = await codeOfApp(secret);
  await field.fill(used);
  await field.press("Enter");
  await other.waitForURL(/\/rooms$/);

  await other.context().clearCookies();
  await firstStep();
  await field.fill(used);
  await field.press("Enter");
  await expect(field).toHaveAccessibleDescription(/or it was used already/);
  await field.fill(recovery.toUpperCase());
  await field.press("Enter");
  await other.waitForURL(/\/rooms$/);

  await page.reload();
  await expect(card.getByText("9 recovery codes are left.")).toBeVisible();
  const off = card.locator("form", { has: page.getByRole("button", { name: "Turn the second step off" }) });
  await off.getByLabel("Your password").fill(OLD);
  await off.getByLabel("Your password").press("Enter");
  await expect(card.getByRole("button", { name: "Set up the second step" })).toBeVisible();
});
