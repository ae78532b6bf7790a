import type { ChildProcess } from "node:child_process";
import { aRoom, aWebinar } from "../support/conferences";
import { world } from "../support/world";
import { expect, expectAccessible, forgive, signIn, test } from "./support/browser";
import { enter, expectMovingPictures } from "./support/room";
import { freePort, startApp, startRealtime, stop, until } from "./support/server";

const children: ChildProcess[] = [];

/** One more process of the application, which knows of another realtime server or of none. */
async function anotherApp(changes: Record<string, string | undefined>): Promise<string> {
  const port = await freePort();
  const baseURL = `http://localhost:${port}`;
  children.push(startApp(port, { BASE_URL: baseURL, NEXTAUTH_URL: baseURL, ...changes }));
  await until(async () => (await fetch(`${baseURL}/api/health`)).status === 200, "the application");
  return baseURL;
}

test.afterAll(() => Promise.all(children.map(stop)));

test("[I01, Z05-Z07, Z11] without a realtime server people meet all the same, by asking", async ({
  newBrowser,
}) => {
  test.setTimeout(180_000);
  const baseURL = await anotherApp({
    PUSHER_APP_ID: undefined,
    PUSHER_KEY: undefined,
    PUSHER_SECRET: undefined,
    PUSHER_HOST: undefined,
    PUSHER_PORT: undefined,
    PUSHER_TLS: undefined,
  });
  const w = await world();
  const { publicId } = await aWebinar(w, { startsInMinutes: -5, input: { registration: null } });
  const organiser = await newBrowser({ baseURL });
  const sockets: string[] = [];
  organiser.on("websocket", (socket) => sockets.push(socket.url()));
  await signIn(organiser, w.people.organiser);
  await organiser.goto(`/c/${publicId}/room`);
  await enter(organiser);

  const guest = await newBrowser({ baseURL });
  guest.on("websocket", (socket) => sockets.push(socket.url()));
  await guest.goto(`/c/${publicId}`);
  await guest.getByLabel("Your name").fill("Jean Passant");
  await guest.getByRole("button", { name: "Join as a guest" }).click();
  await guest.waitForURL(/\/room$/);
  await enter(guest);
  for (const page of [organiser, guest]) await expectMovingPictures(page, 2);
  await expect(organiser.getByText("Jean Passant").first()).toBeVisible();

  await organiser.getByRole("button", { name: "More" }).click();
  await organiser.getByRole("menuitem", { name: "End for everybody" }).click();
  await organiser.getByRole("button", { name: "End for 2 people" }).click();
  for (const page of [organiser, guest]) {
    await expect(page.getByRole("heading", { name: "The conference has ended" })).toBeVisible({
      timeout: 20_000,
    });
  }
  expect(sockets).toEqual([]);
});

test("[C02, I01] a killed realtime server: the room and the lists say so, ask instead, and catch up (R-09)", async ({
  newBrowser,
  faults,
}) => {
  test.setTimeout(180_000);
  const port = String(await freePort());
  const startServer = () => {
    const server = startRealtime({ REALTIME_PORT: port });
    children.push(server);
    return server;
  };
  const server = startServer();
  const baseURL = await anotherApp({ PUSHER_PORT: port });
  const w = await world();
  const { publicId } = await aRoom(w);
  const [organiser, moderator, invited] = [
    await newBrowser({ baseURL }),
    await newBrowser({ baseURL }),
    await newBrowser({ baseURL }),
  ];
  for (const [page, person] of [
    [organiser, w.people.organiser],
    [moderator, w.people.moderator],
    [invited, w.people.invited],
  ] as const) {
    await signIn(page, person);
  }
  const socket = invited.waitForEvent("websocket");
  await invited.goto("/rooms");
  await (await socket).waitForEvent("framereceived", ({ payload }) =>
    String(payload).includes("subscription_succeeded"),
  );
  await organiser.goto(`/c/${publicId}/room`);
  await enter(organiser);
  const row = invited.getByRole("row").filter({ hasText: "Salle du mardi" });
  await expect(row).toContainText("1 person in", { timeout: 5000 });

  server.kill("SIGKILL");
  const slow = organiser.getByText("Live updates are interrupted. Changes show a few seconds later.");
  const listed = invited.getByText("Live updates are interrupted.");
  await expect(slow).toBeVisible();
  await expect(listed).toBeVisible();
  for (const page of [organiser, invited]) await expectAccessible(page);

  // Everything goes on by asking.
  await moderator.goto(`/c/${publicId}/room`);
  await enter(moderator);
  await expectMovingPictures(organiser, 2);
  await moderator.getByRole("button", { name: "Turn microphone off" }).click();
  const tile = organiser.locator("li[data-participant]").filter({ hasText: w.people.moderator.name });
  await expect(tile).toContainText("Microphone is off");
  for (const page of [organiser, moderator]) {
    await page.getByRole("button", { name: "Leave" }).click();
    await expect(page.getByRole("heading", { name: "You have left" })).toBeVisible();
  }
  await expect(row).toContainText("Empty since");

  // Back again: nobody reloads anything, and events arrive as before.
  startServer();
  await expect(listed).toHaveCount(0, { timeout: 40_000 });
  await organiser.getByRole("button", { name: "Enter again" }).click();
  await expect(row).toContainText("1 person in", { timeout: 5000 });
  forgive(faults, /WebSocket connection to .+ failed|ERR_CONNECTION_REFUSED/);
});
