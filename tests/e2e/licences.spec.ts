import { aRoom, aWebinar } from "../support/conferences";
import { clock, owner } from "../support/database";
import { aPerson, signedIn, world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";

const HOUR = 3_600_000;
const inHours = async (hours: number) => new Date((await clock.now()).getTime() + hours * HOUR);

test("[D04, D06, D08, D09] a temporary licence warns of one's own conference, and a key press extends it by a day", async ({
  page,
}) => {
  const w = await world();
  const end = await inHours(30);
  const person = await aPerson(w.tenant, {
    name: "Paul Temporaire",
    licence: end,
    rights: ["create_conferences"],
  });
  const own = { people: [], startsInMinutes: 40 * 60, input: { name: "Ma conférence" } };
  await aWebinar(w, { organiser: await signedIn(person), ...own });
  await signIn(page, person);
  await page.goto("/home");
  const bar = page.getByRole("status").filter({ hasText: "PRO licence ends" });
  await expect(bar).toContainText("After that you cannot enter “Ma conférence”");
  await expect(bar).toContainText("your own conference");
  await expectAccessible(page);
  const extend = page.getByRole("button", { name: "Extend by 24 hours" });
  await extend.press("Enter");
  await expect(page.getByText("Your licence lasts 24 hours more.")).toBeVisible();
  await expect(bar).not.toContainText("your own conference");
  const endOf = async () => {
    const [row] = await owner()<
      { at: Date }[]
    >`SELECT expires_at AS at FROM licences WHERE user_id = ${person.userId}`;
    return row?.at.getTime();
  };
  expect(await endOf()).toBe(end.getTime() + 24 * HOUR);

  // A double click is one extension.
  await extend.dblclick();
  await expect.poll(endOf).toBe(end.getTime() + 48 * HOUR);
  await expect(bar).toHaveCount(0);
  await page.reload();
  expect(await endOf()).toBe(end.getTime() + 48 * HOUR);
});

test("[D11, D12, D13] the administrator hides licences, switches extending off, gives one and takes it, with keys alone", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const person = await aPerson(w.tenant, { name: "Paul Temporaire", licence: await inHours(30) });
  const paul = await newBrowser();
  await signIn(paul, person);
  await paul.goto("/home");
  await expect(paul.getByRole("button", { name: "Extend by 24 hours" })).toBeVisible();

  await signIn(page, w.people.administrator);
  await page.goto("/control/licences");
  await expect(page.getByText(/takes one online licence a person/)).toBeVisible();
  const row = page.getByRole("row", { name: /Paul Temporaire/ });
  await expect(row).toContainText(/until .+ at least/);
  await expectAccessible(page, { name: "list" });
  await page.getByRole("switch", { name: "Holders may extend a temporary licence" }).press("Space");
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(page.getByText("Saved")).toBeVisible();
  await paul.reload();
  await expect(paul.getByText(/PRO licence until/)).toBeVisible();
  await expect(paul.getByRole("button", { name: "Extend by 24 hours" })).toHaveCount(0);
  await page.getByRole("switch", { name: "Show people their licence" }).press("Space");
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect
    .poll(async () => {
      await paul.reload();
      return paul.getByText(/PRO licence/).count();
    })
    .toBe(0);

  // The rule stays in force, and the refusal says whom to ask.
  const room = await aRoom(w, { people: [{ userId: person.userId, role: "attendee" }] });
  await row.getByRole("link", { name: "Change Paul Temporaire" }).press("Enter");
  await page.waitForURL(/\/control\/licences\/[0-9a-f-]+$/);
  await page.getByRole("radio", { name: /^None/ }).press("Space");
  await page.getByRole("button", { name: "Save licence" }).press("Enter");
  await page.waitForURL(/\/control\/licences\?saved=/);
  await expect(page.getByText("The licence of Paul Temporaire is saved")).toBeVisible();
  await expect(row).toContainText("none");
  await paul.goto(`/c/${room.publicId}/room`);
  await expect(paul.getByText(/You have no PRO licence.+Théodore Vasseur/).first()).toBeVisible();

  // A time that has passed is refused at its field, and what was typed stays.
  await row.getByRole("link", { name: "Change Paul Temporaire" }).click();
  await page.getByRole("radio", { name: /^Temporary/ }).check();
  await page.getByLabel("Ends", { exact: true }).fill("2020-01-01T10:00");
  await page.getByRole("button", { name: "Save licence" }).click();
  await expect(page.getByLabel("Ends", { exact: true })).toHaveAccessibleDescription(
    /Choose a time that lies ahead/,
  );
  await expectAccessible(page, { name: "form with an error" });
  await page.getByLabel("Ends", { exact: true }).fill("2031-05-06T10:00");
  await page.getByRole("button", { name: "Save licence" }).click();
  await expect(row).toContainText("6 May 2031");
  await page.getByRole("searchbox", { name: "Search people" }).fill("nobody of this name");
  await page.getByRole("searchbox", { name: "Search people" }).press("Enter");
  await expect(page.getByText("Nobody matches")).toBeVisible();
});

test("[D14] when no online licence is free the next person is told whom to ask, and gets in after somebody signs out", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  await owner()`UPDATE accounts SET online_licences = 1 WHERE id = ${w.tenant.id}`;
  // People who are signed in nowhere else.
  const [one, two] = await Promise.all([aPerson(w.tenant), aPerson(w.tenant, { name: "Deux Personne" })]);
  await signIn(page, one);
  await page.goto("/home");
  await expect(page.getByRole("region", { name: /^Today/ })).toBeVisible();

  const next = await newBrowser();
  await signIn(next, two);
  await next.goto("/meetings");
  await next.waitForURL(/\/online$/);
  await expect(next.getByRole("heading", { name: "No online licence is free" })).toBeVisible();
  await expect(
    next.getByText(/The only online licence of your organisation is taken.+Théodore Vasseur/),
  ).toBeVisible();
  await expectAccessible(next);
  await next.getByRole("button", { name: "Try again" }).click();
  await next.waitForURL(/\/online$/);
  // A second page of the same person takes none.
  const second = await page.context().newPage();
  await second.goto("/rooms");
  await expect(second.getByRole("heading", { name: /rooms/i }).first()).toBeVisible();
  await second.close();

  await page.getByRole("banner").locator("summary").click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(/\/sign-in/);
  // The page is alive once it listens.
  const listens = next.waitForEvent("websocket");
  await next.getByRole("button", { name: "Try again" }).click();
  await expect(next.getByRole("region", { name: /^Today/ })).toBeVisible();
  await listens;

  // An open page holds its licence; one whose lease was lost while it slept finds out when it is looked at.
  const beat = next.waitForResponse("**/api/online");
  await next.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  expect((await beat).status()).toBe(200);
  const full = next.getByRole("heading", { name: "No online licence is free" });
  const taken = () =>
    owner()`UPDATE online_leases SET user_id = ${w.people.invited.userId} WHERE tenant_id = ${w.tenant.id}`;
  await taken();
  await next.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(full).toBeVisible();
  // And so does whoever goes on to another page before that.
  await owner()`DELETE FROM online_leases WHERE tenant_id = ${w.tenant.id}`;
  await next.getByRole("button", { name: "Try again" }).click();
  await expect(next.getByRole("region", { name: /^Today/ })).toBeVisible();
  await taken();
  await next.getByRole("navigation").getByRole("link", { name: "Meetings" }).first().click();
  await expect(full).toBeVisible();
});

test("[D02] the last quarter of an hour of a licence is said inside, and ends nobody's conference (rule 5.4)", async ({
  page,
}) => {
  const w = await world();
  const person = await aPerson(w.tenant, { name: "Paul Temporaire", licence: await inHours(0.2) });
  const room = await aRoom(w, { people: [{ userId: person.userId, role: "moderator" }] });
  await signIn(page, person);
  await page.goto(`/c/${room.publicId}/room`);
  await page.getByRole("button", { name: "Start the conference" }).click();
  await expect(page.getByText(/Your PRO licence ends at \d\d:\d\d\. You can stay/)).toBeVisible();
  await owner()`UPDATE licences SET expires_at = app_now() - interval '1 second' WHERE user_id = ${person.userId}`;
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await page
    .getByRole("button", { name: /again|back in|enter/i })
    .first()
    .click();
  await expect(page.getByText(/You have no PRO licence/).first()).toBeVisible();
});

test("[D03, D13, D15] licences fit a phone, in the dark and in French", async ({ newBrowser }) => {
  const w = await world();
  const person = await aPerson(w.tenant, {
    name: "Jean-Baptiste de La Rochefoucauld-Liancourt",
    licence: await inHours(20),
  });
  await owner()`UPDATE users SET locale = 'fr', theme = 'dark' WHERE tenant_id = ${w.tenant.id}`;
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true, locale: "fr-FR" };
  const page = await newBrowser(options);
  await signIn(page, person);
  await page.goto("/home");
  await expect(page.getByRole("button", { name: "Prolonger de 24 heures" })).toBeVisible();
  await expectAccessible(page, { name: "home" });
  await expectNoSidewaysScroll(page, "home");
  const admin = await newBrowser(options);
  await signIn(admin, w.people.administrator);
  await admin.goto("/control/licences");
  await expect(admin.getByText(/prend une licence en ligne par personne/)).toBeVisible();
  await expectAccessible(admin, { name: "list" });
  await expectNoSidewaysScroll(admin, "list");
  await admin.getByRole("link", { name: /^Modifier Jean-Baptiste/ }).click();
  await expect(admin.getByRole("radio", { name: /^Temporaire/ })).toBeChecked();
  await expectAccessible(admin, { name: "form" });
  await expectNoSidewaysScroll(admin, "form");
  await admin.goto("/control/server");
  await expect(admin.getByLabel("Licences en ligne")).toBeVisible();
  await expectAccessible(admin, { name: "pools" });
});
