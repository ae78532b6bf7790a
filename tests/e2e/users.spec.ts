import type { Page } from "@playwright/test";
import { hashPassword } from "@/lib/server/passwords";
import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { aGroup } from "../support/groups";
import { world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";
import { until } from "./support/server";

const password = "une phrase assez longue";

/** The link of the mail in the mailbox of the control panel, where mails arrive without a mail server. */
async function linkInMailbox(page: Page, recipient: string): Promise<string> {
  const mail = page.getByRole("main").getByRole("link", { name: recipient }).first();
  await until(async () => {
    await page.goto("/control/mailbox");
    return mail.isVisible();
  }, "the mail");
  await mail.click();
  await page.waitForURL(/\/control\/mailbox\/.+/);
  const text = await page.getByRole("main").innerText();
  return /\/password\/[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? "";
}

test("[A05, A07] with keys alone an administrator invites somebody, who sets a password by the mailed link and signs in", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  await aGroup(w.tenant, { name: "Studio", rights: ["create_conferences"] });
  await signIn(page, w.people.administrator);
  await page.goto("/control/users");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Invite a person" }).press("Enter");
  await page.waitForURL(/\/users\/new$/);
  await main.getByRole("textbox", { name: "Name" }).fill("Nora Nouvelle");
  const email = `nora-${crypto.randomUUID().slice(0, 8)}@example.org`;
  await main.getByRole("textbox", { name: "E-mail" }).fill(email);
  const login = main.getByRole("textbox", { name: "User ID" });
  await login.fill(w.people.member.loginName);
  await main.getByRole("checkbox", { name: "Studio" }).press("Space");
  await main.getByRole("button", { name: "Send invitation" }).press("Enter");
  await expect(login).toBeFocused();
  await expect(login).toHaveAccessibleDescription(/This user ID is taken/);
  await expectAccessible(page, { name: "invitation with an error" });
  await login.fill(email.split("@")[0] ?? "");
  await login.press("Enter");
  await page.waitForURL(/saved=invited/);
  await expect(page.getByText(`A link to set a password is on its way to ${email}`)).toBeVisible();
  await expect(main.getByText("Invited", { exact: true })).toBeVisible();

  const link = await linkInMailbox(page, email);
  const other = await newBrowser();
  await other.goto(link);
  await expect(other.getByText("For Nora Nouvelle.")).toBeVisible();
  const chosen = other.getByLabel("New password");
  await chosen.fill("Nouvelle2026");
  await chosen.press("Enter");
  await expect(chosen).toHaveAccessibleDescription(/among the first that others would guess/);
  await chosen.fill(password);
  await chosen.press("Enter");
  await other.waitForURL(/\/sign-in/);
  await other.getByLabel("User ID").fill(email.split("@")[0] ?? "");
  await other.getByLabel("Password", { exact: true }).fill(password);
  await other.getByLabel("Password", { exact: true }).press("Enter");
  await other.waitForURL(/\/home$/);
  await expect(other.getByRole("heading", { level: 1 })).toContainText("Nora");
  await expect(other.getByRole("region", { name: "What you can do" })).toContainText(
    "Create group conferences",
  );
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});

test("[B06, B10, T-22] what an administrator takes from a person is gone from the person's open page within five seconds", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const { member, administrator } = w.people;
  for (const one of [member, administrator]) {
    await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
      VALUES (${one.tenantId}, ${one.userId}, 'password', ${await hashPassword(password)})`;
  }
  const other = await newBrowser();
  await signIn(other, member);
  await other.goto("/home");
  await signIn(page, administrator);
  await page.goto(`/control/users/${member.userId}`);
  const main = page.getByRole("main");
  const dialog = page.getByRole("alertdialog");
  const signedOut = () =>
    expect(other.getByText("Nothing to see here while you are signed out")).toBeVisible({ timeout: 5000 });

  await main.getByRole("button", { name: "Disable" }).press("Enter");
  await expect(dialog).toContainText("The person is signed out everywhere");
  await expectAccessible(page, { name: "a question", isOpenState: true });
  await dialog.getByRole("button", { name: "Disable" }).press("Enter");
  await signedOut();
  await expect(main.getByText("Disabled", { exact: true })).toBeVisible();
  await main.getByRole("button", { name: "Enable" }).press("Enter");
  await expect(main.getByText("Active", { exact: true })).toBeVisible();

  // One device that is signed in, as the administrator sees it.
  await signIn(other, member);
  await other.goto("/home");
  await expect(other.getByRole("heading", { level: 1 })).toContainText("Hannah");
  await page.reload();
  const sessions = main.getByRole("region", { name: /^Signed-in devices/ });
  await sessions
    .getByRole("button", { name: /^Sign out/ })
    .first()
    .press("Enter");
  await signedOut();

  // For what is dangerous the password of the administrator is asked again.
  await owner()`UPDATE user_sessions SET created_at = app_now() - interval '6 minutes'
    WHERE user_id = ${administrator.userId}`;
  await page.reload();
  await main.getByRole("button", { name: "Make administrator" }).press("Enter");
  await dialog.getByRole("button", { name: "Make administrator" }).press("Enter");
  const again = page.getByRole("dialog", { name: "Your password again" });
  await again.getByRole("textbox", { name: "Password" }).fill("faux");
  await page.keyboard.press("Enter");
  await expect(again.getByRole("alert")).toContainText("password is wrong");
  await expectAccessible(page, { name: "the password again", isOpenState: true });
  await again.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Hannah Whitcombe is an administrator")).toBeVisible();
  await expect(again).toHaveCount(0);
  // Within five minutes it is not asked again.
  await main.getByRole("button", { name: "Take the role away" }).press("Enter");
  await dialog.getByRole("button", { name: "Take the role away" }).press("Enter");
  await expect(page.getByText("Hannah Whitcombe is no longer an administrator")).toBeVisible();

  // A password that is reset opens nothing, and a link to another one is on its way.
  await main.getByRole("button", { name: "Reset password" }).press("Enter");
  await dialog.getByRole("button", { name: "Reset password" }).press("Enter");
  await expect(page.getByText(`A link to set a password is on its way to ${member.email}`)).toBeVisible();
  await expect(main.getByText("Invited", { exact: true })).toBeVisible();
  await expect(sessions).toContainText("Nobody is signed in with this account.");

  // A name that is saved, and a user ID that somebody has.
  const login = main.getByRole("textbox", { name: "User ID" });
  await login.fill(administrator.loginName);
  await login.press("Enter");
  await expect(login).toHaveAccessibleDescription(/This user ID is taken/);
  await login.fill(`h-${crypto.randomUUID().slice(0, 8)}`);
  await main.getByRole("textbox", { name: "Name" }).fill("Hannah Whitcombe-Byrne");
  await login.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Hannah Whitcombe-Byrne" })).toBeVisible();

  await page.goto("/control/users?q=whitcombe");
  const saved = page.waitForEvent("download");
  await main.getByRole("link", { name: "Export" }).click();
  expect((await saved).suggestedFilename()).toMatch(/-users-\d{4}-\d\d-\d\d\.csv$/);

  // What cannot be done says why, as the server would.
  await page.goto(`/control/users/${administrator.userId}`);
  for (const name of ["Disable", "Reset password", "Take the role away"]) {
    const button = main.getByRole("button", { name, exact: true });
    await expect(button).toHaveAccessibleDescription("You cannot do this to your own account.");
  }
});

test("[A06] deleting a person asks for a password and for what becomes of the conferences", async ({
  page,
}) => {
  const w = await world();
  const { administrator, organiser, member } = w.people;
  await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${w.tenant.id}, ${administrator.userId}, 'password', ${await hashPassword(password)})`;
  const room = await aRoom(w, { people: [] });
  await signIn(page, administrator);
  await page.goto(`/control/users/${organiser.userId}`);
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Delete" }).press("Enter");
  await page.waitForURL(/\/delete$/);
  await expect(main.getByText("1 conference or room of this person lies ahead")).toBeVisible();
  await expectAccessible(page, { name: "deleting" });
  const to = main.getByRole("textbox", { name: "User ID of the new owner" });
  const typed = main.getByRole("textbox", { name: "Your password" });
  await to.fill("nobody-at-all");
  await typed.fill(password);
  await typed.press("Enter");
  await expect(to).toBeFocused();
  await expect(to).toHaveAccessibleDescription(/no longer belongs to your organisation/);
  await expect(typed).toHaveValue("");
  await to.fill(member.loginName);
  await typed.fill("faux");
  await typed.press("Enter");
  await expect(main.getByRole("alert")).toContainText("password is wrong");
  await typed.fill(password);
  await typed.press("Enter");
  await page.waitForURL(/deleted=1/);
  await expect(page.getByText("The person is deleted")).toBeVisible();
  const [row] = await owner()`SELECT owner_id FROM conferences WHERE id = ${room.id}`;
  expect(row?.owner_id).toBe(member.userId);
  expect((await page.goto(`/control/users/${organiser.userId}`))?.status()).toBe(404);
});

test("[A06] users fit a phone, in the dark and in French", async ({ newBrowser }) => {
  const w = await world();
  await owner()`UPDATE users SET locale = 'fr', theme = 'dark' WHERE id = ${w.people.administrator.userId}`;
  const page = await newBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: "fr-FR" });
  await signIn(page, w.people.administrator);
  for (const path of [
    "users",
    "users?state=disabled",
    "users/new",
    "users/import",
    `users/${w.people.member.userId}`,
  ]) {
    await page.goto(`/control/${path}`);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expectAccessible(page, { name: path });
    await expectNoSidewaysScroll(page, path);
  }
  await page.goto(`/control/users/${w.people.member.userId}`);
  await page.getByRole("button", { name: "Désactiver" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("Désactiver Hannah Whitcombe");
  await expectAccessible(page, { name: "question", isOpenState: true });
});

test("[A05] a table of people is pasted or chosen as a file, looked at, and made into users with keys alone", async ({
  page,
}) => {
  const w = await world();
  await aGroup(w.tenant, { name: "Navy" });
  await signIn(page, w.people.administrator);
  await page.goto("/control/users");
  await page.getByRole("link", { name: "Import", exact: true }).press("Enter");
  await page.waitForURL(/\/users\/import$/);
  const table = page.getByRole("textbox", { name: "Table" });
  await table.fill("colour,size\nred,12");
  await page.getByRole("button", { name: "Check" }).press("Enter");
  await expect(table).toBeFocused();
  await expect(table).toHaveAccessibleDescription(/The columns are not recognised/);
  await expect(table).toHaveValue("colour,size\nred,12");

  // As spreadsheets on Windows in France save it.
  const login = `grace${crypto.randomUUID().slice(0, 8)}`;
  const text = `Nom;E-mail;Identifiant;Groupes\r\nGrâce Hôpitër;${login}@example.org;${login};Navy\r\nPerdu;sans adresse;;\r\n`;
  await page.locator("input[type=file]").setInputFiles({
    name: "gens.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text, "latin1"),
  });
  await expect(table).toHaveValue(/Grâce Hôpitër/);
  await page.getByRole("button", { name: "Check" }).press("Enter");
  const preview = page.getByRole("region", { name: "What would happen" });
  await expect(preview.getByRole("row").filter({ hasText: "Perdu" })).toContainText("E-mail:");
  await expect(preview.getByRole("row").filter({ hasText: "Grâce" })).toContainText("Will be created");
  await expectAccessible(page, { name: "import with an error" });
  await page.getByRole("button", { name: "Create 1 person" }).press("Enter");
  await expect(page.getByText("1 person is created.").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "What would happen" })).toContainText("Perdu");
  await page.getByRole("link", { name: "To the users" }).last().press("Enter");
  await page.getByRole("searchbox", { name: "Search users" }).fill(login);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row").filter({ hasText: login })).toContainText("Navy");
});
