import type { Page } from "@playwright/test";
import { owner } from "../support/database";
import { aGroup, everyoneOf } from "../support/groups";
import { world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";

const rightsCard = (page: Page) => page.getByRole("region", { name: "What you can do" });

test("[A07, H01, H02, H09, H10] with keys alone an administrator makes a group, and what it gives shows on the open page of its people", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const other = await newBrowser();
  await signIn(other, w.people.member);
  await other.goto("/home");
  await expect(rightsCard(other).getByText("None of the further rights is given to you.")).toBeVisible();
  await rightsCard(other)
    .getByText(/rights not given/)
    .press("Enter");
  await expect(rightsCard(other).getByText("Théodore Vasseur can give them to you.")).toBeVisible();
  await expect(rightsCard(other).getByText("Without it, one can only join conferences.")).toBeVisible();

  await signIn(page, w.people.administrator);
  await page.goto("/control");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Groups", exact: true }).press("Enter");
  await page.waitForURL(/\/control\/groups$/);
  await expect(main.getByRole("row", { name: /Everyone/ })).toContainText("6 people");
  await main.getByRole("link", { name: "New group" }).press("Enter");
  await page.waitForURL(/\/groups\/new$/);
  await main.getByRole("button", { name: "Create group" }).press("Enter");
  const name = main.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("This is required.");
  await name.fill("Project leads");
  await main.getByRole("checkbox", { name: /^Create group conferences/ }).press("Space");
  await expectAccessible(page, { name: "new group" });
  await main.getByRole("button", { name: "Create group" }).press("Enter");
  await page.waitForURL(/\/groups\/[0-9a-f-]{36}/);
  await expect(page.getByText("Project leads is created")).toBeVisible();
  await expect(main.getByRole("heading", { name: "Nobody is in this group yet" })).toBeVisible();

  await main.getByRole("link", { name: "Add people" }).press("Enter");
  await page.waitForURL(/add=1/);
  const search = main.getByRole("searchbox", { name: "Search users" });
  await search.fill("hannah");
  await search.press("Enter");
  await page.waitForURL(/q=hannah/);
  await main.getByRole("button", { name: "Add Hannah Whitcombe to Project leads" }).press("Enter");
  await expect(page.getByText("Hannah Whitcombe is in Project leads")).toBeVisible();
  await expect(main.getByRole("heading", { name: "Nobody found" })).toBeVisible();
  // Within five seconds, on a page that nobody touched.
  await expect(rightsCard(other).getByText("Create group conferences")).toBeVisible({ timeout: 5000 });
  await expect(rightsCard(other).getByText("None of the further rights")).toHaveCount(0);
  await other.goto("/meetings/new?kind=room&visibility=private");
  await expect(other.getByRole("textbox", { name: "Name" })).toBeVisible();

  // Taken out, and with Undo put back.
  await main.getByRole("link", { name: "In the group" }).press("Enter");
  await page.waitForURL(/\/groups\/[0-9a-f-]{36}$/);
  await main.getByRole("button", { name: "Remove Hannah Whitcombe from Project leads" }).press("Enter");
  await expect(page.getByText("Hannah Whitcombe is no longer in Project leads")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(main.getByRole("row", { name: /Hannah Whitcombe/ })).toBeVisible();
  await expectAccessible(page, { name: "group" });
});

test("[A07, A09] a choice for one person beats the groups; the page says where each right comes from, and the person why not", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  await aGroup(w.tenant, {
    name: "Studio",
    rights: ["create_conferences", "record"],
    members: [w.people.member],
  });
  await owner()`INSERT INTO group_rights VALUES (${w.tenant.id}, ${await everyoneOf(w.tenant)}, 'start_chats')`;
  await signIn(page, w.people.administrator);
  await page.goto("/control/users?q=hannah");
  const main = page.getByRole("main");
  await expect(main.getByRole("row", { name: /Hannah Whitcombe/ })).toContainText("Studio");
  await main.getByRole("link", { name: "Hannah Whitcombe" }).press("Enter");
  await page.waitForURL(/\/users\/[0-9a-f-]{36}$/);
  const right = (name: string) => main.getByRole("listitem").filter({ hasText: name });
  await expect(right("Start chats")).toContainText("Given by the group Everyone");
  await expect(right("Record conferences")).toContainText("Given by the group Studio");
  await expect(right("Operator rights")).toContainText("No group gives it");
  const choice = right("Create group conferences").getByRole("radio", { name: "Not given" });
  await choice.check();
  await right("Operator rights").getByRole("radio", { name: "Given", exact: true }).check();
  await expectAccessible(page, { name: "rights of a person" });
  const save = main.getByRole("region", { name: "Rights" }).getByRole("button", { name: "Save" });
  await save.press("Enter");
  await expect(right("Create group conferences")).toContainText("Kept from this person");
  await expect(right("Operator rights")).toContainText("Given to this person alone");

  const other = await newBrowser();
  await signIn(other, w.people.member);
  await other.goto("/meetings/new?kind=room");
  await expect(
    other.getByText("You need the right to create conferences. Théodore Vasseur can give it to you."),
  ).toBeVisible();
  await other.goto("/profile");
  await expect(rightsCard(other).getByText("Operator rights")).toBeVisible();

  // Somebody else saved meanwhile: nothing is overwritten unseen.
  await owner()`DELETE FROM user_rights WHERE user_id = ${w.people.member.userId} AND right_code = 'operator'`;
  await save.press("Enter");
  await expect(main.getByRole("alert")).toContainText("Somebody else saved a change");
  await main.getByRole("link", { name: "Load what is valid now" }).click();
  await expect(right("Operator rights")).toContainText("No group gives it");

  // Into one more group from here.
  const groupId = await aGroup(w.tenant, { name: "Direction", rights: ["operator"] });
  await page.reload();
  await main.getByRole("combobox", { name: "Add to a group" }).selectOption("Direction");
  await main.getByRole("button", { name: "Add", exact: true }).press("Enter");
  await expect(main.getByRole("link", { name: "Direction" })).toBeVisible();
  await expect(right("Operator rights")).toContainText("Given by the group Direction");
  await page.goto(`/control/groups/${groupId}`);
  await main.getByRole("button", { name: "Delete group" }).press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("1 person loses the rights that only this group gives.");
  await dialog.getByRole("button", { name: "Delete group" }).press("Enter");
  await page.waitForURL(/\/control\/groups$/);
  await expect(main.getByRole("row", { name: /Direction/ })).toHaveCount(0);
});

test("[A06, A07] groups and rights fit a phone, in the dark and in French", async ({ newBrowser }) => {
  const w = await world();
  const name = "Coordination des raccordements et de l’exploitation des parcs éoliens de Loire-Atlantique";
  const groupId = await aGroup(w.tenant, {
    name,
    rights: ["record", "operator", "calls"],
    members: [w.people.member],
  });
  await owner()`UPDATE users SET locale = 'fr', theme = 'dark' WHERE id = ${w.people.administrator.userId}`;
  const page = await newBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: "fr-FR" });
  await signIn(page, w.people.administrator);
  for (const path of [
    "users",
    "groups",
    `groups/${groupId}`,
    `groups/${groupId}?add=1`,
    `users/${w.people.member.userId}`,
  ]) {
    await page.goto(`/control/${path}`);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expectAccessible(page, { name: path });
    await expectNoSidewaysScroll(page, path);
  }
});
