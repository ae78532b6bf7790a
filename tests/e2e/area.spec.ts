import type { Page } from "@playwright/test";
import { formatConferenceId } from "@/lib/ids";
import { endForAll, leave } from "@/lib/live/commands";
import { addDays, dayOf } from "@/lib/time/local";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { enters } from "../support/live";
import { as } from "../support/run";
import { guestOf, world } from "../support/world";
import { expect, expectAccessible, signIn, test } from "./support/browser";
import { download } from "./support/files";

const tab = (page: Page, name: string) => page.getByRole("tab", { name });
const panel = (page: Page, name: string) => page.getByRole("complementary", { name: `Details of ${name}` });

test("[A02, C02-C04, C09, C10, E01, E02] the main page shows today and five rooms, the sections show everything", async ({
  page,
}) => {
  const w = await world();
  await aPrivateMeeting(w, { startsInMinutes: -5 });
  await aPrivateMeeting(w, { startsInMinutes: 3 * 24 * 60, input: { name: "Dans trois jours" } });
  for (let n = 1; n <= 6; n++) await aRoom(w, { input: { name: `Salle ${n}` } });
  await signIn(page, w.people.organiser);
  await page.goto("/home");
  const today = page.getByRole("region", { name: /^Today/ });
  await expect(today.getByRole("link", { name: /^Comité de direction/ })).toBeVisible();
  await expect(today.getByText("Dans trois jours", { exact: true })).toHaveCount(0);
  const rooms = page.getByRole("region", { name: "Rooms" });
  await expect(rooms.getByRole("listitem")).toHaveCount(5);

  await rooms
    .getByRole("heading")
    .filter({ hasText: /^Salle \d$/ })
    .first()
    .getByRole("link")
    .click();
  const details = page.getByRole("complementary", { name: /^Details of Salle/ });
  for (const name of ["Open", "Analytics"]) await expect(details.getByRole("link", { name })).toBeVisible();
  for (const name of ["Copy link", "More actions", "Copy conference ID"]) {
    await expect(details.getByRole("button", { name })).toBeVisible();
  }

  await page.goto("/home");
  await rooms.getByRole("link", { name: "All 6 rooms" }).click();
  await page.waitForURL(/\/rooms$/);
  for (let n = 1; n <= 6; n++) {
    await expect(page.getByRole("link", { name: `Salle ${n}`, exact: true })).toBeVisible();
  }
  await page.goto("/meetings?view=all");
  for (const name of ["Comité de direction", "Dans trois jours"]) {
    await expect(page.getByRole("main").getByRole("link", { name }).first()).toBeVisible();
  }
});

test("[J02, J06, J07, J10, J13-J15, I01, M06] with keys alone one plans a conference, and finds it on its day", async ({
  page,
}) => {
  const w = await world();
  await signIn(page, w.people.organiser);
  await page.goto("/home");
  await page.getByRole("main").getByRole("link", { name: "New conference", exact: true }).press("Enter");
  await page.getByRole("radio", { name: /^Private/ }).press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^Public/ })).toBeChecked();
  await page.getByRole("button", { name: "Continue" }).press("Enter");
  await page.waitForURL(/visibility=public/);
  await expect(page.getByText("Everyone sees and hears everyone.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("Journée portes ouvertes");
  const day = addDays(dayOf(new Date(), "Europe/Paris"), 1);
  await page.getByLabel("Date").fill(day);
  await page.getByRole("textbox", { name: "Start", exact: true }).fill("09:30");

  // From tab to tab with the arrows, people by the suggestions, a PIN of one's own.
  await tab(page, "General").press("ArrowRight");
  await expect(tab(page, "Participants")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(tab(page, "Participants")).toHaveAttribute("aria-selected", "true");
  const search = page.getByRole("combobox", { name: "Add people" });
  await search.pressSequentially("whit");
  await expect(page.getByRole("option", { name: "Hannah Whitcombe" })).toBeVisible();
  await search.press("Enter");
  await expect(page.getByLabel("Role of Hannah Whitcombe")).toBeVisible();
  await tab(page, "Participants").press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: /^Ask for a PIN/ }).press("Space");
  const pin = page.getByLabel("PIN", { exact: true });
  await expect(pin).toHaveValue(/^\d{6}$/);
  const generated = await pin.inputValue();
  await page.getByRole("button", { name: "New PIN" }).press("Enter");
  await expect(pin).not.toHaveValue(generated);
  await pin.fill("4829");
  await page.getByRole("button", { name: "Create conference" }).press("Enter");

  await page.waitForURL(/\/meetings\?c=/);
  const details = panel(page, "Journée portes ouvertes");
  await details.getByRole("button", { name: "Show PIN" }).press("Enter");
  await expect(details.getByText("4829")).toBeVisible();
  await expect(
    page
      .getByRole("main")
      .getByRole("link", { name: /Journée portes ouvertes/ })
      .first(),
  ).toBeVisible();
  const [row] = await owner()`SELECT c.kind, c.mode, s.local_start::text FROM conferences c
    JOIN schedule_segments s ON s.conference_id = c.id WHERE c.owner_id = ${w.people.organiser.userId}`;
  expect(row).toEqual({ kind: "scheduled", mode: "all_on_screen", local_start: `${day} 09:30:00` });
});

test("[J02, J06, E02-E05, E07-E09, E12] a room is made without a date, and its card holds every fact", async ({
  page,
}) => {
  const w = await world();
  await signIn(page, w.people.organiser);
  await page.goto("/home");
  await page.getByRole("main").getByRole("link", { name: "New room", exact: true }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/visibility=private/);
  await expect(page.getByLabel("Date")).toBeHidden();
  // Without a name nothing is made and the field says so.
  await page.getByLabel("Description").fill("Toujours ouverte");
  await page.getByRole("button", { name: "Create room" }).click();
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await expect(page.getByLabel("Description")).toHaveValue("Toujours ouverte");
  await page.getByRole("textbox", { name: "Name" }).fill("Salle Monge");
  await page.getByRole("button", { name: "Create room" }).click();
  const details = panel(page, "Salle Monge");
  await expect(details).toBeVisible();
  const [row] = await owner()<{ kind: string; public_id: string }[]>`
    SELECT c.kind, n.public_id FROM conferences c JOIN conference_numbers n ON n.conference_id = c.id
    WHERE c.owner_id = ${w.people.organiser.userId}`;
  expect(row?.kind).toBe("room");
  const id = formatConferenceId(row?.public_id ?? "");
  for (const fact of ["Nobody yet", id, "You", "Private, internal", "All on screen"]) {
    await expect(details.getByRole("definition").getByText(fact, { exact: true })).toBeVisible();
  }
  await expect(details.getByText("PIN")).toHaveCount(0);
  await expect(details.getByRole("link", { name: /\/c\// })).toHaveAttribute("href", `/c/${id}`);
  await page.goto("/rooms");
  await expect(page.getByRole("link", { name: "Salle Monge", exact: true })).toBeVisible();
});

test("[J01] without the right the buttons are disabled and say who can give it", async ({ page }) => {
  const w = await world();
  await signIn(page, w.people.member);
  await page.goto("/home");
  for (const name of ["New conference", "New room"]) {
    const button = page.getByRole("main").getByRole("button", { name, exact: true });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(/Théodore Vasseur can give it to you/);
  }
  await expect(page.getByRole("link", { name: /^New (conference|room)$/ })).toHaveCount(0);
});

test("[E17, E18] a day of the calendar lists the meetings of that day and no others", async ({ page }) => {
  const w = await world();
  const day = addDays(dayOf(new Date(), "Europe/Paris"), 2);
  const at = (date: string, name: string) =>
    aPrivateMeeting(w, { input: { name, localStart: `${date}T10:00` } });
  await at(day, "Après-demain");
  await at(addDays(day, 1), "Le jour suivant");
  await signIn(page, w.people.organiser);
  await page.goto(`/meetings?day=${day}`);
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: /Après-demain/ }).first()).toBeVisible();
  await expect(main.getByRole("link", { name: /Le jour suivant/ })).toHaveCount(0);
  // The calendar leads from day to day.
  const next = main.locator(`a[href*="day=${addDays(day, 1)}"]`).first();
  await next.click();
  await expect(main.getByRole("link", { name: /Le jour suivant/ }).first()).toBeVisible();
  await expect(main.getByRole("link", { name: /Après-demain/ })).toHaveCount(0);
});

test("[T02, T08, T09, T21, T24, T25] from the card the owner learns who registered, who came and when", async ({
  page,
}) => {
  const w = await world();
  const webinar = await aWebinar(w, { startsInMinutes: -5 });
  const [came, absent] = [await aRegistration(webinar), await aRegistration(webinar)];
  await enters(w.actors.organiser, webinar);
  const guest = await guestOf(came.participantId);
  const { generation } = await enters(guest, webinar);
  await as(guest).do(leave, { publicId: webinar.publicId, generation });
  await as(w.actors.organiser).do(endForAll, { publicId: webinar.publicId });

  await signIn(page, w.people.organiser);
  await page.goto(`/meetings?c=${webinar.id}`);
  await panel(page, "Vendre le surplus de sa toiture").getByRole("link", { name: "Analytics" }).click();
  await page.waitForURL(/\/analytics/);
  const main = page.getByRole("main");
  const list = main.getByRole("region", { name: "Lists" });
  for (const text of [came.email, absent.email, w.people.invited.email]) {
    await expect(list.getByText(text).first()).toBeVisible();
  }
  await expectAccessible(page);

  // The chart of when people were added, its table, and away with both.
  await main
    .getByRole("navigation", { name: "What the chart shows" })
    .getByRole("link", { name: "Added" })
    .click();
  await expect(main.getByRole("heading", { name: "Added to the list" })).toBeVisible();
  await main.getByRole("link", { name: "Table", exact: true }).click();
  const figures = main.getByRole("table", { name: "Added to the list" });
  await expect(figures.getByRole("columnheader", { name: "Total" })).toBeVisible();
  await expect(figures.getByRole("row").last()).toContainText("5");
  await main.getByRole("link", { name: "Hide chart" }).click();
  await expect(figures).toHaveCount(0);
  await main.getByRole("link", { name: "Show chart" }).click();
  await expect(main.getByRole("link", { name: "Hide chart" })).toBeVisible();

  // A search limits the list, not the file.
  await main.getByRole("searchbox", { name: "Name or e-mail" }).fill(came.email);
  await main.getByRole("searchbox", { name: "Name or e-mail" }).press("Enter");
  await expect(main.getByRole("status").filter({ hasText: "1 match" })).toBeVisible();
  await expect(list.getByText(absent.email)).toHaveCount(0);
  const people = await download(page, /^Export all 5 lines/);
  expect(people.map((row) => row["E-mail"]).sort()).toEqual(
    [
      came.email,
      absent.email,
      ...(["organiser", "moderator", "invited"] as const).map((k) => w.people[k].email),
    ].sort(),
  );
  expect(people.find((row) => row["E-mail"] === came.email)).toMatchObject({
    "Sign-in": "Guest",
    Joins: "1",
  });

  await page.goto(`/meetings/${webinar.id}/analytics`);
  await main.getByRole("link", { name: /^Connection history/ }).click();
  await expect(list.getByText("Left", { exact: true }).first()).toBeVisible();
  await expect(list.getByText("Ended for all").first()).toBeVisible();
  const events = await download(page, /^Export all 4 lines/);
  expect(events).toHaveLength(4);
});
