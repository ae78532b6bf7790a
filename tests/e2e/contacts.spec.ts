import { randomUUID } from "node:crypto";
import { aCallString, aContact } from "../support/contacts";
import { owner } from "../support/database";
import { world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";

test("[A04, H03, H04, W08-W10] with keys alone one keeps people and call strings, changes them and takes a deletion back", async ({
  page,
}) => {
  const w = await world();
  await signIn(page, w.people.organiser);
  await page.goto("/people");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "My contacts" }).press("Enter");
  await page.waitForURL(/\/people\/contacts$/);
  await expect(main.getByRole("heading", { name: "No contacts yet" })).toBeVisible();
  await main.getByRole("link", { name: "Add person" }).press("Enter");
  await page.waitForURL(/\/contacts\/new$/);

  // What is wrong stands at its field, and nothing that was typed is lost.
  await page.getByRole("textbox", { name: "Name" }).fill("Élodie Garnier");
  await page.getByRole("textbox", { name: "E-mail", exact: true }).fill("elodie@example.org");
  await page.getByRole("button", { name: "Add another e-mail" }).press("Enter");
  const second = page.getByRole("textbox", { name: "E-mail 2" });
  await expect(second).toBeFocused();
  await second.fill("elodie@");
  await page.getByRole("textbox", { name: "Phone" }).fill("06 39 98 14 27");
  await page.getByRole("button", { name: "Save contact" }).press("Enter");
  await expect(second).toBeFocused();
  await expect(second).toHaveAccessibleDescription(/not a complete e-mail address/);
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Élodie Garnier");
  await expectAccessible(page, { name: "form with an error" });
  await second.fill("garnier@example.org");
  await second.press("Enter");
  await page.waitForURL(/\/people\/contacts\?/);
  await expect(page.getByText("Élodie Garnier is in your contacts")).toBeVisible();
  const row = (name: string) => main.getByRole("row", { name: new RegExp(name) });
  await expect(row("Élodie").getByRole("link", { name: "garnier@example.org" })).toHaveAttribute(
    "href",
    "mailto:garnier@example.org",
  );

  // A call string says what it lacks, and can be copied.
  await main.getByRole("link", { name: "Add call string" }).press("Enter");
  await page.waitForURL(/kind=call_string/);
  await page.getByRole("textbox", { name: "Name" }).fill("Boardroom");
  const callString = page.getByRole("textbox", { name: "Call string" });
  await callString.fill("board@example.org");
  await callString.press("Enter");
  await expect(callString).toHaveAccessibleDescription(/Begin with sip:/);
  await callString.fill("SIP:board@Example.org");
  await callString.press("Enter");
  await page.waitForURL(/\/people\/contacts\?/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await row("Boardroom").getByRole("button", { name: "Copy call string of Boardroom" }).press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("sip:board@example.org");
  await expectAccessible(page, { name: "list" });

  // Changed, found, deleted and taken back.
  await main.getByRole("link", { name: "Edit Boardroom" }).press("Enter");
  await expect(callString).toHaveValue("sip:board@example.org");
  await page.getByRole("textbox", { name: "Name" }).fill("Boardroom, Dublin");
  await page.getByRole("button", { name: "Save contact" }).press("Enter");
  await expect(row("Boardroom, Dublin")).toBeVisible();
  const search = main.getByRole("searchbox", { name: "Search my contacts" });
  await search.fill("elod");
  await search.press("Enter");
  await page.waitForURL(/q=elod/);
  await expect(row("Boardroom")).toHaveCount(0);
  await expect(main.getByRole("link", { name: "My contacts 1" })).toBeVisible();
  await expect(main.getByRole("link", { name: "Directory 0" })).toBeVisible();
  await main.getByRole("button", { name: "Delete Élodie Garnier" }).press("Enter");
  await expect(row("Élodie")).toHaveCount(0);
  await expect(page.getByText("Élodie Garnier is deleted")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(row("Élodie")).toBeVisible();
  const rows = await owner()`SELECT display_name FROM contacts
    WHERE owner_id = ${w.people.organiser.userId} AND deleted_at IS NULL ORDER BY 1`;
  expect(rows.map((each) => each.display_name)).toEqual(["Boardroom, Dublin", "Élodie Garnier"]);
});

test("[H05, W08] without the right there is only the directory, which says why and who can change it", async ({
  page,
}) => {
  const w = await world();
  const contactId = await aContact(w.actors.organiser);
  await signIn(page, w.people.member);
  await page.goto("/people");
  const main = page.getByRole("main");
  const reason = "You need the right to edit the address book. Théodore Vasseur can give it to you.";
  await expect(main.getByText(reason)).toBeVisible();
  await expect(main.getByRole("row", { name: /Karim Bouzidi/ })).toBeVisible();
  await expect(main.getByRole("link", { name: /contacts|add/i })).toHaveCount(0);
  await expectAccessible(page);
  for (const path of ["/people/contacts", "/people/contacts/new"]) {
    await page.goto(path);
    await expect(main.getByText(reason)).toBeVisible();
    await expect(main.getByRole("textbox")).toHaveCount(0);
  }
  for (const id of [contactId, randomUUID()]) {
    expect((await page.goto(`/people/contacts/${id}`))?.status()).toBe(404);
  }
  // The list of rights says what the right means.
  await page.goto("/profile");
  await main.getByText(/rights not given/).click();
  await expect(main.getByText("Edit the address book")).toBeVisible();
  await expect(main.getByText("Keep contacts of one’s own")).toBeVisible();
});

test("[A04, W09, W10] the address book fits a phone, in the dark and in French", async ({ newBrowser }) => {
  const w = await world();
  await aContact(w.actors.organiser, {
    displayName: "Jean-Baptiste de La Rochefoucauld-Liancourt",
    emails: ["jean-baptiste.de-la-rochefoucauld-liancourt@communaute-de-communes.example.org"],
    phones: ["+33 2 40 12 34 56", "06 39 98 14 27"],
    note: "Préfère le matin",
  });
  await aCallString(w.actors.organiser, "Caméra", `rtsp://camera.example.org:554/${"flux-".repeat(20)}1`);
  await owner()`UPDATE users SET locale = 'fr', theme = 'dark' WHERE id = ${w.people.organiser.userId}`;
  const page = await newBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: "fr-FR" });
  await signIn(page, w.people.organiser);
  await page.goto("/people/contacts");
  await expect(page.getByRole("link", { name: "Ajouter une personne" })).toBeVisible();
  await expectAccessible(page, { name: "list" });
  await expectNoSidewaysScroll(page, "list");
  await page.getByRole("link", { name: /^Modifier Jean-Baptiste/ }).click();
  await expect(page.getByRole("textbox", { name: "Téléphone 2" })).toHaveValue("06 39 98 14 27");
  await expectAccessible(page, { name: "form" });
  await expectNoSidewaysScroll(page, "form");
});
