import type { Page } from "@playwright/test";
import { owner } from "../support/database";
import { world } from "../support/world";
import { expect, expectAccessible, signIn, test } from "./support/browser";
import { download } from "./support/files";
import { enter, expectMovingPictures } from "./support/room";

async function register(page: Page, publicId: string, [first, last, email]: [string, string, string]) {
  await page.goto(`/c/${publicId}`);
  await page
    .getByRole("link", { name: /^(Sign up|S’inscrire)$/ })
    .first()
    .click();
  await page.getByLabel(/^(First name|Prénom)/).fill(first);
  await page.getByLabel(/^(Last name|Nom)/).fill(last);
  await page.getByLabel(/^E-mail/).fill(email);
  await page.getByRole("button", { name: /^(Sign up|S’inscrire)$/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(first);
}

/** The personal link in the mail to the address, as the administrator's mailbox shows it. */
async function linkFromMailbox(page: Page, email: string): Promise<string> {
  await expect(async () => {
    await page.goto("/control/mailbox");
    await page.getByRole("link").filter({ hasText: email }).first().click({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await page.waitForURL(/\/control\/mailbox\/.+/);
  const text = await page.getByRole("main").innerText();
  const link = /https?:\/\/\S+\/j\/[\w-]+/.exec(text)?.[0];
  if (!link) throw new Error(`no personal link in: ${text}`);
  return link;
}

test("[J01-J03, J05, N03, N04, N25, Z01, Z12, Z14, Z17, Z19, Z21, Z22, T02, T08, T25] one webinar from sign-in to goodbye", async ({
  page,
  newBrowser,
}) => {
  test.setTimeout(300_000);
  const { people } = await world();

  // The organiser plans a public conference with a seat limit.
  await signIn(page, people.organiser);
  await page.goto("/home");
  await page.getByRole("link", { name: "New conference" }).first().click();
  await page.getByText("Public, webinar").click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Vendre le surplus de sa toiture");
  await page.getByRole("tab", { name: "Registration" }).click();
  await page.getByRole("switch", { name: "Registration" }).check();
  await page.getByLabel("Registration closes").selectOption("at_end");
  await page.getByRole("spinbutton", { name: "Seats" }).fill("4");
  await page.getByRole("button", { name: "Create conference" }).click();
  await page.waitForURL(/[?&]c=/);
  const [conference] = await owner()<{ id: string; public_id: string }[]>`
    SELECT c.id, n.public_id FROM conferences c JOIN conference_numbers n ON n.conference_id = c.id
    WHERE c.tenant_id = ${people.organiser.tenantId} AND c.owner_id = ${people.organiser.userId}`;
  const { id, public_id: publicId } = conference ?? { id: "", public_id: "" };

  // Two strangers register, in French and in English, and get a mail with a personal link.
  const camille = await newBrowser({ locale: "fr-FR" });
  const declan = await newBrowser();
  await register(camille, publicId, ["Camille", "Roussel", "camille@example.org"]);
  await expect(
    camille.getByText("c…e@example.org", { exact: false }).or(camille.getByText(/c\S*@example\.org/)),
  ).toBeVisible();
  expect(await camille.content()).not.toContain("/j/");
  await register(declan, publicId, ["Declan", "Byrne", "declan@example.org"]);
  const administrator = await newBrowser();
  await signIn(administrator, people.administrator);
  const camillesLink = await linkFromMailbox(administrator, "camille@example.org");
  const declansLink = await linkFromMailbox(administrator, "declan@example.org");
  expect(camillesLink).not.toBe(declansLink);

  // The organiser opens the conference; the guests come in by their links. Everybody sees everybody move.
  await page.goto(`/c/${publicId}/room`);
  await expect(page.getByRole("button", { name: "Start the conference" })).toBeVisible();
  await expectAccessible(page);
  await enter(page);
  for (const [guest, link] of [
    [camille, camillesLink],
    [declan, declansLink],
  ] as const) {
    await guest.goto(link);
    await guest.getByRole("button", { name: /^(Join|Rejoindre|Vers l’entrée|To the entrance)$/ }).click();
    await guest.waitForURL(/\/room$/);
    expect(guest.url()).not.toContain("/j/");
    await enter(guest);
  }
  for (const person of [page, camille, declan]) await expectMovingPictures(person, 3);
  await expectAccessible(page);

  // Camille's telephone takes over; the computer says so and does not fight back.
  const phone = await newBrowser({
    locale: "fr-FR",
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  await phone.goto(camillesLink);
  await phone.getByRole("button", { name: /^(Join|Rejoindre)$/ }).click();
  await phone.waitForURL(/\/room$/);
  await enter(phone);
  await expect(camille.getByRole("heading", { name: "Connecté sur un autre appareil" })).toBeVisible({
    timeout: 2000,
  });
  await expectMovingPictures(page, 3);
  await expectMovingPictures(phone, 3);

  // Declan's browser crashes without a goodbye: he leaves at the end of his lease.
  const session = await declan.context().newCDPSession(declan);
  await Promise.race([session.send("Page.crash").catch(() => undefined), declan.waitForEvent("crash")]);
  const [lease] = await owner()<{ lease_expires_at: Date }[]>`
    SELECT d.lease_expires_at FROM device_leases d JOIN participants p ON p.id = d.participant_id
    WHERE p.conference_id = ${id} AND p.email = 'declan@example.org'`;
  const lapsed = () => owner()<{ occurred_at: Date }[]>`
    SELECT e.occurred_at FROM connection_events e JOIN participants p ON p.id = e.participant_id
    WHERE e.conference_id = ${id} AND e.kind = 'lapsed' AND p.email = 'declan@example.org'`;
  await expect.poll(async () => (await lapsed()).length, { timeout: 90_000 }).toBe(1);
  expect((await lapsed())[0]?.occurred_at.getTime()).toBe(lease?.lease_expires_at.getTime());
  await expect(page.locator("li[data-participant]")).toHaveCount(2, { timeout: 20_000 });

  // The organiser ends it for everybody.
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "End for everybody" }).click();
  await page.getByRole("button", { name: "End for 2 people" }).click();
  await expect(page.getByRole("heading", { name: "The conference has ended" })).toBeVisible();
  await expect(phone.getByRole("heading", { name: "La conférence est terminée" })).toBeVisible({
    timeout: 20_000,
  });

  // Afterwards the organiser sees who registered, who came and when, and saves it.
  await expect(phone.getByRole("link", { name: "Voir qui est venu" })).toHaveCount(0);
  await page.getByRole("link", { name: "See who came" }).click();
  await page.waitForURL(/\/analytics/);
  const main = page.getByRole("main");
  await expect(main.getByText("Camille Roussel").first()).toBeVisible();
  await expect(main.getByText("declan@example.org").first()).toBeVisible();
  const entries = await download(page, /^Export all 3 lines/);
  expect(entries.map((row) => row.Name ?? row.name)).toEqual(
    expect.arrayContaining(["Camille Roussel", "Declan Byrne"]),
  );
  await page.getByRole("link", { name: /Connection history/ }).click();
  await expect(main.getByText("Connection lost").first()).toBeVisible();
  await expect(main.getByText("Changed device").first()).toBeVisible();
});
