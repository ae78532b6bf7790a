import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { addressOf } from "@/scripts/realtime/rate";
import {
  app,
  cleanups,
  client,
  connect,
  connectRaw,
  event,
  refusalOf,
  startServer,
  subscribed,
  untilEnd,
} from "@/tests/support/realtime";

const path = `/app/${app.key}?protocol=7`;

/** A TCP socket that has become a WebSocket, for frames that no library writes. */
async function bare(port: number): Promise<Socket> {
  const tcp = connectTcp(port, "127.0.0.1").on("error", () => undefined);
  cleanups.push(() => tcp.destroy());
  tcp.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  await once(tcp, "data");
  return tcp;
}

/** A frame with the zero mask; `first` is the byte with the flags and the opcode. */
const frame = (first: number, payload: Buffer | string) => {
  const body = Buffer.from(payload);
  const head =
    body.length < 126 ? [first, 0x80 | body.length] : [first, 0xfe, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), body]);
};

/** A listener whose traffic must go on whatever others do. */
async function bystander(port: number) {
  const received = untilEnd(await subscribed(await connect(port), "news"));
  return { received };
}

describe("rates", () => {
  test("a connection that says too much is sent away for a while, and nobody else notices", async () => {
    const { port, pusher } = await startServer({ limits: { messages: { perSecond: 1, burst: 20 } } });
    const { received } = await bystander(port);
    const loud = await connectRaw(port);
    for (let index = 0; index < 30; index += 1) loud.say("pusher:ping", {});
    expect(await loud.closed).toBe(4100);
    await pusher.trigger("news", "end", {});
    expect(await received).toEqual([["end", {}]]);
  });

  test.each([
    ["ping", 0x89],
    ["pong", 0x8a],
  ])("a flood of %s frames counts like messages (T-26)", async (_name, first) => {
    const { port, pusher } = await startServer({ limits: { messages: { perSecond: 1, burst: 20 } } });
    const { received } = await bystander(port);
    const tcp = await bare(port);
    const closed = once(tcp, "close");
    tcp.resume().write(Buffer.concat(Array.from({ length: 1000 }, () => frame(first, "x"))));
    await closed;
    await pusher.trigger("news", "end", {});
    expect(await received).toEqual([["end", {}]]);
  });

  test("a ping frame is answered with its own payload", async () => {
    const { port } = await startServer();
    const { ws } = await connectRaw(port);
    const pong = once(ws, "pong");
    ws.ping("hello");
    expect(String((await pong)[0])).toBe("hello");
  });

  test("an address that opens too many connections is told to come back later, and does", async () => {
    const rate = { perSecond: 4, burst: 2 };
    const { port } = await startServer({ limits: { connectionsPerAddress: rate } });
    const first = await Promise.all([connectRaw(port), connectRaw(port)]);
    for (const one of first) expect((await one.next()).event).toBe("pusher:connection_established");
    const third = await connectRaw(port);
    expect(await third.next()).toMatchObject({ event: "pusher:error", data: { code: 4100 } });
    const real = client(port);
    // The real client waits a second after 4100; by then the address has a place again.
    await event(real.connection as never, "connected");
  });

  test("behind a proxy the address is the one that the proxy saw, and what the client wrote is not believed", async () => {
    const rate = { perSecond: 0, burst: 1 };
    const { port } = await startServer({ trustedProxies: 1, limits: { connectionsPerAddress: rate } });
    const from = async (chain: string) =>
      (await (await connectRaw(port, path, { "x-forwarded-for": chain })).next()).event;
    expect(await from("1.1.1.1, 2.2.2.2")).toBe("pusher:connection_established");
    expect(await from("3.3.3.3, 2.2.2.2")).toBe("pusher:error");
    expect(await from("3.3.3.3, 4.4.4.4")).toBe("pusher:connection_established");
  });

  test("one household is one address", () => {
    expect(addressOf("::ffff:10.0.0.1", undefined, 0)).toBe("10.0.0.1");
    expect(addressOf("2001:db8:1:2:3:4:5:6", undefined, 0)).toBe(addressOf("2001:db8:1:2::9", undefined, 0));
    expect(addressOf("2001:db8:1:2::9", undefined, 0)).not.toBe(addressOf("2001:db8:1:3::9", undefined, 0));
  });

  test("the application that asks too often hears 429, and outsiders use nothing up", async () => {
    const { port, pusher } = await startServer({ limits: { requests: { perSecond: 0, burst: 3 } } });
    for (let index = 0; index < 10; index += 1) {
      const url = `http://127.0.0.1:${port}/apps/${app.appId}/channels?auth_key=${app.key}`;
      expect((await fetch(url)).status).toBe(401);
    }
    const ask = () => refusalOf(pusher.trigger("news", "n", {}));
    const statuses = [await ask(), await ask(), await ask(), await ask()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
});

describe("the real client", () => {
  test("beyond the cap hears 4004 and stops, as at the hosted service", async () => {
    const { port } = await startServer({ limits: { maxConnections: 1 } });
    await connect(port);
    const second = client(port);
    const refused = event(second.connection as never, "error");
    expect(await refused).toMatchObject({ error: { data: { code: 4004 } } });
    expect(second.connection.state).toBe("disconnected");
  });

  test("comes back after a restart by itself, subscribes again and hears what is sent then", async () => {
    const before = await startServer();
    const real = await connect(before.port);
    const channel = await subscribed(real, "private-m-1");
    const again = event(channel, "pusher:subscription_succeeded");
    await before.close();
    const after = await startServer({ port: before.port });
    await again;
    const heard = event(channel, "end");
    await after.pusher.trigger("private-m-1", "end", { seq: 2 });
    expect(await heard).toEqual({ seq: 2 });
  });
});

describe("hostile frames (T-26)", () => {
  const kilobyte = "x".repeat(1024);
  test.each<[string, Buffer]>([
    ["a binary frame", frame(0x82, "\x00\x01")],
    ["invalid UTF-8", frame(0x81, Buffer.from([0xc3, 0x28]))],
    ["an unmasked frame", Buffer.from([0x81, 2, 0x7b, 0x7d])],
    ["a reserved opcode", frame(0x83, "{}")],
    ["a reserved bit", frame(0xc1, "{}")],
    ["a continuation of nothing", frame(0x80, "{}")],
    ["a message within a message", Buffer.concat([frame(0x01, "{"), frame(0x81, "}")])],
    ["a fragmented control frame", frame(0x09, "x")],
    ["a control frame of 126 bytes", frame(0x89, "x".repeat(126))],
    ["a length of 2^63", Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ["a close frame with half a code", frame(0x88, "x")],
    ["a close frame with a forbidden code", frame(0x88, Buffer.from([0x03, 0xed]))],
    [
      "fragments that add up beyond the limit",
      Buffer.concat([frame(0x01, kilobyte), ...Array.from({ length: 16 }, () => frame(0x00, kilobyte))]),
    ],
    [
      "empty fragments without end",
      Buffer.concat([frame(0x01, "{"), ...Array.from({ length: 2000 }, () => frame(0x00, ""))]),
    ],
  ])("%s disturbs nobody else", async (_name, bytes) => {
    const { port, pusher } = await startServer({ limits: { activityTimeoutMs: 60, pongTimeoutMs: 60 } });
    const { received } = await bystander(port);
    const tcp = await bare(port);
    const closed = once(tcp, "close");
    tcp.resume().write(bytes);
    await pusher.trigger("news", "end", {});
    expect(await received).toEqual([["end", {}]]);
    // Refused at once or, where the frame was answered, dropped for its silence.
    await closed;
  });

  test("fragments of one message are one message", async () => {
    const { port } = await startServer();
    const tcp = await bare(port);
    const text = JSON.stringify({ event: "pusher:subscribe", data: { channel: "news" } });
    const answered = once(tcp, "data");
    tcp.write(Buffer.concat([frame(0x01, text.slice(0, 9)), frame(0x89, ""), frame(0x80, text.slice(9))]));
    const chunks = [String((await answered)[0])];
    while (!chunks.join("").includes("subscription_succeeded"))
      chunks.push(String((await once(tcp, "data"))[0]));
    expect(chunks.join("")).toContain('"channel":"news"');
  });

  test("a handshake that never ends is ended", async () => {
    const { port, ask } = await startServer({ limits: { handshakeTimeoutMs: 100 } });
    const tcp = connectTcp(port, "127.0.0.1");
    cleanups.push(() => tcp.destroy());
    await once(tcp, "connect");
    tcp.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n`);
    const closed = once(tcp.resume(), "close");
    expect(await ask("/channels")).toEqual({ channels: {} });
    await closed;
  });

  test("a peer that pings and never reads is cut", async () => {
    const { port, pusher, ask } = await startServer({ limits: { maxBufferedBytes: 64 * 1024 } });
    const tcp = await bare(port);
    tcp.write(frame(0x81, JSON.stringify({ event: "pusher:subscribe", data: { channel: "news" } })));
    tcp.pause();
    const count = async () =>
      ((await ask("/channels/news", { info: "subscription_count" })) as { subscription_count: number })
        .subscription_count;
    while ((await count()) === 0);
    // How much the kernel takes on the way differs between machines.
    for (let round = 0; (await count()) === 1 && round < 5000; round += 1) {
      tcp.write(frame(0x89, "ping"));
      const event = { channel: "news", name: "n", data: "x".repeat(10_000) };
      await pusher.triggerBatch(Array.from({ length: 10 }, () => ({ ...event })));
    }
    expect(await count()).toBe(0);
  });

  test("500 mutated messages leave the traffic of five others as it was", async () => {
    const { port, pusher } = await startServer({ limits: { messages: { perSecond: 1000, burst: 1000 } } });
    const others = await Promise.all(Array.from({ length: 5 }, () => bystander(port)));
    const mutants = [...mutatedMessages(500)];
    let sent = 0;
    let hostile = await connectRaw(port);
    for (const [index, mutant] of mutants.entries()) {
      if (hostile.ws.readyState !== WebSocket.OPEN) hostile = await connectRaw(port);
      hostile.ws.send(mutant);
      sent += 1;
      if (index % 50 === 0) await pusher.trigger("news", "round", { index });
    }
    await pusher.trigger("news", "end", {});
    const rounds = Array.from({ length: 10 }, (_, round) => ["round", { index: round * 50 }]);
    expect(sent).toBe(500);
    for (const { received } of others) expect(await received).toEqual([...rounds, ["end", {}]]);
  });
});

/** Valid messages with bytes turned, cut, doubled and swapped, the same ones on every run; some become binary. */
function* mutatedMessages(count: number): Iterable<string | Buffer> {
  const valid = [
    { event: "pusher:subscribe", data: { channel: "news" } },
    {
      event: "pusher:subscribe",
      data: { channel: "presence-a", auth: "k:0", channel_data: '{"user_id":"a"}' },
    },
    { event: "pusher:subscribe", data: { channel: "private-u-1", auth: `${app.key}:${"0".repeat(64)}` } },
    { event: "pusher:signin", data: { auth: "k:0", user_data: '{"id":"a","watchlist":["b"]}' } },
    { event: "pusher:unsubscribe", data: { channel: "news" } },
    { event: "client-typing", channel: "news", data: { __proto__: null, constructor: 1 } },
    { event: "pusher:pong", data: "[".repeat(4000) },
    { event: "pusher_internal:member_added", channel: "presence-a", data: "{}" },
  ].map((message) => JSON.stringify(message));
  let seed = 42;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const odd = ["\u0000", "💥", "\ud800", '"', "{", "[", "1e999", "null", "-", "\\u0000", "__proto__"];
  for (let index = 0; index < count; index += 1) {
    let text = valid[random(valid.length)] ?? "";
    for (let step = random(4); step >= 0; step -= 1) {
      const at = random(text.length + 1);
      const way = random(4);
      if (way === 0) text = text.slice(0, at) + odd[random(odd.length)] + text.slice(at + 1);
      else if (way === 1) text = text.slice(0, at);
      else if (way === 2) text = text.slice(at) + text.slice(0, at);
      else text = text.slice(0, at) + text.slice(random(text.length + 1)).slice(0, 200) + text.slice(at);
    }
    yield random(10) === 0 ? Buffer.from(text) : text;
  }
}
