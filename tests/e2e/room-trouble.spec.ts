import type { Page } from "@playwright/test";
import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { historyOf } from "../support/live";
import { type Person, type World, world } from "../support/world";
import { expect, expectAccessible, forgive, signIn, test } from "./support/browser";
import { hardware, withLooseDevices } from "./support/hardware";
import { enter, expectMovingPictures } from "./support/room";

const tileOf = (page: Page, name: string) => page.locator("li[data-participant]").filter({ hasText: name });
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();

async function goesIn(page: Page, person: Person, publicId: string) {
  await signIn(page, person);
  await page.goto(`/c/${publicId}/room`);
  await enter(page);
}

async function participantOf(conferenceId: string, person: Person): Promise<string> {
  const [row] = await owner()<{ id: string }[]>`
    SELECT id FROM participants WHERE conference_id = ${conferenceId} AND user_id = ${person.userId}`;
  return row?.id ?? "";
}

/** As if 45 seconds had passed since the last heartbeat of one device. */
const endLease = (participantId: string) => owner()`UPDATE device_leases
  SET lease_expires_at = app_clock() - interval '1 s' WHERE participant_id = ${participantId}`;

/** Like a crash: no word to the server, no goodbye. */
async function crash(page: Page) {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // Nobody is left to answer.
  void session.send("Page.crash").catch(() => {});
  await crashed;
}

let w: World;
test.beforeEach(async () => {
  w = await world();
});

test("[Z22] cut off: told on both sides, given up after the lease, and back as before without a reload (R-14)", async ({
  page,
  newBrowser,
  faults,
}) => {
  test.setTimeout(150_000);
  const { moderator, organiser } = w.people;
  const room = await aRoom(w);
  await goesIn(page, organiser, room.publicId);
  const other = await newBrowser();
  await goesIn(other, moderator, room.publicId);
  await expectMovingPictures(page, 2);
  await press(other, "Turn microphone off");
  await expect(tileOf(page, moderator.name)).toContainText("Microphone is off");
  await other.evaluate(() => Object.assign(window, { isSamePage: true }));

  await other.context().setOffline(true);
  await expect(other.getByText("No connection to the server. Trying again…")).toBeVisible();
  await expectAccessible(other);
  await press(page, "Turn microphone off");
  const id = await participantOf(room.id, moderator);
  await endLease(id);
  await expect(tileOf(page, moderator.name)).toHaveCount(0, { timeout: 30_000 });

  await other.context().setOffline(false);
  await expect(tileOf(page, moderator.name)).toContainText("moderator");
  await expect(tileOf(page, moderator.name)).toContainText("Microphone is off");
  await expect(other.getByText("No connection to the server. Trying again…")).toHaveCount(0);
  await expect(tileOf(other, organiser.name)).toContainText("Microphone is off");
  for (const who of [page, other]) await expectMovingPictures(who, 2);
  expect(await other.evaluate(() => "isSamePage" in window)).toBe(true);
  expect((await historyOf(id)).map((entry) => entry.kind)).toEqual(["joined", "lapsed", "joined"]);
  forgive(faults, /ERR_INTERNET_DISCONNECTED|WebSocket connection to .+ failed/);
});

test("[I01] the owner's browser dies: the others see it and go on, and the owner comes back with every right (R-15)", async ({
  page,
  newBrowser,
}) => {
  test.setTimeout(150_000);
  const { organiser, moderator, invited } = w.people;
  const room = await aRoom(w);
  await goesIn(page, organiser, room.publicId);
  const [first, second] = [await newBrowser(), await newBrowser()];
  await goesIn(first, moderator, room.publicId);
  await goesIn(second, invited, room.publicId);
  await expectMovingPictures(first, 3);

  await crash(page);
  await expect(tileOf(first, organiser.name)).toContainText("Reconnecting…", { timeout: 20_000 });
  await expect(tileOf(first, organiser.name)).toContainText("Connection lost", { timeout: 20_000 });
  await expectAccessible(first);
  await endLease(await participantOf(room.id, organiser));
  for (const who of [first, second]) {
    await expect(tileOf(who, organiser.name)).toHaveCount(0, { timeout: 30_000 });
    await expectMovingPictures(who, 2);
  }

  const again = await newBrowser();
  await goesIn(again, organiser, room.publicId);
  await expectMovingPictures(again, 3);
  await press(again, "More");
  await expect(again.getByRole("menuitem", { name: "End for everybody" })).toBeVisible();
});

test("[I02] a device pulled out or forbidden: one is told and offered the way on, and the others see it", async ({
  page,
  newBrowser,
}) => {
  test.setTimeout(150_000);
  const { organiser, invited } = w.people;
  const room = await aRoom(w);
  await withLooseDevices(page);
  await goesIn(page, organiser, room.publicId);
  const other = await newBrowser();
  await goesIn(other, invited, room.publicId);
  await expectMovingPictures(other, 2);
  const mine = tileOf(other, organiser.name);
  await expect(mine).not.toContainText("Microphone is off");

  // Another microphone takes over by itself; nobody else notices.
  await hardware(page, "unplug", "audio");
  await expect(page.getByText(/^“.+” is gone\. You are heard through “.+”\.$/)).toBeVisible();
  await expect(mine).not.toContainText("Microphone is off");

  // There is no other camera. The one that was pulled out goes on as soon as it is back.
  await hardware(page, "unplug", "video");
  const lost = page.getByText(/^“.+” is gone\. No camera found\./);
  await expect(lost).toBeVisible();
  await expect(lost.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(mine.locator("video")).toHaveCount(0);
  await expectAccessible(page);
  await hardware(page, "plugIn");
  await expect(lost).toHaveCount(0);
  await expectMovingPictures(other, 2);

  // The permission is taken back beside the address, asked for in vain, and given again.
  await hardware(page, "permit", "audio", "denied");
  const denied = page.getByText("The browser blocks the microphone. Allow it beside the address");
  await expect(denied).toBeVisible();
  await expect(mine).toContainText("Microphone is off");
  await denied.getByRole("button", { name: "Try again" }).click();
  await expect(denied).toBeVisible();
  await hardware(page, "permit", "audio", "granted");
  await expect(denied).toHaveCount(0);
  await expect(mine).not.toContainText("Microphone is off");
  await expect(page.getByRole("button", { name: "Turn microphone off" })).toBeVisible();
});
