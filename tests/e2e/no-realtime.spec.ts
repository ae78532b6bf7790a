import type { ChildProcess } from "node:child_process";
import { aWebinar } from "../support/conferences";
import { world } from "../support/world";
import { expect, signIn, test } from "./support/browser";
import { enter, expectMovingPictures } from "./support/room";
import { freePort, startApp, stop, until } from "./support/server";

let app: ChildProcess;
let baseURL: string;

test.beforeAll(async () => {
  const port = await freePort();
  baseURL = `http://localhost:${port}`;
  app = startApp(port, {
    BASE_URL: baseURL,
    NEXTAUTH_URL: baseURL,
    PUSHER_APP_ID: undefined,
    PUSHER_KEY: undefined,
    PUSHER_SECRET: undefined,
    PUSHER_HOST: undefined,
    PUSHER_PORT: undefined,
    PUSHER_TLS: undefined,
  });
  await until(async () => (await fetch(`${baseURL}/api/health`)).status === 200, "the application");
});

test.afterAll(() => stop(app));

test("[I01, Z05-Z07, Z11] without a realtime server people meet all the same, by asking", async ({
  newBrowser,
}) => {
  test.setTimeout(180_000);
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
