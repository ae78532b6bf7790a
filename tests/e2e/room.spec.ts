import type { Page } from "@playwright/test";
import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, test } from "./support/browser";
import { enter, expectMovingPictures } from "./support/room";

const tileOf = (page: Page, name: string) => page.locator("li[data-participant]").filter({ hasText: name });

/** Lets the test look at the connections that the page makes. */
const rememberConnections = (page: Page) =>
  page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    Object.assign(window, { connections: made });
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
  });

/** Whether sound that arrives may be played: a receiver's track is closed while the roster says muted. */
const mayHear = (page: Page) =>
  page.evaluate(() => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    return connections
      .filter((pc) => pc.connectionState === "connected")
      .flatMap((pc) => pc.getReceivers())
      .filter((receiver) => receiver.track.kind === "audio")
      .map((receiver) => receiver.track.enabled);
  });

const generationsOf = async (conferenceId: string, userId: string) => {
  const rows = await owner()<{ kind: string; generation: number }[]>`
    SELECT e.kind, e.generation FROM connection_events e JOIN participants p ON p.id = e.participant_id
    WHERE e.conference_id = ${conferenceId} AND p.user_id = ${userId} ORDER BY e.occurred_at`;
  return rows.map((row) => row.kind);
};

test("[I01, I02, Z21, Z22] a meeting of two: muted, reloaded, taken over, taken back, left", async ({
  page,
  newBrowser,
}) => {
  test.setTimeout(240_000);
  const w = await world();
  const room = await aRoom(w);
  await signIn(page, w.people.organiser);
  await rememberConnections(page);
  await page.goto(`/c/${room.publicId}/room`);
  await enter(page);

  const guest = await newBrowser({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await signIn(guest, w.people.invited);
  await guest.goto(`/c/${room.publicId}/room`);
  await expectNoSidewaysScroll(guest);
  await expectAccessible(guest);
  await enter(guest);
  await expectMovingPictures(page, 2);
  await expectMovingPictures(guest, 2);
  await expectNoSidewaysScroll(guest);

  // Muted: the others see it, and their browsers play nothing whatever still arrives (T-25).
  await expect.poll(() => mayHear(page)).toEqual([true]);
  await guest.getByRole("button", { name: "Turn microphone off" }).click();
  await expect(tileOf(page, w.people.invited.name)).toContainText("Microphone is off");
  await expect.poll(() => mayHear(page)).toEqual([false]);
  await guest.getByRole("button", { name: "Turn microphone on" }).click();
  await expect.poll(() => mayHear(page)).toEqual([true]);
  await guest.getByRole("button", { name: "Turn camera off" }).click();
  await expect(tileOf(page, w.people.invited.name).locator("video")).toHaveCount(0);
  await guest.getByRole("button", { name: "Turn camera on" }).click();
  await expectMovingPictures(page, 2);

  await page.getByRole("button", { name: /^People/ }).click();
  await expect(page.getByRole("complementary").getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page);

  // A reload goes straight back in and is no second device.
  await guest.reload();
  await expectMovingPictures(guest, 2);
  await expectMovingPictures(page, 2);
  expect(await generationsOf(room.id, w.people.invited.userId)).toEqual(["joined"]);

  // A computer takes over; the telephone says so and comes back only when asked to.
  const computer = await newBrowser();
  await signIn(computer, w.people.invited);
  await computer.goto(`/c/${room.publicId}/room`);
  await expect(computer.getByText("Entering here disconnects it")).toBeVisible();
  await enter(computer);
  await expect(guest.getByRole("heading", { name: "Connected on another device" })).toBeVisible({
    timeout: 2000,
  });
  await expectAccessible(guest);
  await expectMovingPictures(page, 2);
  await guest.getByRole("button", { name: "Continue here" }).click();
  await expect(computer.getByRole("heading", { name: "Connected on another device" })).toBeVisible();
  await expectMovingPictures(guest, 2);
  await expectMovingPictures(page, 2);
  expect(await generationsOf(room.id, w.people.invited.userId)).toEqual([
    "joined",
    "taken_over",
    "taken_over",
  ]);

  await guest.getByRole("button", { name: "Leave" }).click();
  await expect(guest.getByRole("heading", { name: "You have left" })).toBeVisible();
  await expect(page.locator("li[data-participant]")).toHaveCount(1);
  expect(await generationsOf(room.id, w.people.invited.userId)).toContain("left");
});

test("[I01] without camera and microphone one is told why, enters and is seen by name", async ({
  page,
  newBrowser,
}) => {
  test.setTimeout(120_000);
  const w = await world();
  const room = await aRoom(w);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
  });
  await signIn(page, w.people.organiser);
  await page.goto(`/c/${room.publicId}/room`);
  await expect(page.getByText("No microphone found. You can enter and listen.")).toBeVisible();
  await expect(page.getByText("No camera found. You can enter without one.").first()).toBeVisible();
  await expectAccessible(page);
  await enter(page);
  await expect(page.locator("li[data-participant] video")).toHaveCount(0);

  const guest = await newBrowser();
  await signIn(guest, w.people.invited);
  await guest.goto(`/c/${room.publicId}/room`);
  await enter(guest);
  await expect(tileOf(guest, w.people.organiser.name)).toContainText("Microphone is off");
  await expectMovingPictures(page, 1);
});

test("[Z01, Z02, D02] the door: unknown to strangers, and it says why it is shut", async ({
  page,
  newBrowser,
}) => {
  const w = await world();
  const room = await aRoom(w, { people: [{ userId: w.people.unlicensed.userId, role: "attendee" }] });
  const answer = await page.goto(`/c/${room.publicId}/room`);
  expect(answer?.status()).toBe(404);
  const member = await newBrowser();
  await signIn(member, w.people.member);
  expect((await member.goto(`/c/${room.publicId}/room`))?.status()).toBe(404);

  const unlicensed = await newBrowser();
  await signIn(unlicensed, w.people.unlicensed);
  await unlicensed.goto(`/c/${room.publicId}/room`);
  await expect(
    unlicensed
      .getByText(`You have no PRO licence, so you cannot take part. ${w.people.administrator.name}`)
      .first(),
  ).toBeVisible();
  await expect(unlicensed.getByRole("button", { name: "Start the conference" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
});
