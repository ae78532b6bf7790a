import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { channels } from "@/lib/realtime/channels";
import type { ChannelState, RealtimeConnection } from "@/lib/realtime/connection";
import { app, cleanups, connectRaw, signing, startServer } from "../support/realtime";

/** The page's connection with the real pusher-js, against the real server; only the browser's window is Node's. */
vi.stubGlobal("window", globalThis);
const nodeFetch = globalThis.fetch;

/** What the application's two signing routes answer at this moment. */
let answers: { signIn: number; auth: number; as: string };
let asked: string[];

beforeEach(async () => {
  answers = { signIn: 200, auth: 200, as: "ann" };
  asked = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const isSignIn = request.url === "/api/realtime/sign-in";
    const status = isSignIn ? answers.signIn : answers.auth;
    asked.push(`${request.url} ${status}`);
    response.writeHead(status, { "content-type": "application/json" });
    if (status !== 200) return response.end();
    const socketId = form.get("socket_id") ?? "";
    const signed = isSignIn
      ? signing.authenticateUser(socketId, { id: answers.as })
      : signing.authorizeChannel(socketId, form.get("channel_name") ?? "");
    return response.end(JSON.stringify(signed));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubGlobal("fetch", (input: string, init?: RequestInit) => nodeFetch(new URL(input, base), init));
});

const ANN = channels.user("ann");

async function pageOf(port: number, userId: string | null): Promise<RealtimeConnection> {
  const { connectionFor } = await import("@/lib/realtime/connection");
  const config = { key: app.key, host: "127.0.0.1", port, tls: false, cluster: null };
  return connectionFor({ ...config, conference: null, userId });
}

/** A listener that remembers, and can be waited for. */
function listen(connection: RealtimeConnection, name: string) {
  const states: ChannelState[] = [];
  const events: string[] = [];
  let wake: () => void = () => undefined;
  const note = () => wake();
  const stop = connection.listen(name, {
    event: (event) => {
      events.push(event);
      note();
    },
    state: (state) => {
      states.push(state);
      note();
    },
  });
  cleanups.push(stop);
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    states,
    events,
    stop,
    until,
    isNow: (state: ChannelState) => until(() => states.at(-1) === state),
  };
}

describe("the connection of a signed-in page", () => {
  test("is signed in once for all who listen, and hears the user's own events", async () => {
    const { port, pusher } = await startServer();
    const page = await pageOf(port, "ann");
    const [first, second] = [listen(page, ANN), listen(page, ANN)];
    await first.isNow("on");
    await pusher.sendToUser("ann", "list.changed", {});
    for (const one of [first, second]) await one.until(() => one.events.includes("list.changed"));
    expect(asked).toEqual(["/api/realtime/sign-in 200"]);
  });

  test("tells whoever listens later that it is on", async () => {
    const { port } = await startServer();
    const page = await pageOf(port, "ann");
    const first = listen(page, ANN);
    await first.isNow("on");
    first.stop();
    expect(listen(page, ANN).states).toEqual(["on"]);
  });

  test("comes back by itself after the application ended it, signed in and subscribed anew", async () => {
    const { port, pusher } = await startServer();
    const page = await pageOf(port, "ann");
    const [own, room] = [listen(page, ANN), listen(page, "private-m-1")];
    await own.isNow("on");
    await room.isNow("on");
    await pusher.terminateUserConnections("ann");
    await own.until(() => own.states.filter((state) => state === "on").length === 2);
    await room.until(() => room.states.filter((state) => state === "on").length === 2);
    expect(own.states).toEqual(["waiting", "on", "waiting", "on"]);
    await pusher.sendToUser("ann", "list.changed", {});
    await own.until(() => own.events.length === 1);
  });

  test("stays off where the session has ended, and so does what it listened to (T-22)", async () => {
    const { port, pusher } = await startServer();
    const page = await pageOf(port, "ann");
    const [own, room] = [listen(page, ANN), listen(page, "private-m-1")];
    await own.isNow("on");
    await room.isNow("on");
    answers = { ...answers, signIn: 403, auth: 403 };
    await pusher.terminateUserConnections("ann");
    await own.isNow("off");
    await room.isNow("off");
    await pusher.trigger("private-m-1", "roster.changed", {});
    expect([own.events, room.events]).toEqual([[], []]);
    // Whoever signs in on the same page afterwards is not held to it.
    answers = { ...answers, signIn: 200, auth: 200 };
    const again = listen(await pageOf(port, "ann"), ANN);
    await again.isNow("on");
  });

  test("does not become somebody else's: another person signed in meanwhile", async () => {
    const { port } = await startServer();
    answers.as = "bob";
    const own = listen(await pageOf(port, "ann"), ANN);
    await own.isNow("off");
  });

  test("waits for a place when the service is full", async () => {
    const { port } = await startServer({ limits: { maxConnections: 1 } });
    const first = await connectRaw(port);
    await first.next();
    const own = listen(await pageOf(port, "ann"), ANN);
    const refused = await connectRaw(port);
    expect(await refused.closed).toBe(4004);
    expect(own.states).toEqual(["waiting"]);
    first.ws.close();
    await own.isNow("on");
  });
});

test("the page of a guest never asks to be signed in", async () => {
  const { port } = await startServer();
  const page = await pageOf(port, null);
  const room = listen(page, "private-m-1");
  await room.isNow("on");
  expect(asked).toEqual(["/api/realtime/auth 200"]);
  expect(listen(page, ANN).states).toEqual(["off"]);
});
