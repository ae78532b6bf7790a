import type PusherClient from "pusher-js";
import { beforeEach, describe, expect, test } from "vitest";
import { disableUser } from "@/lib/accounts/users/commands";
import { signOut, signOutEverywhere } from "@/lib/auth/commands";
import { updateConference } from "@/lib/conferences/commands";
import { drainOutbox } from "@/lib/jobs/outbox";
import { setDevices } from "@/lib/live/presence/commands";
import { channels } from "@/lib/realtime/channels";
import type { UserActor } from "@/lib/server/actor";
import { freePort } from "@/scripts/launcher/ports.mjs";
import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { enters } from "../support/live";
import { sameAgain } from "../support/plans";
import { app, connect, connectAs, event, startServer, subscribed } from "../support/realtime";
import { as } from "../support/run";
import { aPerson, type Person, signedIn, type World, world } from "../support/world";

/** Before anything reads the environment: the application publishes to the server that each test starts. */
const port: number = await freePort();
Object.assign(process.env, {
  PUSHER_APP_ID: app.appId,
  PUSHER_KEY: app.key,
  PUSHER_SECRET: app.secret,
  PUSHER_HOST: "127.0.0.1",
  PUSHER_PORT: String(port),
  PUSHER_TLS: "0",
});

let w: World;
beforeEach(async () => {
  w = await world();
  await owner()`DELETE FROM outbox`;
});

/** A page of the person, signed in as the product signs it, with a live subscription. */
async function openPage({ userId }: Person): Promise<{ client: PusherClient; ended: Promise<unknown> }> {
  const client = await connectAs(port, { user: { id: userId } });
  const isOpen = new Promise<void>((resolve) =>
    client.connection.bind("message", (message: { event: string; channel?: string }) => {
      const isSucceeded = message.event === "pusher_internal:subscription_succeeded";
      if (isSucceeded && message.channel === channels.user(userId)) resolve();
    }),
  );
  client.signin();
  await isOpen;
  return { client, ended: event(client.connection as never, "disconnected") };
}

const waiting = async () =>
  (await owner()<{ kind: string }[]>`SELECT kind FROM outbox ORDER BY kind`).map((row) => row.kind);

/** A room where the person is a moderator. */
const aRoomWith = (person: Person) => aRoom(w, { people: [{ userId: person.userId, role: "moderator" }] });

type Loss = (person: Person, actor: UserActor) => Promise<unknown>;

const losses: [string, Loss][] = [
  ["is disabled", ({ userId }) => as(w.actors.administrator).do(disableUser, { userId })],
  ["signs out everywhere", (_person, actor) => as(actor).do(signOutEverywhere, {})],
  ["signs out", (_person, actor) => as(actor).do(signOut, {})],
  [
    "is removed from a conference",
    async (person) => {
      const { id } = await aRoomWith(person);
      const plan = await sameAgain(w.actors.administrator, id, { participants: [] });
      await as(w.actors.organiser).do(updateConference, plan);
    },
  ],
  [
    "is a moderator no longer",
    async (person) => {
      const { id } = await aRoomWith(person);
      const participants = [{ userId: person.userId, role: "attendee" }];
      const plan = await sameAgain(w.actors.administrator, id, { participants });
      await as(w.actors.organiser).do(updateConference, plan);
    },
  ],
];

describe("what a person has open ends when the person", () => {
  test.each(losses)("%s, and nobody else's does (T-22)", async (_name, lose) => {
    await startServer({ port });
    const person = await aPerson(w.tenant);
    const actor = await signedIn(person);
    const [page, other] = [await openPage(person), await openPage(w.people.administrator)];
    await lose(person, actor);
    // Nothing happens before the commit's work is done, and then it happens at once.
    expect(page.client.connection.state).toBe("connected");
    await drainOutbox();
    await page.ended;
    expect(other.client.connection.state).toBe("connected");
    expect(await waiting()).not.toContain("disconnect");
  });
});

test("[A05] who is disabled in a room is out of it, and a connection that never said whose it is hears nothing more (T-22)", async () => {
  await startServer({ port });
  const person = await aPerson(w.tenant);
  const room = await aRoomWith(person);
  const host = await enters(w.actors.organiser, room);
  const { channelEpoch, participantId } = await enters(await signedIn(person), room);
  await drainOutbox();
  const silent = await subscribed(await connect(port), channels.meeting(room.id, channelEpoch));
  const page = await subscribed(await connect(port), channels.meeting(room.id, channelEpoch + 1));
  const heard: [string, unknown][] = [];
  silent.bind_global((name: string, data: unknown) => heard.push([name, data]));
  const isShown = event(page, "roster.changed");

  await as(w.actors.administrator).do(disableUser, { userId: person.userId });
  await drainOutbox();
  await isShown;
  const { publicId } = room;
  const { generation } = host;
  const next = event(page, "roster.changed");
  await as(w.actors.organiser).do(setDevices, { publicId, generation, microphone: true, camera: true });
  await drainOutbox();
  expect(JSON.stringify(await next)).toContain(host.participantId);
  expect(heard).toEqual([["channel.renamed", {}]]);
  const inside = await owner()<{ participant_id: string }[]>`
    SELECT participant_id FROM device_leases WHERE conference_id = ${room.id} AND left_at IS NULL`;
  expect(inside.map((row) => row.participant_id)).toEqual([host.participantId]);
  expect(participantId).not.toBe(host.participantId);
});

test("open pages are told before they are cut", async () => {
  await startServer({ port });
  const person = await aPerson(w.tenant);
  const { client, ended } = await openPage(person);
  const heard: string[] = [];
  client.user.bind("session.ended", () => heard.push("session.ended"));
  client.connection.bind("disconnected", () => heard.push("disconnected"));
  await as(w.actors.administrator).do(disableUser, { userId: person.userId });
  await drainOutbox();
  await ended;
  expect(heard).toEqual(["session.ended", "disconnected"]);
});

test("while the service is away events are let go, but the end of connections is tried again until it is heard", async () => {
  const person = await aPerson(w.tenant);
  await as(w.actors.administrator).do(disableUser, { userId: person.userId });
  await drainOutbox();
  expect(await waiting()).toEqual(["disconnect"]);
  await startServer({ port });
  const { ended } = await openPage(person);
  await owner()`UPDATE outbox SET visible_at = app_clock()`;
  await drainOutbox();
  await ended;
  expect(await waiting()).toEqual([]);
});
