import type { Page } from "@playwright/test";
import { aPrivateMeeting } from "../support/conferences";
import { rowOf } from "../support/plans";
import { world } from "../support/world";
import { expect, expectAccessible, signIn, test } from "./support/browser";

const nameOf = (page: Page) => page.locator("[name=name]");
const offer = (page: Page) => page.getByRole("status").filter({ hasText: "Changes of yours were not saved" });
const drafts = (page: Page) =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("foyer.draft."))
      .map(([, text]) => text as string),
  );

/** Types a name once the page is alive, and sees that the device has it. */
async function type(page: Page, name: string): Promise<void> {
  await expect(async () => {
    await nameOf(page).fill("");
    await nameOf(page).fill(name);
    expect((await drafts(page)).join()).toContain(name);
  }).toPass();
}

test("what was typed survives a closed tab, without the PIN, until it is saved", async ({
  page,
  context,
}) => {
  const w = await world();
  const meeting = await aPrivateMeeting(w, { input: { pin: "471108" } });
  await signIn(page, w.people.organiser);
  const path = `/meetings/${meeting.id}/edit`;
  await page.goto(path);
  await type(page, "Comité élargi");
  expect((await drafts(page)).join()).not.toContain("471108");
  await page.close();

  const second = await context.newPage();
  await second.goto(path);
  await expect(nameOf(second)).toHaveValue("Comité de direction");
  await expect(offer(second)).toBeVisible();
  await expectAccessible(second);
  await offer(second).getByRole("button", { name: "Restore" }).click();
  await expect(nameOf(second)).toHaveValue("Comité élargi");
  // It still asks before it is left.
  await second.getByRole("link", { name: "Cancel" }).first().click();
  await second.getByRole("button", { name: "Stay on this page" }).click();
  await second.getByRole("button", { name: "Save changes", exact: true }).click();
  await expect(second).toHaveURL(/saved=changed|\/meetings\?c=/);
  expect((await rowOf(meeting.id)).name).toBe("Comité élargi");
  expect((await rowOf(meeting.id)).pin_sealed).not.toBeNull();
  await expect.poll(() => drafts(second)).toEqual([]);
});

test("a draft that is not wanted any more is gone from the device", async ({ page, context }) => {
  const w = await world();
  const { id } = await aPrivateMeeting(w);
  await signIn(page, w.people.organiser);
  await page.goto(`/meetings/${id}/edit`);
  await type(page, "Ni fait ni à faire");
  await page.close();
  const second = await context.newPage();
  await second.goto(`/meetings/${id}/edit`);
  await offer(second).getByRole("button", { name: "Discard" }).click();
  await expect(offer(second)).toHaveCount(0);
  await expect(nameOf(second)).toHaveValue("Comité de direction");
  expect(await drafts(second)).toEqual([]);
});

test("a draft of a new conference is offered to the one who typed it, and leaving on purpose throws it away", async ({
  page,
  context,
}) => {
  const w = await world();
  await signIn(page, w.people.organiser);
  const path = "/meetings/new?kind=scheduled&visibility=private";
  await page.goto(path);
  await type(page, "À moitié écrit");
  await signIn(page, w.people.moderator);
  const other = await context.newPage();
  await other.goto(path);
  await type(other, "Le mien");
  await expect(offer(other)).toHaveCount(0);
  await other.getByRole("link", { name: "Cancel" }).first().click();
  await other.getByRole("button", { name: "Leave without saving" }).click();
  await expect(other).toHaveURL(/\/meetings$/);
  await expect.poll(async () => (await drafts(other)).join()).not.toContain("Le mien");
  expect((await drafts(other)).join()).toContain("À moitié écrit");
});

test("[M03] without scripts a PIN that was typed is there again after a refusal", async ({ newBrowser }) => {
  const w = await world();
  const page = await newBrowser({ javaScriptEnabled: false });
  await signIn(page, w.people.organiser);
  await page.goto("/meetings/new?kind=scheduled&visibility=private");
  await page.getByRole("checkbox", { name: /^Ask for a PIN/ }).check();
  await page.getByLabel("PIN", { exact: true }).fill("471108");
  await page
    .getByRole("button", { name: /^Create/ })
    .first()
    .click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByLabel("PIN", { exact: true })).toHaveValue("471108");
});

test("whoever signs out leaves nothing that was typed on the device", async ({ page, context }) => {
  const w = await world();
  const { id } = await aPrivateMeeting(w);
  await signIn(page, w.people.organiser);
  await page.goto(`/meetings/${id}/edit`);
  await type(page, "Rien ne reste");
  await page.close();
  const second = await context.newPage();
  await second.goto("/home");
  expect(await drafts(second)).toHaveLength(1);
  await second.locator("summary").filter({ hasText: "Account of" }).click();
  await second.getByRole("button", { name: "Sign out", exact: true }).click();
  await second.waitForURL((url) => url.pathname === "/" || url.pathname === "/sign-in");
  expect(await drafts(second)).toEqual([]);
});
