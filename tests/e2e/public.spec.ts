import type { Page } from "@playwright/test";
import ical from "node-ical";
import { cancelConference } from "@/lib/conferences/commands";
import { formatConferenceId, newConferenceId } from "@/lib/ids";
import { aPrivateMeeting, aRegistration, aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { enters } from "../support/live";
import { as } from "../support/run";
import { world } from "../support/world";
import { expect, expectAccessible, signIn, test } from "./support/browser";
import { enter } from "./support/room";

const card = (page: Page) => page.getByRole("complementary", { name: "Taking part" });
const signUp = (page: Page) => card(page).getByRole("link", { name: "Sign up", exact: true });
const pathOf = ({ publicId }: Conference) => `/c/${formatConferenceId(publicId)}`;

/** As if it had been planned so many minutes earlier. */
async function moveEarlier({ id }: Conference, minutes: number) {
  const by = `${minutes} minutes`;
  await owner().begin(async (sql) => {
    await sql`UPDATE occurrences SET starts_at = starts_at - ${by}::interval, ends_at = ends_at - ${by}::interval
      WHERE conference_id = ${id}`;
    await sql`UPDATE conferences SET first_starts_at = first_starts_at - ${by}::interval,
      last_ends_at = last_ends_at - ${by}::interval WHERE id = ${id}`;
  });
}

async function fillIn(page: Page, [first, last, email]: [string, string, string]) {
  await page.getByLabel(/^First name/).fill(first);
  await page.getByLabel(/^Last name/).fill(last);
  await page.getByLabel(/^E-mail/).fill(email);
}

test("[Z01, Z02, Z08, Z12, Z13] before the start the page invites to sign up where one can, and otherwise to wait", async ({
  page,
}) => {
  const w = await world();
  const open = await aWebinar(w, { input: { description: "Questions en français ou en anglais" } });
  await page.goto(`/c/${open.publicId}`);
  await expect(page).toHaveURL(pathOf(open));
  await expect(
    page.getByRole("heading", { level: 1, name: "Vendre le surplus de sa toiture" }),
  ).toBeVisible();
  await expect(page.getByText("Questions en français ou en anglais")).toBeVisible();
  await expect(page.getByText("Registration open")).toBeVisible();
  await expect(page.getByText("Webinar, open to everybody")).toBeVisible();
  await expect(signUp(page)).toHaveAttribute("href", `${pathOf(open)}/register`);
  await expect(card(page).getByText(/Registration closes at the end/)).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveCount(0);

  const plain = await aWebinar(w, { input: { name: "Sans inscription", registration: null } });
  await page.goto(pathOf(plain));
  await expect(page.getByText("Scheduled", { exact: true })).toBeVisible();
  await expect(card(page).getByText("until it starts")).toBeVisible();
  await expect(signUp(page)).toHaveCount(0);
  await expect(page.getByLabel("Your name")).toHaveCount(0);
  await page.goto(`${pathOf(plain)}/register`);
  await expect(page).toHaveURL(pathOf(plain));
});

test("[Z09] the time stands in the organiser's zone and in the visitor's, both named", async ({
  newBrowser,
}) => {
  const w = await world();
  const conference = await aWebinar(w, {
    input: { localStart: "2027-06-14T14:00", location: "Salle Jules-Verne" },
  });
  const page = await newBrowser({ timezoneId: "America/Montreal" });
  await page.goto(pathOf(conference));
  await expect(page.getByText(/14 June 2027/).first()).toBeVisible();
  await expect(page.getByText(/14:00/).first()).toBeVisible();
  await expect(page.getByText(/Paris time/).first()).toBeVisible();
  await expect(page.getByText(/08:00.* in (Montreal|Toronto)/).first()).toBeVisible();
  await expect(page.getByText("Salle Jules-Verne")).toBeVisible();
});

test("[Z12, N12] a webinar without free seats says so, and a seat given back can be taken", async ({
  page,
}) => {
  const w = await world();
  const conference = await aWebinar(w, { people: [], input: { seatLimit: 2 } });
  const { participantId } = await aRegistration(conference);
  await page.goto(pathOf(conference));
  await expect(page.getByText("All seats taken", { exact: true })).toBeVisible();
  await expect(card(page).getByText(/All seats are taken. If somebody gives one back/)).toBeVisible();
  await expect(signUp(page)).toHaveCount(0);
  await page.goto(`${pathOf(conference)}/register`);
  await expect(page).toHaveURL(pathOf(conference));
  await expectAccessible(page);
  const [row] = await owner()`SELECT state FROM participants WHERE id = ${participantId}`;
  expect(row?.state).toBe("active");
});

test("[Z06, Z11, Z12] while a full webinar runs nobody is asked for a name that the door would refuse", async ({
  page,
}) => {
  const w = await world();
  const conference = await aWebinar(w, {
    startsInMinutes: -5,
    people: [],
    input: { seatLimit: 2, registration: { closing: "at_end", autoClose: true } },
  });
  const joinByName = card(page).getByRole("button", { name: "Join as a guest" });
  await enters(w.actors.organiser, conference);
  await page.goto(pathOf(conference));
  await expect(joinByName).toBeVisible();
  await aRegistration(conference);
  await expect(card(page).getByText(/All seats are taken/)).toBeVisible();
  await expect(joinByName).toHaveCount(0);
  await expect(card(page).getByRole("link", { name: "I cannot find my personal link" })).toBeVisible();
});

test("[Z02] what is over or cancelled cannot be entered", async ({ page }) => {
  const w = await world();
  const ended = await aWebinar(w);
  await moveEarlier(ended, 240);
  const cancelled = await aWebinar(w, { input: { name: "Annulé" } });
  await as(w.actors.organiser).do(cancelConference, { id: cancelled.id });
  for (const [conference, heading] of [
    [ended, "This conference has ended"],
    [cancelled, "This conference was cancelled"],
  ] as const) {
    await page.goto(pathOf(conference));
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
    await expect(card(page).getByRole("link")).toHaveCount(0);
    await expect(card(page).getByRole("button")).toHaveCount(0);
    await page.goto(`${pathOf(conference)}/register`);
    await expect(page).toHaveURL(pathOf(conference));
  }
});

test("[Z02, Z13] for strangers a private conference is as unknown as one that does not exist", async ({
  page,
}) => {
  const w = await world();
  const secret = await aPrivateMeeting(w);
  const look = async (path: string) => {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    return (await page.getByRole("main").innerText()).replace(/\s+/g, " ");
  };
  const unknown = `/c/${formatConferenceId(newConferenceId())}`;
  for (const rest of ["", "/register", "/room", "/link", "/registered"]) {
    expect(await look(pathOf(secret) + rest), rest).toBe(await look(unknown + rest));
  }
  expect((await page.request.get(`${pathOf(secret)}/calendar.ics`)).status()).toBe(404);
  // Whoever is invited sees the same address as a page.
  await signIn(page, w.people.invited);
  expect((await page.goto(pathOf(secret)))?.status()).toBe(200);
  await expect(card(page).getByText("You are invited.")).toBeVisible();
});

test("[Z10] the calendar file says what, when and where", async ({ page }) => {
  const w = await world();
  const conference = await aWebinar(w, {
    input: { localStart: "2027-06-14T14:00", location: "Salle Jules-Verne" },
  });
  await page.goto(pathOf(conference));
  await card(page).getByText("Add to calendar").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Calendar file (.ics)" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`${formatConferenceId(conference.publicId)}.ics`);
  const events = Object.values(ical.sync.parseFile(await file.path())).filter(
    (part) => part?.type === "VEVENT",
  );
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    summary: "Vendre le surplus de sa toiture",
    location: "Salle Jules-Verne",
    start: new Date("2027-06-14T12:00:00Z"),
    end: new Date("2027-06-14T13:00:00Z"),
  });
});

test("[Z03-Z07, Z11] once it runs, a guest joins by a name", async ({ page }) => {
  const w = await world();
  const conference = await aWebinar(w, { startsInMinutes: -5, input: { registration: null } });
  await page.goto(pathOf(conference));
  await expect(page.getByRole("heading", { name: "It is time" })).toBeVisible();
  await enters(w.actors.organiser, conference);
  await page.reload();
  await expect(page.getByRole("heading", { name: /^Live since/ })).toBeVisible();
  await expect(card(page).getByText("Join from the app")).toBeVisible();
  await expect(card(page).getByRole("link", { name: "Sign in with your account" })).toHaveAttribute(
    "href",
    `/sign-in?next=${encodeURIComponent(pathOf(conference))}`,
  );
  await expectAccessible(page);
  // Without a name it says what is missing, at the field.
  await page.getByRole("button", { name: "Join as a guest" }).click();
  await expect(page.getByLabel("Your name")).toBeFocused();
  await expect(page.getByLabel("Your name")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Your name").fill("Jean Passant");
  await page.getByRole("button", { name: "Join as a guest" }).click();
  await page.waitForURL(/\/room$/);
  await enter(page);
  await expect(page.locator("li[data-participant]")).toHaveCount(2);
  const [row] = await owner()`SELECT display_name, origin FROM participants
    WHERE conference_id = ${conference.id} AND origin = 'walk_in'`;
  expect(row).toEqual({ display_name: "Jean Passant", origin: "walk_in" });
});

test("[M06] a PIN asks also those who hold the address of the page", async ({ page }) => {
  const w = await world();
  const conference = await aWebinar(w, { startsInMinutes: -5, input: { registration: null, pin: "4829" } });
  await enters(w.actors.organiser, conference);
  await page.goto(pathOf(conference));
  await page.getByLabel("Your name").fill("Jean Passant");
  await page.getByLabel("PIN").fill("0000");
  await page.getByRole("button", { name: "Join as a guest" }).click();
  await expect(page.getByLabel("PIN")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your name")).toHaveValue("Jean Passant");
  await page.getByLabel("PIN").fill("4829");
  await page.getByRole("button", { name: "Join as a guest" }).click();
  await page.waitForURL(/\/room$/);
});

test("[Z14-Z16] the form marks what is required and keeps what was typed on any error", async ({ page }) => {
  const w = await world();
  const fields = ["first_name", "last_name", "email", "company"].map((standardKey) => ({
    standardKey,
    required: true,
  }));
  const conference = await aWebinar(w, {
    input: {
      registration: {
        closing: "at_end",
        autoClose: true,
        fields: [...fields, { standardKey: "city", required: false }],
      },
    },
  });
  await page.goto(pathOf(conference));
  await signUp(page).click();
  await page.waitForURL(/\/register$/);
  const form = page.getByRole("main").locator("form").last();
  for (const name of ["First name", "Last name", "E-mail", "Organisation"]) {
    await expect(form.locator("label", { hasText: name })).toContainText("*");
    await expect(form.getByLabel(new RegExp(`^${name}`))).toHaveAttribute("aria-required", "true");
  }
  await expect(form.locator("label", { hasText: "City" })).not.toContainText("*");
  await fillIn(page, ["Camille", "Roussel", "camille@"]);
  await page.getByLabel("City").fill("Nantes");
  await page.getByRole("button", { name: "Sign up" }).click();
  // Two answers are wrong: the summary lists both.
  const summary = page.getByRole("alert").filter({ hasText: /\S/ });
  await expect(summary.getByRole("link")).toHaveCount(2);
  await expectAccessible(page);
  await expect(page.getByLabel(/^First name/)).toHaveValue("Camille");
  await expect(page.getByLabel(/^E-mail/)).toHaveValue("camille@");
  await expect(page.getByLabel("City")).toHaveValue("Nantes");
  await page.getByLabel(/^E-mail/).fill("camille@example.org");
  await page.getByLabel(/^Organisation/).fill("Toits & Co");
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL(/\/registered$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Camille");
});

test("[Z14-Z17] signing up needs no scripts", async ({ newBrowser }) => {
  const w = await world();
  const conference = await aWebinar(w);
  const page = await newBrowser({ javaScriptEnabled: false });
  await page.goto(pathOf(conference));
  await signUp(page).click();
  await fillIn(page, ["Declan", "", "declan@example.org"]);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toContainText("Last name");
  await expect(page.getByLabel(/^First name/)).toHaveValue("Declan");
  await expect(page.getByLabel(/^E-mail/)).toHaveValue("declan@example.org");
  await page.getByLabel(/^Last name/).fill("Byrne");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/registered$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Declan");
  const [row] = await owner()`SELECT display_name FROM participants
    WHERE conference_id = ${conference.id} AND email = 'declan@example.org'`;
  expect(row).toEqual({ display_name: "Declan Byrne" });
});

test("[Z12, Z14] the last seat is taken while somebody types: without scripts the conference's page says so", async ({
  newBrowser,
}) => {
  const conference = await aWebinar(await world(), { people: [], input: { seatLimit: 2 } });
  const page = await newBrowser({ javaScriptEnabled: false });
  await page.goto(`${pathOf(conference)}/register`);
  await fillIn(page, ["Declan", "Byrne", "declan@example.org"]);
  await aRegistration(conference);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Sign up" }).click();
  // Sent back at once, without the form's page being drawn for nobody.
  expect((await answer).status()).toBe(303);
  await expect(page).toHaveURL(pathOf(conference));
  await expect(page.getByText("All seats taken", { exact: true })).toBeVisible();
});

test("[Z18-Z20] without mail the link is shown to copy, in the browser that registered and in no other", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const conference = await aWebinar(w, { input: { sendInvitations: false } });
  const register = async (on: Page, email: string) => {
    await on.goto(`${pathOf(conference)}/register`);
    await fillIn(on, ["Camille", "Roussel", email]);
    await on.getByRole("button", { name: "Sign up" }).click();
  };
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await register(page, "camille@example.org");
  await page.waitForURL(/\/registered$/);
  const link = await page.getByRole("link", { name: "Personal link" }).getAttribute("href");
  expect(link).toMatch(/\/j\/[\w-]+$/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Copy link" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.reload();
  await expect(page.getByRole("link", { name: "Personal link" })).toHaveAttribute("href", link ?? "");

  const other = await newBrowser();
  await other.goto(`${pathOf(conference)}/registered`);
  await expect(other).toHaveURL(pathOf(conference));
  // The same address from elsewhere gets no link.
  await register(other, "camille@example.org");
  await expect(other.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  expect(await other.content()).not.toContain("/j/");
  // Another address gets a link of its own.
  await register(other, "declan@example.org");
  await other.waitForURL(/\/registered$/);
  expect(await other.getByRole("link", { name: "Personal link" }).getAttribute("href")).not.toBe(link);
  await other.goto(link ?? "");
  await expect(other.getByText("This link belongs to Camille Roussel.")).toBeVisible();
});

test("[N13, Z12] the free seats move while somebody else reads", async ({ page }) => {
  const w = await world();
  const conference = await aWebinar(w, { people: [], input: { seatLimit: 3 } });
  await page.goto(pathOf(conference));
  await expect(card(page).getByText("2 free seats")).toBeVisible();
  await aRegistration(conference);
  await expect(card(page).getByText("1 free seat", { exact: true })).toBeVisible({ timeout: 30_000 });
  await aRegistration(conference);
  // The last seat changes what one can do here, too.
  await expect(page.getByText("All seats taken", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(signUp(page)).toHaveCount(0);
});
