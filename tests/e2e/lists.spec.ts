import { formatConferenceId } from "@/lib/ids";
import { aPrivateMeeting, aRoom, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { aPerson, type World, world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";

/** Began five minutes ago, so that it is on today's list at any time of the day. */
const BEGAN = { startsInMinutes: -5 };

/** A person of the account who sees the same conferences as the invited one. */
async function newcomer(w: World, options: Parameters<typeof aPerson>[1]) {
  const person = await aPerson(w.tenant, options);
  return { person, guest: [{ userId: person.userId, role: "attendee" as const }] };
}

test("[C02, C03, C07-C11, E03, E19] the main page shows today and the rooms, and opens what one chooses beside them", async ({
  page,
}) => {
  const w = await world();
  await aPrivateMeeting(w, { ...BEGAN, input: { location: "Salle Jules-Verne" } });
  await aRoom(w);
  await signIn(page, w.people.organiser);
  await page.goto("/home");
  for (const [name, kind] of [
    ["New conference", "scheduled"],
    ["New room", "room"],
  ] as const) {
    const button = page.getByRole("main").getByRole("link", { name, exact: true });
    await expect(button).toHaveAttribute("href", `/meetings/new?kind=${kind}`);
  }
  const today = page.getByRole("region", { name: /^Today/ });
  await expect(today.getByText("Times in Paris").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Rooms" }).getByText("Salle du mardi")).toBeVisible();
  const rights = page.getByRole("region", { name: "What you can do" });
  await expect(rights.getByText("Create group conferences")).toBeVisible();
  await rights.getByText(/rights not given/).click();
  await expect(rights.getByText("Théodore Vasseur can give them to you.")).toBeVisible();
  await expectAccessible(page);

  await today.getByRole("link", { name: /^Comité de direction/ }).click();
  const details = page.getByRole("complementary", { name: "Details of Comité de direction" });
  await expect(details.getByText("Salle Jules-Verne")).toBeVisible();
  await expect(details.getByRole("link", { name: "Start" })).toBeVisible();
  await expect(rights).toBeHidden();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(details).toBeHidden();
  await expect(rights).toBeVisible();
});

test("[C07, C08, C11, D02, D03, D05-D07, D10] the licence stands below the name, and what is missing says whom to ask", async ({
  newBrowser,
}) => {
  const w = await world();
  const soon = new Date(Date.now() + 20 * 3_600_000);
  const temporary = await newcomer(w, { name: "Paul Temporaire", licence: soon });
  const without = await newcomer(w, { name: "Léa Fontaine", licence: "none" });
  await aPrivateMeeting(w, { ...BEGAN, people: [...temporary.guest, ...without.guest] });

  const permanent = await newBrowser();
  await signIn(permanent, w.people.organiser);
  await permanent.goto("/home");
  await expect(permanent.getByText("PRO licence, permanent")).toBeVisible();
  await permanent.getByRole("button", { name: "About licences" }).click();
  await expect(permanent.getByText(/Théodore Vasseur gives and extends licences/)).toBeVisible();
  await expectAccessible(permanent, { isOpenState: true });

  const paul = await newBrowser();
  await signIn(paul, temporary.person);
  await paul.goto("/home");
  await expect(paul.getByText(/^PRO licence until .+\d\d:\d\d/)).toBeVisible();
  await expect(paul.getByRole("button", { name: "About licences" })).toBeVisible();
  await expect(paul.getByText(/^PRO licence ends/)).toBeVisible();

  const lea = await newBrowser();
  await signIn(lea, without.person);
  await lea.goto("/home");
  await expect(lea.getByText("No PRO licence: you cannot take part")).toBeVisible();
  await expect(lea.getByText("No PRO licence.", { exact: true })).toBeVisible();
  await lea.getByRole("link", { name: "Comité de direction" }).click();
  const join = lea.getByRole("complementary").getByRole("button", { name: /^(Join|Start)$/ });
  await expect(join).toHaveAttribute("aria-disabled", "true");
  await expect(join).toHaveAccessibleDescription(/You have no PRO licence/);
  // Paul may not create, and the button says who can grant it.
  const create = paul.getByRole("main").getByRole("button", { name: "New conference" });
  await expect(create).toHaveAttribute("aria-disabled", "true");
  await expect(create).toHaveAccessibleDescription(/Théodore Vasseur can give it to you/);
});

test("[E04-E09, E12, E17, E18, T02] a day of the calendar lists its meetings, and the card holds every fact", async ({
  page,
}) => {
  const w = await world();
  const { id, publicId } = await aWebinar(w, { ...BEGAN, input: { pin: "4829" } });
  await signIn(page, w.people.organiser);
  // Saving leads here: the day of the conference is the chosen one.
  await page.goto(`/meetings?c=${id}&saved=created`);
  await expect(page.getByText("Created: Vendre le surplus de sa toiture")).toBeVisible();
  const details = page.getByRole("complementary", { name: /^Details of Vendre/ });
  await expect(details.getByText(formatConferenceId(publicId), { exact: true })).toBeVisible();
  await expect(details.getByText("4829")).toBeHidden();
  await details.getByRole("button", { name: "Show PIN" }).click();
  await expect(details.getByText("4829")).toBeVisible();
  for (const fact of ["2 people", "You", "Public, webinar", "All on screen"]) {
    await expect(details.getByRole("definition").getByText(fact, { exact: true })).toBeVisible();
  }
  await expect(details.getByRole("link", { name: /\/c\// })).toHaveAttribute(
    "href",
    `/c/${formatConferenceId(publicId)}`,
  );
  await expect(details.getByRole("link", { name: "Analytics" })).toHaveAttribute(
    "href",
    `/meetings/${id}/analytics`,
  );
  await details.getByRole("button", { name: "Add to calendar" }).click();
  await expect(page.getByRole("menuitem", { name: "Calendar file (.ics)" })).toBeVisible();
  await page.keyboard.press("Escape");

  // Another day is empty; the chosen day comes back with its meeting.
  await page.getByRole("link", { name: "Next month" }).click();
  await expect(page.getByRole("heading", { name: /^Nothing on/ })).toBeVisible();
  await page.getByRole("navigation", { name: "View" }).getByRole("link", { name: "Calendar" }).click();
  await expect(page.getByRole("heading", { level: 2, name: /Today$/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /Vendre le surplus/ })).toBeVisible();
  await expectAccessible(page);
});

test("[E15, E16] the rows of a list share one menu: it holds what its row offers and gives the focus back", async ({
  page,
}) => {
  const w = await world();
  const conferences = {
    "Vendre le surplus de sa toiture": await aWebinar(w, BEGAN),
    "Comité de direction": await aPrivateMeeting(w, BEGAN),
  };
  await signIn(page, w.people.organiser);
  await page.goto("/meetings?view=all");
  for (const [name, { id, publicId }] of Object.entries(conferences)) {
    const button = page.getByRole("button", { name: `More on ${name}` });
    await button.press("Enter");
    const menu = page.getByRole("menu", { name: `More on ${name}` });
    await expect(menu).toBeVisible();
    await expect(button).toHaveAttribute("aria-expanded", "true");
    const items = menu.getByRole("menuitem");
    const address = `/c/${formatConferenceId(publicId)}`;
    expect(await items.evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual([
      `/meetings?view=all&c=${id}`,
      address,
      `${address}/calendar.ics`,
      `/meetings/${id}/edit`,
    ]);
    await expect(items).toHaveText(["Details", "Open the page", "Calendar file", "Edit"]);
    await page.keyboard.press("Escape");
    await expect(menu).toHaveCount(0);
    await expect(button).toBeFocused();
  }
  await expectAccessible(page);
});

test("[C05, E01, E02, E06] others see their own lists, without the PIN and without what is not theirs", async ({
  page,
}) => {
  const w = await world();
  const shared = await aWebinar(w, { ...BEGAN, input: { pin: "4829" } });
  const hidden = await aPrivateMeeting(w, {
    organiser: w.actors.administrator,
    people: [],
    input: { name: "Entre nous" },
  });
  await aRoom(w);
  await signIn(page, w.people.invited);
  await page.goto(`/meetings?view=all&c=${shared.id}`);
  const details = page.getByRole("complementary", { name: /^Details of Vendre/ });
  await expect(details.getByText("Maëlle Guérin")).toBeVisible();
  await expect(details.getByText("PIN")).toHaveCount(0);
  await expect(details.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await expect(details.getByRole("link", { name: "Analytics" })).toHaveCount(0);
  await expect(page.getByText("Entre nous")).toHaveCount(0);
  await page.goto(`/meetings?c=${hidden.id}`);
  await expect(page.getByText(/does not exist any more, or you are no longer invited/)).toBeVisible();
  await page.goto("/rooms");
  await expect(page.getByRole("link", { name: "Salle du mardi", exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/meetings?q=SURPLUS+maelle");
  await expect(page.getByRole("status").getByText("1 found for “SURPLUS maelle”")).toBeVisible();
});

test("[E03] cancelling asks once, names how many are told, and the list shows it", async ({ page }) => {
  const w = await world();
  const { id } = await aPrivateMeeting(w, BEGAN);
  await signIn(page, w.people.organiser);
  await page.goto(`/meetings?c=${id}`);
  const details = page.getByRole("complementary", { name: /^Details of/ });
  await details.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Cancel the conference" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel for 2 people" }).click();
  await expect(page.getByText("Cancelled: Comité de direction")).toBeVisible();
  await expect(page.getByText(/Cancelled by you today/)).toBeVisible();
  const [row] = await owner()`SELECT cancelled_at FROM conferences WHERE id = ${id}`;
  expect(row?.cancelled_at).not.toBeNull();
});

test("[C02, E17] lists fit a phone and read French; the details are a sheet", async ({ newBrowser }) => {
  const w = await world();
  await aWebinar(w, { ...BEGAN, input: { name: "Autoconsommation collective : retours de cinq communes" } });
  await aRoom(w);
  const phone = await newBrowser({
    viewport: { width: 390, height: 844 },
    locale: "fr-FR",
    colorScheme: "dark",
    isMobile: true,
    hasTouch: true,
  });
  await signIn(phone, w.people.organiser);
  for (const path of ["/home", "/meetings", "/meetings?view=all", "/rooms"]) {
    await phone.goto(path);
    await expect(phone.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(phone);
    expect(await phone.evaluate(() => window.innerWidth)).toBe(390);
    await expectAccessible(phone);
  }
  await phone.goto("/meetings");
  await phone.getByRole("link", { name: /Autoconsommation/ }).click();
  const sheet = phone.getByRole("dialog", { name: /^Détails de Autoconsommation/ });
  await expect(sheet.getByRole("link", { name: "Démarrer" })).toBeVisible();
  await expectAccessible(phone, { isOpenState: true });
  await sheet.getByRole("button", { name: "Fermer" }).click();
  await expect(sheet).toBeHidden();
  await expect(phone).not.toHaveURL(/c=/);
});
