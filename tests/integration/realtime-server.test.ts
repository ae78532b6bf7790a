import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import type PusherClient from "pusher-js";
import type { Channel } from "pusher-js";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startRealtime } from "@/scripts/realtime/start";
import {
  type Authorise,
  app,
  authorise,
  connect,
  connectRaw,
  event,
  startServer,
  subscribed,
  untilEnd,
} from "@/tests/support/realtime";

describe("delivery", () => {
  test("a public event reaches every subscriber of its channel and nobody else", async () => {
    const { port, pusher } = await startServer();
    const clients = await Promise.all([connect(port), connect(port), connect(port)]);
    const news = await Promise.all(clients.slice(0, 2).map((client) => subscribed(client, "news")));
    const other = await subscribed(clients[2] as PusherClient, "other");
    const received = [...news, other].map(untilEnd);
    await pusher.trigger("news", "published", { title: "Été ☀ 𝄞" });
    await pusher.trigger(["news", "other"], "end", {});
    const published = ["published", { title: "Été ☀ 𝄞" }];
    expect(await Promise.all(received)).toEqual([
      [published, ["end", {}]],
      [published, ["end", {}]],
      [["end", {}]],
    ]);
  });

  test("every payload length up to the limit arrives unchanged", async () => {
    const { port, pusher } = await startServer();
    const channel = await subscribed(await connect(port), "news");
    const received = untilEnd(channel);
    const texts = [0, 70, 80, 90, 100, 10_238].map((length) => "x".repeat(length));
    // The longest escapes and so needs the longest frame header.
    texts.push("\u0001".repeat(1700));
    for (const text of texts) await pusher.trigger("news", "text", JSON.stringify(text));
    const wide = "\u0001".repeat(10_240);
    await pusher.trigger("news", "wide", wide);
    await pusher.trigger("news", "end", {});
    expect(await received).toEqual([...texts.map((text) => ["text", text]), ["wide", wide], ["end", {}]]);
  });

  test("the connection named by its socket id is left out", async () => {
    const { port, pusher } = await startServer();
    const [author, reader] = await Promise.all([connect(port), connect(port)]);
    const channels = await Promise.all([author, reader].map((client) => subscribed(client, "news")));
    const received = channels.map(untilEnd);
    await pusher.trigger("news", "typed", 1, { socket_id: author.connection.socket_id });
    await pusher.triggerBatch([
      { channel: "news", name: "typed", data: 2, socket_id: author.connection.socket_id },
      { channel: "news", name: "end", data: 3 },
    ]);
    expect(await Promise.all(received)).toEqual([
      [["end", 3]],
      [
        ["typed", 1],
        ["typed", 2],
        ["end", 3],
      ],
    ]);
  });

  test("nothing arrives after unsubscribing", async () => {
    const { port, pusher } = await startServer();
    const client = await connectRaw(port);
    await client.next();
    for (const channel of ["news", "other"]) {
      client.say("pusher:subscribe", { channel });
      expect(await client.next()).toMatchObject({ event: "pusher_internal:subscription_succeeded", channel });
    }
    client.say("pusher:unsubscribe", { channel: "news" });
    client.say("pusher:ping", {});
    expect((await client.next()).event).toBe("pusher:pong");
    await pusher.trigger(["news", "other"], "published", {});
    expect(await client.next()).toMatchObject({ event: "published", channel: "other" });
  });

  test("the HTTP API tells which channels are occupied", async () => {
    const { port, pusher } = await startServer();
    const clients = await Promise.all([connect(port), connect(port)]);
    for (const client of clients) await subscribed(client, "private-m-1");
    await subscribed(clients[0], "news");
    const get = async (path: string, params = {}) => (await pusher.get({ path, params })).json();
    expect(await get("/channels")).toEqual({ channels: { "private-m-1": {}, news: {} } });
    expect(await get("/channels", { filter_by_prefix: "private-" })).toEqual({
      channels: { "private-m-1": {} },
    });
    expect(await get("/channels/private-m-1", { info: "subscription_count" })).toEqual({
      occupied: true,
      subscription_count: 2,
    });
    expect(await get("/channels/empty")).toEqual({ occupied: false });
  });
});

describe("subscriptions", () => {
  test("a private channel opens to the right signature", async () => {
    const { port, pusher } = await startServer();
    const channel = await subscribed(await connect(port), "private-m-1-2");
    const received = untilEnd(channel);
    await pusher.trigger("private-m-1-2", "end", { seq: 1 });
    expect(await received).toEqual([["end", { seq: 1 }]]);
  });

  test.each<[string, Authorise]>([
    [
      "with another secret",
      (id, name) => `${app.key}:${createHmac("sha256", "x").update(`${id}:${name}`).digest("hex")}`,
    ],
    ["for another channel", (id) => authorise(id, "private-other")],
    ["for another connection", (_id, name) => authorise("1.1", name)],
    ["with another key", (id, name) => authorise(id, name).replace(app.key, "key-2")],
    ["of no length", () => ""],
  ])("a signature %s is refused and nothing is delivered", async (_name, signer) => {
    const { port, pusher } = await startServer();
    const client = await connect(port, signer);
    const open = await subscribed(client, "news");
    const channel = client.subscribe("private-m-1");
    expect(await event(channel, "pusher:subscription_error")).toMatchObject({
      type: "AuthError",
      status: 401,
    });
    const leaked: unknown[] = [];
    channel.bind("published", (data: unknown) => leaked.push(data));
    const received = untilEnd(open);
    await pusher.trigger("private-m-1", "published", {});
    await pusher.trigger("news", "end", {});
    await received;
    expect(leaked).toEqual([]);
  });

  test("a signature covers the channel data it came with", async () => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    const socketId = (await client.next()).data.socket_id;
    const channel = "private-m-1";
    const signature = createHmac("sha256", app.secret).update(`${socketId}:${channel}:{"a":1}`).digest("hex");
    const auth = `${app.key}:${signature}`;
    client.say("pusher:subscribe", { channel, auth, channel_data: '{"a":2}' });
    expect(await client.next()).toMatchObject({ event: "pusher:subscription_error", data: { status: 401 } });
    client.say("pusher:subscribe", { channel, auth, channel_data: '{"a":1}' });
    expect((await client.next()).event).toBe("pusher_internal:subscription_succeeded");
    client.say("pusher:subscribe", { channel, auth, channel_data: '{"a":1}' });
    expect((await client.next()).event).toBe("pusher:error");
  });

  test.each(["a:b", "a b", "#server-to-user-", "x".repeat(201), ""])(
    "the channel name %j is refused in words",
    async (channel) => {
      const { port } = await startServer();
      const client = await connectRaw(port);
      await client.next();
      client.say("pusher:subscribe", { channel, auth: "" });
      expect(await client.next()).toMatchObject({
        event: "pusher:subscription_error",
        data: {
          type: "AuthError",
          status: 400,
          error: "Invalid channel name",
        },
      });
    },
  );

  test("a connection holds a limited number of channels", async () => {
    const { port } = await startServer({ limits: { maxChannelsPerConnection: 1 } });
    const client = await connectRaw(port);
    await client.next();
    client.say("pusher:subscribe", { channel: "one" });
    client.say("pusher:subscribe", { channel: "two" });
    expect((await client.next()).event).toBe("pusher_internal:subscription_succeeded");
    expect(await client.next()).toMatchObject({ event: "pusher:subscription_error", channel: "two" });
  });

  test("client events are refused and reach nobody", async () => {
    const { port, pusher } = await startServer();
    const [author, reader] = await Promise.all([connect(port), connect(port)]);
    const channel = await subscribed(author, "private-m-1");
    const received = untilEnd(await subscribed(reader, "private-m-1"));
    const refused = event(author.connection as unknown as Channel, "error");
    channel.trigger("client-typing", { by: "me" });
    expect(await refused).toMatchObject({ type: "PusherError", data: { code: 4301 } });
    await pusher.trigger("private-m-1", "end", {});
    expect(await received).toEqual([["end", {}]]);
  });
});

describe("connections", () => {
  test("the greeting names the connection and how long it may be silent", async () => {
    const { port } = await startServer({ limits: { activityTimeoutMs: 45_000 } });
    const client = await connectRaw(port);
    expect(await client.next()).toMatchObject({
      event: "pusher:connection_established",
      data: { socket_id: expect.stringMatching(/^\d+\.\d+$/), activity_timeout: 45 },
    });
  });

  test.each([
    ["/app/unknown?protocol=7", 4001],
    [`/app/${app.key}`, 4008],
    [`/app/${app.key}?protocol=seven`, 4006],
    [`/app/${app.key}?protocol=8`, 4007],
  ])("connecting to %s ends with code %i", async (path, code) => {
    const { port } = await startServer();
    const client = await connectRaw(port, path);
    expect(await client.next()).toMatchObject({ event: "pusher:error", data: { code } });
    expect(await client.closed).toBe(code);
  });

  test("a connection beyond the cap is sent away until a place is free", async () => {
    const { port } = await startServer({ limits: { maxConnections: 1 } });
    const first = await connectRaw(port);
    await first.next();
    const second = await connectRaw(port);
    expect(await second.closed).toBe(4004);
    first.ws.close();
    await first.closed;
    const third = await connectRaw(port);
    expect((await third.next()).event).toBe("pusher:connection_established");
  });

  test("a browser from another origin is refused at the door, a listed one and a non-browser enter", async () => {
    const { port } = await startServer({ origins: ["http://127.0.0.1:3000"] });
    const path = `/app/${app.key}?protocol=7`;
    const stranger = new WebSocket(`ws://127.0.0.1:${port}${path}`, { origin: "http://evil.test" });
    const [error] = await once(stranger, "error");
    expect(String(error)).toContain("403");
    for (const headers of [{ origin: "http://127.0.0.1:3000" }, {}]) {
      const client = await connectRaw(port, path, headers);
      expect((await client.next()).event).toBe("pusher:connection_established");
    }
  });

  test("any other path does not become a WebSocket", async () => {
    const { port } = await startServer();
    const [error] = await once(new WebSocket(`ws://127.0.0.1:${port}/`), "error");
    expect(String(error)).toContain("404");
  });

  test("a peer that answers pings stays, one that does not is dropped", async () => {
    const { port } = await startServer({ limits: { activityTimeoutMs: 40, pongTimeoutMs: 200 } });
    const [mute, lively] = await Promise.all([connectRaw(port), connectRaw(port)]);
    let pings = 0;
    lively.ws.on("message", (raw) => {
      if (!raw.toString().includes("pusher:ping")) return;
      pings += 1;
      lively.say("pusher:pong", {});
    });
    expect(await mute.closed).toBe(4201);
    expect(pings).toBeGreaterThan(1);
    expect(lively.ws.readyState).toBe(WebSocket.OPEN);
  });

  test("malformed frames are answered, and disturb neither their sender nor others", async () => {
    const { port, pusher } = await startServer();
    const received = untilEnd(await subscribed(await connect(port), "news"));
    const hostile = await connectRaw(port);
    await hostile.next();
    const frames: (string | Buffer)[] = [
      "not json",
      "",
      "null",
      "[]",
      "{}",
      '{"event":1}',
      '{"event":"pusher:subscribe"}',
      '{"event":"pusher:subscribe","data":{"channel":{}}}',
      '{"event":"pusher:signin","data":{}}',
      '{"event":"published","channel":"news","data":1}',
      "[".repeat(16_000),
      Buffer.from([0, 1, 2, 255]),
    ];
    for (const frame of frames) {
      hostile.ws.send(frame);
      expect((await hostile.next()).event).toBe("pusher:error");
    }
    hostile.say("pusher:subscribe", { channel: "news" });
    expect((await hostile.next()).event).toBe("pusher_internal:subscription_succeeded");
    await pusher.trigger("news", "end", {});
    expect((await hostile.next()).event).toBe("end");
    expect(await received).toEqual([["end", {}]]);
  });

  test("a frame beyond the size limit and broken framing close only their own connection", async () => {
    const { port, pusher } = await startServer();
    const received = untilEnd(await subscribed(await connect(port), "news"));
    const large = await connectRaw(port);
    large.ws.send("x".repeat(16 * 1024 + 1));
    expect(await large.closed).toBe(1009);
    const tcp = connectTcp(port, "127.0.0.1");
    tcp.write(
      `GET /app/${app.key}?protocol=7 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    );
    await once(tcp, "data");
    tcp.resume().write(Buffer.from([0xff, 0x00, 0xff, 0x00]));
    await once(tcp, "close");
    await pusher.trigger("news", "end", {});
    expect(await received).toEqual([["end", {}]]);
  });

  test("a consumer that stops reading is cut, and the others miss nothing", async () => {
    const { port, pusher } = await startServer({ limits: { maxBufferedBytes: 64 * 1024 } });
    const channels = Array.from({ length: 100 }, (_, index) => `c-${index}`);
    const [slow, fast] = await Promise.all([connectRaw(port), connectRaw(port)]);
    await Promise.all([slow.next(), fast.next()]);
    for (const channel of channels) {
      slow.say("pusher:subscribe", { channel });
      await slow.next();
    }
    fast.say("pusher:subscribe", { channel: "c-0" });
    await fast.next();
    slow.ws.pause();
    const subscribers = async () => {
      const response = await pusher.get({ path: "/channels/c-0", params: { info: "subscription_count" } });
      return ((await response.json()) as { subscription_count: number }).subscription_count;
    };
    let rounds = 0;
    // What the kernel buffers on the way differs between machines, so the rounds until the cut do too.
    while ((await subscribers()) === 2 && rounds < 200) {
      await pusher.trigger(channels, "round", { round: rounds, filler: "x".repeat(10_000) });
      rounds += 1;
    }
    expect(await subscribers()).toBe(1);
    for (let round = 0; round < rounds; round += 1) {
      expect(await fast.next()).toMatchObject({ event: "round", data: { round } });
    }
    slow.ws.resume();
    expect(await slow.closed).toBe(1006);
  });

  test("stopping says goodbye in the way that makes clients come back after a second", async () => {
    const server = await startRealtime({ ...app, host: "127.0.0.1", port: 0 });
    const client = await connectRaw(server.port);
    await client.next();
    await server.close();
    expect(await client.closed).toBe(1001);
  });
});
