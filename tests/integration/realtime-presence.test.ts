import type PusherClient from "pusher-js";
import type { PresenceChannel } from "pusher-js";
import { describe, expect, test } from "vitest";
import {
  app,
  connect,
  connectAs,
  connectRaw,
  event,
  post,
  refusalOf,
  signing,
  startServer,
  subscribed,
  untilEnd,
} from "@/tests/support/realtime";

const ROOM = "presence-room";
const named = (id: string) => ({ member: { user_id: id, user_info: { name: `Person ${id}` } } });
const enter = async (client: PusherClient) => (await subscribed(client, ROOM)) as PresenceChannel;

/** Collects what a presence channel says about people until an event named "end". */
function comings(channel: PresenceChannel): Promise<string[]> {
  const seen: string[] = [];
  channel.bind("pusher:member_added", ({ id }: { id: string }) => seen.push(`+${id}`));
  channel.bind("pusher:member_removed", ({ id }: { id: string }) => seen.push(`-${id}`));
  return event(channel, "end").then(() => seen);
}

describe("presence channels", () => {
  test("a newcomer learns who is there, and the others who has come and gone", async () => {
    const { port, pusher } = await startServer();
    const [a, b] = await Promise.all([connectAs(port, named("a")), connectAs(port, named("b"))]);
    const first = await enter(a);
    const seen = comings(first);
    const second = await enter(b);
    expect(second.members.count).toBe(2);
    expect(second.members.me.id).toBe("b");
    expect(second.members.get("a")).toEqual({ id: "a", info: { name: "Person a" } });
    const left = event(first, "pusher:member_removed");
    b.unsubscribe(ROOM);
    await left;
    await pusher.trigger(ROOM, "end", {});
    expect(await seen).toEqual(["+b", "-b"]);
    expect(first.members.count).toBe(1);
  });

  test("a person with several connections comes once and goes with the last of them", async () => {
    const { port, pusher, ask } = await startServer();
    const watcher = await enter(await connectAs(port, named("watcher")));
    const seen = comings(watcher);
    const tabs = await Promise.all([1, 2].map(() => connectAs(port, named("a"))));
    for (const tab of tabs) await enter(tab);
    const info = { info: "user_count,subscription_count" };
    expect(await ask(`/channels/${ROOM}`, info)).toEqual({
      occupied: true,
      user_count: 2,
      subscription_count: 3,
    });
    expect(await ask(`/channels/${ROOM}/users`)).toEqual({ users: [{ id: "watcher" }, { id: "a" }] });
    tabs[0]?.unsubscribe(ROOM);
    const gone = event(watcher, "pusher:member_removed");
    tabs[1]?.disconnect();
    await gone;
    await pusher.trigger(ROOM, "end", {});
    expect(await seen).toEqual(["+a", "-a"]);
  });

  test("a channel that is full refuses one more person, but not one more connection of a member", async () => {
    const { port } = await startServer({ limits: { maxPresenceMembers: 2 } });
    const [a, b, again, c] = await Promise.all(["a", "b", "a", "c"].map((id) => connectAs(port, named(id))));
    for (const client of [a, b, again]) await enter(client as PusherClient);
    const refused = event((c as PusherClient).subscribe(ROOM), "pusher:subscription_error");
    expect(await refused).toMatchObject({ type: "LimitReached", status: 403 });
  });

  test("a hundred members is the limit unless it is said otherwise", async () => {
    const { port, ask } = await startServer();
    const clients = await Promise.all(Array.from({ length: 101 }, () => connectRaw(port)));
    const answers: string[] = [];
    for (const [index, client] of clients.entries()) {
      const socketId = (await client.next()).data.socket_id;
      const signed = signing.authorizeChannel(socketId, ROOM, { user_id: `user-${index}` });
      client.say("pusher:subscribe", { channel: ROOM, ...signed });
      let answer = await client.next();
      while (answer.event === "pusher_internal:member_added") answer = await client.next();
      answers.push(answer.event);
    }
    expect(answers.slice(0, 100)).toEqual(Array(100).fill("pusher_internal:subscription_succeeded"));
    expect(answers[100]).toBe("pusher:subscription_error");
    expect(await ask(`/channels/${ROOM}`, { info: "user_count" })).toEqual({
      occupied: true,
      user_count: 100,
    });
  });

  test.each<[string, object | undefined, number]>([
    ["without channel data", undefined, 400],
    ["without a user id", { user_info: {} }, 400],
    ["with an empty user id", { user_id: "" }, 400],
    ["with a user id of 129 characters", { user_id: "u".repeat(129) }, 400],
    ["with a user id that is an object", { user_id: {} }, 400],
    ["with more than a kilobyte about the person", { user_id: "a", user_info: "x".repeat(1023) }, 413],
  ])("a rightly signed subscription %s is refused", async (_name, data, status) => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    const socketId = (await client.next()).data.socket_id;
    // Not checked by the library's types, because the server must not rely on them.
    const signed = signing.authorizeChannel(socketId, ROOM, data as never);
    client.say("pusher:subscribe", { channel: ROOM, ...signed });
    expect(await client.next()).toMatchObject({ event: "pusher:subscription_error", data: { status } });
  });

  test("the largest member is taken: 128 characters and a kilobyte; and a number is an id as well", async () => {
    const { port, ask } = await startServer();
    const members = [{ user_id: "u".repeat(128), user_info: "x".repeat(1022) }, { user_id: 7 }];
    for (const member of members) {
      const client = await connectRaw(port);
      const socketId = (await client.next()).data.socket_id;
      client.say("pusher:subscribe", {
        channel: ROOM,
        ...signing.authorizeChannel(socketId, ROOM, member as never),
      });
      expect((await client.next()).event).toBe("pusher_internal:subscription_succeeded");
    }
    expect(await ask(`/channels/${ROOM}/users`)).toEqual({ users: [{ id: "u".repeat(128) }, { id: "7" }] });
  });

  test("nobody can come as somebody else: the signature covers the member", async () => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    const socketId = (await client.next()).data.socket_id;
    const { auth } = signing.authorizeChannel(socketId, ROOM, { user_id: "a" });
    client.say("pusher:subscribe", { channel: ROOM, auth, channel_data: '{"user_id":"b"}' });
    expect(await client.next()).toMatchObject({ data: { type: "AuthError", status: 401 } });
    client.say("pusher:subscribe", { channel: ROOM, auth });
    expect(await client.next()).toMatchObject({ data: { type: "AuthError", status: 401 } });
  });
});

describe("encrypted channels", () => {
  test("the real clients read what the server only passes on", async () => {
    const { port, pusher } = await startServer();
    const channel = await subscribed(await connect(port), "private-encrypted-room");
    const witness = await connectRaw(port);
    const socketId = (await witness.next()).data.socket_id;
    const { auth } = signing.authorizeChannel(socketId, "private-encrypted-room");
    witness.say("pusher:subscribe", { channel: "private-encrypted-room", auth });
    await witness.next();
    const received = untilEnd(channel);
    await pusher.trigger("private-encrypted-room", "end", { secret: "word" });
    expect(await received).toEqual([["end", { secret: "word" }]]);
    const passedOn = await witness.next();
    expect(Object.keys(passedOn.data).sort()).toEqual(["ciphertext", "nonce"]);
    expect(JSON.stringify(passedOn)).not.toContain("word");
  });

  test("without a signature they stay closed", async () => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    await client.next();
    client.say("pusher:subscribe", { channel: "private-encrypted-room", auth: `${app.key}:0` });
    expect(await client.next()).toMatchObject({ event: "pusher:subscription_error", data: { status: 401 } });
  });
});

describe("counts", () => {
  test("an event answers with what was asked of its channels", async () => {
    const { port, pusher } = await startServer();
    await enter(await connectAs(port, named("a")));
    await subscribed(await connect(port), "news");
    const all = { info: "user_count,subscription_count" };
    const answer = await (await pusher.trigger([ROOM, "news"], "n", {}, all)).json();
    expect(answer).toEqual({
      channels: { [ROOM]: { user_count: 1, subscription_count: 1 }, news: { subscription_count: 1 } },
    });
    const batch = [
      { channel: ROOM, name: "n", data: 1, info: "user_count" },
      { channel: "news", name: "n", data: 2 },
      { channel: "empty", name: "n", data: 3, info: "subscription_count" },
    ];
    expect(await (await pusher.triggerBatch(batch)).json()).toEqual({
      batch: [{ user_count: 1 }, {}, { subscription_count: 0 }],
    });
  });

  test("the list of channels counts users where there are any, and says so where there are none", async () => {
    const { port, ask, pusher } = await startServer();
    await enter(await connectAs(port, named("a")));
    await subscribed(await connect(port), "news");
    const users = { info: "user_count", filter_by_prefix: "presence-" };
    expect(await ask("/channels", users)).toEqual({ channels: { [ROOM]: { user_count: 1 } } });
    const wrong: [string, object][] = [
      ["/channels", { info: "user_count" }],
      ["/channels/news", { info: "user_count" }],
      ["/channels/news/users", {}],
    ];
    for (const [path, params] of wrong) {
      expect(await refusalOf(pusher.get({ path, params }))).toMatchObject({ status: 400 });
    }
  });

  test("subscribers are told how many they are when the server was asked to", async () => {
    const { port } = await startServer({ hasSubscriptionCounts: true });
    const [a, b] = await Promise.all([connect(port), connect(port)]);
    const channel = a.subscribe("news");
    expect(await event(channel, "pusher:subscription_count")).toEqual({ subscription_count: 1 });
    const two = event(channel, "pusher:subscription_count");
    await subscribed(b, "news");
    expect(await two).toEqual({ subscription_count: 2 });
    const one = event(channel, "pusher:subscription_count");
    b.disconnect();
    expect(await one).toEqual({ subscription_count: 1 });
    expect(channel.subscriptionCount).toBe(1);
  });

  test("an event for the service's own names is refused over the real wire as well", async () => {
    const { port } = await startServer();
    const body = JSON.stringify({ name: "pusher_internal:member_added", data: "{}", channel: ROOM });
    expect((await post(port, `/apps/${app.appId}/events`, body)).status).toBe(400);
  });
});
