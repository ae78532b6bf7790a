import { once } from "node:events";
import type PusherClient from "pusher-js";
import { describe, expect, test } from "vitest";
import {
  app,
  connect,
  connectAs,
  connectRaw,
  event,
  refusalOf,
  signing,
  startServer,
  subscribed,
  untilEnd,
} from "@/tests/support/realtime";

const ann = { user: { id: "ann" } };

/** Resolves when the user's own channel is open, as `user.bind` needs it. */
const ownChannel = (client: PusherClient) =>
  new Promise<void>((resolve) =>
    client.connection.bind("message", (message: { event: string; channel?: string }) => {
      const isOwn = message.channel?.startsWith("#server-to-user-");
      if (isOwn && message.event === "pusher_internal:subscription_succeeded") resolve();
    }),
  );

async function signedIn(client: PusherClient): Promise<PusherClient> {
  const open = ownChannel(client);
  client.signin();
  await open;
  return client;
}

describe("signing in", () => {
  test("events for a user reach every connection of that user and no other", async () => {
    const { port, pusher } = await startServer();
    const clients = await Promise.all(
      [ann, ann, { user: { id: "bob" } }].map(async (who) => signedIn(await connectAs(port, who))),
    );
    const stranger = await subscribed(await connect(port), "news");
    const received = clients.slice(0, 2).map((client) => event(client.user as never, "greeting"));
    const leaked: unknown[] = [];
    clients[2]?.user.bind("greeting", (data: unknown) => leaked.push(data));
    await pusher.sendToUser("ann", "greeting", { text: "Bonjour" });
    expect(await Promise.all(received)).toEqual([{ text: "Bonjour" }, { text: "Bonjour" }]);
    const ended = untilEnd(stranger);
    await pusher.sendToUser("bob", "end", {});
    await pusher.trigger("news", "end", {});
    expect(await ended).toEqual([["end", {}]]);
    expect(leaked).toEqual([]);
  });

  test("the user's channel does not open to anybody else, and is in no list (T-27)", async () => {
    const { port, ask } = await startServer();
    await signedIn(await connectAs(port, ann));
    const stranger = await connectRaw(port);
    const socketId = (await stranger.next()).data.socket_id;
    for (const channel of ["#server-to-user-ann", "#server-to-user-bob"]) {
      stranger.say("pusher:subscribe", { channel, auth: "" });
      expect(await stranger.next()).toMatchObject({
        event: "pusher:subscription_error",
        data: { status: 401 },
      });
    }
    stranger.say("pusher:signin", signing.authenticateUser(socketId, { id: "bob" }));
    expect((await stranger.next()).event).toBe("pusher:signin_success");
    stranger.say("pusher:subscribe", { channel: "#server-to-user-ann", auth: "" });
    expect(await stranger.next()).toMatchObject({ data: { status: 401 } });
    expect(await ask("/channels")).toEqual({ channels: {} });
  });

  test.each<[string, (socketId: string) => object]>([
    ["no signature", () => ({ user_data: '{"id":"ann"}' })],
    ["another connection's signature", () => signing.authenticateUser("1.1", { id: "ann" })],
    [
      "other user data than signed",
      (id) => ({ ...signing.authenticateUser(id, { id: "ann" }), user_data: '{"id":"bob"}' }),
    ],
    [
      "the signature of a channel",
      (id) => ({ ...signing.authorizeChannel(id, "private-a"), user_data: '{"id":"ann"}' }),
    ],
    ["a user id that is too long", (id) => signing.authenticateUser(id, { id: "u".repeat(129) })],
  ])("with %s it ends the connection with 4009", async (_name, data) => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    client.say("pusher:signin", data((await client.next()).data.socket_id));
    expect(await client.next()).toMatchObject({ event: "pusher:error", data: { code: 4009 } });
    expect(await client.closed).toBe(4009);
  });

  test("twice as the same user is answered twice, as another user refused", async () => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    const socketId = (await client.next()).data.socket_id;
    for (const id of ["ann", "ann"]) {
      client.say("pusher:signin", signing.authenticateUser(socketId, { id }));
      expect(await client.next()).toMatchObject({ event: "pusher:signin_success" });
    }
    client.say("pusher:signin", signing.authenticateUser(socketId, { id: "bob" }));
    expect((await client.next()).event).toBe("pusher:error");
    client.say("pusher:subscribe", { channel: "#server-to-user-ann" });
    expect((await client.next()).event).toBe("pusher_internal:subscription_succeeded");
  });
});

describe("ending a user's connections", () => {
  test("cuts all of them at once and nobody else's, and nothing arrives on a raw socket after it (T-22)", async () => {
    const { port, pusher, ask } = await startServer();
    const real = await signedIn(await connectAs(port, ann));
    const raw = await connectRaw(port);
    raw.say("pusher:signin", signing.authenticateUser((await raw.next()).data.socket_id, { id: "ann" }));
    await raw.next();
    raw.say("pusher:subscribe", { channel: "news" });
    await raw.next();
    const bob = await signedIn(await connectAs(port, { user: { id: "bob" } }));
    const received = untilEnd(await subscribed(bob, "news"));
    const refused = event(real.connection as never, "error");
    await pusher.terminateUserConnections("ann");
    // Gone for everybody before the peer has said goodbye.
    expect(await ask("/channels/news", { info: "subscription_count" })).toEqual({
      occupied: true,
      subscription_count: 1,
    });
    await pusher.trigger("news", "end", {});
    expect(await raw.next()).toMatchObject({ event: "pusher:error", data: { code: 4009 } });
    expect(await raw.closed).toBe(4009);
    expect(await refused).toMatchObject({ data: { code: 4009 } });
    expect(await received).toEqual([["end", {}]]);
    expect(bob.connection.state).toBe("connected");
    expect(real.connection.state).toBe("disconnected");
  });

  test("a user without connections is answered like any other, a wrong signature with 401", async () => {
    const { port, pusher } = await startServer();
    expect((await pusher.terminateUserConnections("nobody")).status).toBe(200);
    const url = `http://127.0.0.1:${port}/apps/${app.appId}/users/ann/terminate_connections`;
    expect((await fetch(url, { method: "POST" })).status).toBe(401);
    expect(await refusalOf(pusher.terminateUserConnections("u".repeat(129)))).toMatchObject({ status: 400 });
  });

  test("who comes back is let in when the application signs again", async () => {
    const { port, pusher } = await startServer();
    const client = await signedIn(await connectAs(port, ann));
    const ended = event(client.connection as never, "disconnected");
    await pusher.terminateUserConnections("ann");
    await ended;
    const greeting = event(client.user as never, "greeting");
    const open = ownChannel(client);
    client.connect();
    await open;
    await pusher.sendToUser("ann", "greeting", 1);
    expect(await greeting).toBe(1);
  });
});

describe("watchlists", () => {
  test("a user hears who of the watchlist is there, comes and goes", async () => {
    const { port } = await startServer();
    const bob = await signedIn(await connectAs(port, { user: { id: "bob" } }));
    const watcher = await connectAs(port, { user: { id: "ann", watchlist: ["bob", "cleo"] } });
    const heard: string[] = [];
    const note = (name: string) => (data: { user_ids: string[] }) => heard.push(`${name} ${data.user_ids}`);
    watcher.user.watchlist.bind("online", note("online"));
    watcher.user.watchlist.bind("offline", note("offline"));
    await signedIn(watcher);
    expect(heard).toEqual(["online bob", "offline cleo"]);
    const gone = event(watcher.user.watchlist as never, "offline");
    bob.disconnect();
    await gone;
    const come = event(watcher.user.watchlist as never, "online");
    await signedIn(await connectAs(port, { user: { id: "cleo" } }));
    await come;
    expect(heard.slice(2)).toEqual(["offline bob", "online cleo"]);
  });

  test("a watchlist of more than a hundred is refused in words, and the sign-in stands", async () => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    const socketId = (await client.next()).data.socket_id;
    const watchlist = Array.from({ length: 101 }, (_, index) => `user-${index}`);
    client.say("pusher:signin", signing.authenticateUser(socketId, { id: "ann", watchlist } as never));
    expect((await client.next()).event).toBe("pusher:signin_success");
    expect(await client.next()).toMatchObject({ event: "pusher:error", data: { code: 4302 } });
    client.ws.close();
    await once(client.ws, "close");
  });
});
