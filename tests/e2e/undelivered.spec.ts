import { aRegistration, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { expect, expectAccessible, signIn, test } from "./support/browser";
import { until } from "./support/server";

test("the owner sees that a mail was refused, and sends it again (R-16)", async ({ page }) => {
  const w = await world();
  const webinar = await aWebinar(w);
  const guest = await aRegistration(webinar, "jeanne@orange.example");
  const mailOf = async () => {
    const rows = await owner()<{ state: string }[]>`SELECT state FROM mail_messages
      WHERE entity_id = ${guest.participantId} ORDER BY created_at DESC, id DESC`;
    return rows.map(({ state }) => state);
  };
  await until(async () => (await mailOf())[0] === "sent", "the confirmation");
  await owner()`UPDATE mail_messages SET state = 'failed', transport = 'smtp', reply = '550 No such user here'
    WHERE entity_id = ${guest.participantId}`;

  await signIn(page, w.people.organiser);
  await page.goto(`/meetings/${webinar.id}/analytics`);
  await page.getByText("The mail to 1 person on the list could not be delivered.").waitFor();
  await page.getByRole("link", { name: "Show who" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.locator("tbody tr").getByText("Mail not delivered")).toBeVisible();
  await page.getByRole("link", { name: /^Jeanne Martin/ }).click();
  const person = page.getByRole("dialog", { name: /^Jeanne Martin/ });
  await expect(person.getByText("550 No such user here")).toBeVisible();
  await expectAccessible(page);
  await person.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("A new mail to Jeanne Martin is on its way.")).toBeVisible();
  await until(async () => (await mailOf()).join() === "sent,failed", "the second mail");
  await page.goto(`/meetings/${webinar.id}/analytics`);
  await expect(page.locator("tbody").getByText("Jeanne Martin")).toBeVisible();
  await expect(page.getByText("Mail not delivered")).toHaveCount(0);
});
