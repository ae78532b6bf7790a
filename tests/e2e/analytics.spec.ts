import type { Page } from "@playwright/test";
import { aSessionOf, participantOf, walkIns } from "../support/attendance";
import { aRegistration, aWebinar } from "../support/conferences";
import { type World, world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";

/** A webinar that is going on: the organiser is in, one guest came and left, sixty others only said they would. */
async function prepared() {
  const w = await world();
  const webinar = await aWebinar(w, { startsInMinutes: -5 });
  const jeanne = await aRegistration(webinar, "jeanne@orange.example");
  await walkIns(
    webinar,
    Array.from({ length: 60 }, (_, i) => ({
      name: `Visiteur ${String(i).padStart(2, "0")}`,
      addedAt: new Date(Date.now() - (i + 1) * 3_600_000),
    })),
  );
  const session = await aSessionOf(webinar);
  await session.join(await participantOf(webinar, w.people.organiser.userId));
  await session.join(jeanne.participantId);
  await session.leave(jeanne.participantId);
  return { w, path: `/meetings/${webinar.id}/analytics` };
}

async function open(page: Page, w: World, path: string): Promise<void> {
  await signIn(page, w.people.organiser);
  await page.goto(path);
}

const body = (page: Page) => page.locator("tbody tr");

test("[T05, T08, T10, T13-T18] the organiser searches, filters and pages the list, and looks at one person", async ({
  page,
}) => {
  const { w, path } = await prepared();
  await open(page, w, path);
  await expect(page.getByRole("link", { name: "Participants’ entries 64" })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await expect(body(page)).toHaveCount(50);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(body(page)).toHaveCount(14);
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(body(page)).toHaveCount(50);

  await page.getByRole("link", { name: "Name", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");

  await page.getByRole("link", { name: "Show filters" }).click();
  await page.getByRole("radio", { name: "Guests", exact: true }).check();
  await page.getByRole("radio", { name: "Joined", exact: true }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(body(page)).toHaveCount(1);
  await expect(page.getByText("1 match", { exact: true })).toBeVisible();
  await page.getByRole("list", { name: "Active filters" }).getByRole("link", { name: "Joined" }).click();
  await expect(page.getByText("61 matches")).toBeVisible();

  await page.getByRole("searchbox", { name: "Name or e-mail" }).fill("nobody of this name");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Nobody matches" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Clear filters" }).last().click();
  await expect(body(page)).toHaveCount(50);

  await page.getByRole("searchbox", { name: "Name or e-mail" }).fill("jeanne@");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /^Jeanne Martin/ }).click();
  const person = page.getByRole("dialog", { name: /^Jeanne Martin/ });
  await expect(person.getByRole("heading", { name: "Answers of the registration" })).toBeVisible();
  await expect(person.getByText("jeanne@orange.example").first()).toBeVisible();
  await expect(person.getByRole("heading", { name: "Entries and exits" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(person).toBeHidden();
  await expect(body(page)).toHaveCount(1);
});

test("[T20, T21, T25] a period, the chart with its table, and the history of connections", async ({
  page,
}) => {
  const { w, path } = await prepared();
  await open(page, w, path);
  await page.getByRole("link", { name: "Added", exact: true }).first().click();
  await expect(page.locator(".recharts-bar-rectangle").first()).toBeVisible();
  await page.getByRole("link", { name: "Table" }).click();
  const figures = page.getByRole("table", { name: "Added to the list" });
  await expect(figures.getByRole("columnheader")).toHaveText(["Time", "Users", "Guests", "Total"]);
  const totals = await figures.locator("tbody td:last-child").allTextContents();
  expect(totals.reduce((sum, text) => sum + Number(text), 0)).toBe(64);
  await page.getByRole("link", { name: "Hide chart" }).click();
  await expect(figures).toBeHidden();
  await page.getByRole("link", { name: "Show chart" }).click();
  await expect(page.getByRole("heading", { name: "People in the conference" })).toBeVisible();

  await page.getByRole("link", { name: /^Connection history/ }).click();
  await expect(body(page)).toHaveCount(3);
  await expect(page.getByRole("link", { name: "Export all 3 lines (CSV)" })).toBeVisible();

  await page.locator("summary", { hasText: "Period" }).click();
  await page.getByLabel("From").fill("2020-01-01T00:00");
  await page.getByLabel("To", { exact: true }).fill("2020-01-02T00:00");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page.getByRole("heading", { name: "No entry or exit matches" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Export 0 lines of the period (CSV)" })).toBeVisible();
  await expectAccessible(page);
});

test("the page needs no scripts, and nothing scrolls sideways on a phone", async ({ newBrowser }) => {
  const { w, path } = await prepared();
  const phone = await newBrowser({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await open(phone, w, `${path}?filters=1`);
  await phone.getByLabel("Order").selectOption("name_asc");
  await phone.getByRole("radio", { name: "Did not join" }).check();
  await phone.getByRole("button", { name: "Apply filters" }).click();
  await expect(phone).toHaveURL(/joined=no/);
  const people = phone.getByRole("list", { name: "Participants" });
  await expect(people.getByRole("listitem")).toHaveCount(50);
  await people.getByRole("link").first().click();
  await expect(phone.getByRole("complementary").getByText("Did not join.")).toBeVisible();
  await expectNoSidewaysScroll(phone);
});
