import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import {
  cleanups,
  connect,
  connectAs,
  connectRaw,
  event,
  signing,
  startServer,
  subscribed,
} from "@/tests/support/realtime";

type Hook = { name: string; channel: string; user_id?: string; subscription_count?: number };
type Received = { valid: boolean; events: Hook[]; time: Date };

/** An application that receives webhooks, reads them with the real library, and answers with the given statuses. */
async function receiver(statuses: number[] = []) {
  const received: Received[] = [];
  let wake: () => void = () => undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const rawBody = Buffer.concat(chunks).toString();
    const hook = signing.webhook({ headers: request.headers, rawBody });
    received.push({
      valid: hook.isValid(),
      events: hook.getEvents() as unknown as Hook[],
      time: hook.getTime(),
    });
    response.writeHead(statuses.shift() ?? 200).end();
    wake();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => server.close());
  /** Waits until the requests so far satisfy a condition. */
  const until = async (condition: (received: Received[]) => boolean) => {
    while (!condition(received)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return received;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, until };
}

const fast = { batchMs: 20, departureMs: 20, retryMs: 20 };
const all = (received: Received[]) => received.flatMap((request) => request.events);
const has = (name: string) => (received: Received[]) => all(received).some((hook) => hook.name === name);

describe("webhooks", () => {
  test("channels that open and close and people who come and go are told in order, signed", async () => {
    const { url, until } = await receiver();
    const { port } = await startServer({ webhook: { url, ...fast } });
    const client = await connectAs(port, { member: { user_id: "ann" } });
    await subscribed(client, "presence-room");
    await until(has("member_added"));
    client.unsubscribe("presence-room");
    const received = await until(has("channel_vacated"));
    expect(all(received)).toEqual([
      { name: "channel_occupied", channel: "presence-room" },
      { name: "member_added", channel: "presence-room", user_id: "ann" },
      { name: "member_removed", channel: "presence-room", user_id: "ann" },
      { name: "channel_vacated", channel: "presence-room" },
    ]);
    expect(received.every((request) => request.valid)).toBe(true);
    expect(Math.abs(Date.now() - (received[0]?.time.getTime() ?? 0))).toBeLessThan(60_000);
  });

  test("what happens within a moment comes in one request", async () => {
    const { url, until } = await receiver();
    const { port } = await startServer({ webhook: { url, ...fast, batchMs: 300 } });
    const client = await connect(port);
    await Promise.all(["a", "b", "c"].map((name) => subscribed(client, name)));
    const received = await until((list) => all(list).length === 3);
    expect(received).toHaveLength(1);
  });

  test("whoever reconnects in time has never left", async () => {
    const { url, until } = await receiver();
    const { port } = await startServer({ webhook: { url, ...fast, departureMs: 60_000 } });
    const member = { member: { user_id: "ann" } };
    const first = await connectAs(port, member);
    await subscribed(first, "presence-room");
    first.disconnect();
    await subscribed(await connectAs(port, member), "presence-room");
    await subscribed(await connect(port), "later");
    const received = await until((list) => all(list).some((hook) => hook.channel === "later"));
    expect(all(received).map((hook) => `${hook.name} ${hook.channel}`)).toEqual([
      "channel_occupied presence-room",
      "member_added presence-room",
      "channel_occupied later",
    ]);
  });

  test("a receiver that fails is tried again with the same events until it takes them, in order", async () => {
    const { url, until } = await receiver([500, 302, 503]);
    const { port } = await startServer({ webhook: { url, ...fast } });
    const client = await connect(port);
    await subscribed(client, "first");
    await until((list) => list.length >= 2);
    await subscribed(client, "second");
    const received = await until((list) => all(list).some((hook) => hook.channel === "second"));
    expect(received.map((request) => request.events[0]?.channel)).toEqual([
      "first",
      "first",
      "first",
      "first",
      "second",
    ]);
  });

  test("counts are told when they were asked for; client events and the users' own channels never", async () => {
    const { url, until } = await receiver();
    const { port } = await startServer({ webhook: { url, ...fast }, hasSubscriptionCounts: true });
    const client = await connectRaw(port);
    client.say(
      "pusher:signin",
      signing.authenticateUser((await client.next()).data.socket_id, { id: "ann" }),
    );
    client.say("pusher:subscribe", { channel: "#server-to-user-ann" });
    client.say("client-typing", {});
    const other = await connect(port);
    const counted = event(other.subscribe("news"), "pusher:subscription_count");
    await counted;
    const received = await until(has("subscription_count"));
    expect(all(received)).toEqual([
      { name: "channel_occupied", channel: "news" },
      { name: "subscription_count", channel: "news", subscription_count: 1 },
    ]);
  });

  test("a receiver that is away holds up neither events nor the end of the server", async () => {
    const { port, pusher, close } = await startServer({
      webhook: { url: "http://127.0.0.1:9/hook", ...fast },
    });
    const channel = await subscribed(await connect(port), "news");
    const heard = event(channel, "end");
    await pusher.trigger("news", "end", {});
    expect(await heard).toEqual({});
    await close();
  });
});
