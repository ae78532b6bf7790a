import type { Page } from "@playwright/test";
import { aPrivateMeeting, aRegistration, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";

const nameOf = (page: Page) => page.locator("[name=name]");
const tab = (page: Page, name: RegExp | string) => page.getByRole("tab", { name });
const save = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Opens a part of the editor, again if the page was not yet alive when it was pressed. */
async function show(page: Page, name: string): Promise<void> {
  await expect(async () => {
    await tab(page, name).click();
    await expect(tab(page, name)).toHaveAttribute("aria-selected", "true", { timeout: 500 });
  }).toPass();
}

test("[J02-J05, J07, J09, J13, M01, N01, N02, N05] a conference begins with its type, and its tabs follow from it", async ({
  page,
}) => {
  const w = await world();
  await signIn(page, w.people.organiser);
  await page.goto("/meetings/new?kind=scheduled");
  await expect(page.getByRole("radio", { name: /^Private/ })).toBeChecked();
  await expectAccessible(page);
  await page.getByRole("radio", { name: /^Public/ }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  for (const name of ["General", "Participants", "Additional", "Registration"]) {
    await expect(tab(page, name)).toBeVisible();
  }
  await expect(page.getByText("Public, webinar").first()).toBeVisible();
  await show(page, "Registration");
  await expect(page.getByRole("switch", { name: /^Registration/ })).not.toBeChecked();
  await show(page, "General");
  await page.getByRole("radio", { name: "Room, always open" }).check();
  await expect(page.getByLabel("Date")).toBeHidden();
  await show(page, "Registration");
  await expect(page.getByText("Registration needs a date.")).toBeVisible();

  await page.goto("/meetings/new?kind=room&visibility=private");
  await expect(page.getByRole("radio", { name: "Room, always open" })).toBeChecked();
  await expect(tab(page, "Registration")).toHaveCount(0);
});

test("[J10, J11, J14, J15, M02-M05, M12-M14, N04, N06, N12, N13, N22] everything typed survives a refusal, and the first error is shown", async ({
  page,
}) => {
  const w = await world();
  await signIn(page, w.people.organiser);
  await page.goto("/meetings/new?kind=scheduled&visibility=public");
  await show(page, "Participants");
  await show(page, "General");
  await page.getByLabel("Date").fill("2027-06-14");
  await page.getByLabel(/^Start/).fill("14:00");
  await page.getByLabel("Length").selectOption("90");
  await page.getByLabel("Time zone").selectOption("Europe/Dublin");
  await expect(page.getByText(/Monday 14 June 2027, 14:00–15:30/)).toBeVisible();
  await expect(page.getByText("15:00 in Paris, your time zone")).toBeVisible();
  await page.getByLabel("Description").fill("Questions en français ou en anglais");

  await show(page, "Participants");
  const search = page.getByRole("combobox", { name: "Add people" });
  await search.fill("hannah");
  await expect(page.getByRole("option", { name: "Hannah Whitcombe" })).toBeVisible();
  await search.press("Enter");
  await page.getByLabel("Role of Hannah Whitcombe").selectOption({ label: "Moderator" });

  await show(page, "Additional");
  await page.getByRole("checkbox", { name: /^Ask for a PIN/ }).check();
  await expect(page.getByLabel("PIN", { exact: true })).toHaveValue(/^\d{6}$/);
  await page.getByLabel("PIN", { exact: true }).fill("12");
  await page.getByLabel("Location").fill("Salle Monge");
  const ownId = `toiture-${Date.now()}`;
  await page.getByLabel("Own ID").fill(ownId);

  await show(page, "Registration");
  await page.getByRole("switch", { name: /^Registration/ }).check();
  await page.getByLabel("Registration closes").selectOption({ label: "At the end" });
  await page.getByRole("spinbutton", { name: "Seats" }).fill("5");
  await page.getByRole("checkbox", { name: "Company", exact: true }).check();
  await page.getByRole("checkbox", { name: "Company is required" }).check();
  const summary = page.getByRole("complementary", { name: "Summary" });
  await expect(summary.getByText("The PIN needs 4 to 8 digits")).toBeVisible();

  await save(page, "Create conference");
  // Two answers are wrong; the first of them is in another tab.
  await expect(nameOf(page)).toBeFocused();
  await expect(tab(page, /^General/)).toHaveAttribute("aria-selected", "true");
  await expect(tab(page, /^Additional.*1 answer needs attention/)).toBeVisible();
  await expectAccessible(page);
  const refusal = page.getByRole("alert").filter({ hasText: "need" });
  await expect(refusal).toContainText("Name");
  // What is typed anew is not called wrong any more, neither at the top nor at the field.
  await nameOf(page).fill("Journée toiture");
  await expect(refusal).not.toContainText("Name");
  await expect(nameOf(page)).not.toHaveAttribute("aria-invalid", "true");
  await summary.getByRole("button", { name: "The PIN needs 4 to 8 digits" }).click();
  await expect(page.getByLabel("PIN", { exact: true })).toBeFocused();
  await page.getByLabel("PIN", { exact: true }).fill("4821");
  await expect(refusal).toHaveCount(0);
  await save(page, "Create conference");
  await expect(page).toHaveURL(/\/meetings\?c=/);

  const [row] = await owner()`
    SELECT c.name, c.location, c.description, c.seat_limit, s.local_start::text, s.time_zone, s.duration_min,
      f.closing, f.auto_close, n.public_id,
      ARRAY(SELECT standard_key FROM registration_form_fields x WHERE x.conference_id = c.id ORDER BY position) AS fields,
      (SELECT role FROM participants p WHERE p.conference_id = c.id AND p.user_id = ${w.people.member.userId}) AS role
    FROM conferences c JOIN schedule_segments s ON s.conference_id = c.id
      JOIN registration_forms f ON f.conference_id = c.id JOIN conference_numbers n ON n.conference_id = c.id
    WHERE c.owner_id = ${w.people.organiser.userId}`;
  expect(row).toMatchObject({
    name: "Journée toiture",
    location: "Salle Monge",
    description: "Questions en français ou en anglais",
    seat_limit: 5,
    local_start: "2027-06-14 14:00:00",
    time_zone: "Europe/Dublin",
    duration_min: 90,
    closing: "at_end",
    auto_close: true,
    public_id: ownId,
    fields: ["first_name", "last_name", "email", "company"],
    role: "moderator",
  });
});

test("of two people editing, the second sees both versions and loses nothing", async ({ newBrowser }) => {
  const w = await world();
  const { id } = await aPrivateMeeting(w);
  const [first, second] = [await newBrowser(), await newBrowser()];
  await signIn(first, w.people.administrator);
  await signIn(second, w.people.organiser);
  for (const page of [first, second]) {
    await page.goto(`/meetings/${id}/edit`);
    await show(page, "Participants");
    await show(page, "General");
  }
  await first.getByLabel("Description").fill("Texte de Théodore");
  await nameOf(first).fill("Nom de Théodore");
  await save(first, "Save changes");
  await expect(first).toHaveURL(/\/meetings\?c=/);

  await nameOf(second).fill("Nom de Maëlle");
  await show(second, "Additional");
  await second.getByLabel("Location").fill("Salle Monge");
  await save(second, "Save changes");
  const choice = second.getByRole("region", { name: "Somebody else saved first" });
  const both = choice.getByRole("group", { name: "Name" });
  await expect(both.getByRole("radio", { name: /Yours.*Nom de Maëlle/ })).toBeChecked();
  await expect(both.getByRole("radio", { name: /Théodore Vasseur.*Nom de Théodore/ })).not.toBeChecked();
  // Only the other one wrote it, so it is proposed.
  const description = choice.getByRole("group", { name: "Description" });
  await expect(description.getByRole("radio", { name: /Texte de Théodore/ })).toBeChecked();
  await expectAccessible(second);
  await choice.getByRole("button", { name: "Save these choices" }).click();
  await expect(second).toHaveURL(/\/meetings\?c=/);
  const [row] = await owner()`SELECT name, description, location FROM conferences WHERE id = ${id}`;
  expect(row).toEqual({ name: "Nom de Maëlle", description: "Texte de Théodore", location: "Salle Monge" });
});

test("[M05] the form is fixed, leaving with changes asks first, and cancelling says how many are told", async ({
  page,
}) => {
  const w = await world();
  const webinar = await aWebinar(w);
  await aRegistration(webinar);
  await signIn(page, w.people.organiser);
  await page.goto(`/meetings/${webinar.id}/edit`);
  await show(page, "General");
  await show(page, "Registration");
  await expect(page.getByText("The fields were fixed when the conference was created")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Company" })).toHaveCount(0);
  await show(page, "General");
  await nameOf(page).fill("Changé");
  await page.getByRole("link", { name: "Cancel", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stay on this page" }).click();
  await expect(nameOf(page)).toHaveValue("Changé");
  await page.getByRole("button", { name: "Cancel conference" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByText("3 people get a mail.")).toBeVisible();
  await question.getByRole("button", { name: "Cancel for 3 people" }).click();
  await expect(page.getByText("is cancelled.")).toBeVisible();
  await page.goto(`/meetings/${webinar.id}/edit`);
  await expect(page.getByRole("heading", { name: "You cannot change this" })).toBeVisible();
});

test("[J01, A09] without the right the page names it and who can give it", async ({ page }) => {
  const w = await world();
  await signIn(page, w.people.member);
  await page.goto("/meetings/new");
  await expect(page.getByText("You need the right to create conferences.")).toBeVisible();
  await expect(page.getByText(/Théodore Vasseur/)).toBeVisible();
  await expectAccessible(page);
});

test("the editor works on a phone, in French, in the dark, and without scripts", async ({ newBrowser }) => {
  const w = await world();
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
  const page = await newBrowser({ ...phone, colorScheme: "dark", locale: "fr-FR" });
  await signIn(page, w.people.organiser);
  await page.goto("/meetings/new?kind=scheduled&visibility=public&lang=fr");
  for (const name of ["Participants", "Complément", "Inscription", "Général"]) {
    await show(page, name);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await nameOf(page).fill("Réunion du lundi");
  await page.getByRole("main").getByRole("button", { name: "Créer", exact: true }).click();
  await expect(page).toHaveURL(/\/meetings\?c=/);

  const plain = await newBrowser({ javaScriptEnabled: false });
  await signIn(plain, w.people.organiser);
  await plain.goto("/meetings/new?kind=scheduled&visibility=private");
  await plain.getByLabel("Location").fill("Salle Monge");
  await plain.getByLabel("Choose one or several people").selectOption({ label: "Hannah Whitcombe" });
  await save(plain, "Create conference");
  await expect(plain.getByRole("alert")).toContainText("Name");
  await expect(plain.getByLabel("Location")).toHaveValue("Salle Monge");
  await expect(plain.getByLabel("Role of Hannah Whitcombe")).toBeVisible();
  await nameOf(plain).fill("Sans script");
  await save(plain, "Create conference");
  await expect(plain).toHaveURL(/\/meetings\?c=/);
});
