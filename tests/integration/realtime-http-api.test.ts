import Pusher from "pusher";
import { describe, expect, test } from "vitest";
import { app, connect, post, startServer, subscribed, untilEnd } from "@/tests/support/realtime";

const EVENTS = `/apps/${app.appId}/events`;
const anEvent = (data: string) => JSON.stringify({ name: "n", channel: "news", data });
const statusOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 200,
    (error: { status: number }) => error.status,
  );

describe("HTTP signatures and limits", () => {
  test("a request is accepted only with every part of its signature right", async () => {
    const { port } = await startServer();
    const body = anEvent("1");
    const now = Math.floor(Date.now() / 1000);
    const status = async (spoil: Parameters<typeof post>[3]) =>
      (await post(port, EVENTS, body, spoil)).status;
    expect(await status({})).toBe(200);
    expect(await status({ query: { auth_timestamp: String(now - 590) } })).toBe(200);
    expect(await status({ secret: "another" })).toBe(401);
    expect(await status({ query: { auth_key: "another" } })).toBe(401);
    expect(await status({ query: { auth_version: "2.0" } })).toBe(401);
    expect(await status({ query: { auth_timestamp: String(now - 610) } })).toBe(401);
    expect(await status({ query: { auth_timestamp: String(now + 610) } })).toBe(401);
    expect(await status({ query: { auth_timestamp: "NaN" } })).toBe(401);
    expect(await status({ query: { body_md5: "0".repeat(32) } })).toBe(401);
    expect((await post(port, "/apps/app-2/events", body)).status).toBe(404);
    expect((await post(port, `/apps/${app.appId}/nothing`, body)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}${EVENTS}`, { method: "POST", body })).status).toBe(401);
  });

  test("the real library is refused with 401 when its secret is wrong", async () => {
    const { port } = await startServer();
    const wrong = { ...app, secret: "wrong", host: "127.0.0.1", port: String(port), useTLS: false };
    expect(await statusOf(new Pusher(wrong).trigger("news", "n", {}))).toBe(401);
  });

  test.each<[string, unknown, number]>([
    ["data of 10,240 bytes", { data: "x".repeat(10_240) }, 200],
    ["data of 10,241 bytes", { data: "x".repeat(10_241) }, 413],
    ["data of 10,241 bytes in fewer characters", { data: `${"é".repeat(5_120)}x` }, 413],
    ["data that is not a string", { data: {} }, 400],
    ["100 channels", { channels: Array.from({ length: 100 }, (_, index) => `c-${index}`) }, 200],
    ["101 channels", { channels: Array.from({ length: 101 }, (_, index) => `c-${index}`) }, 400],
    ["no channel", { channels: [] }, 400],
    ["an encrypted channel among others", { channels: ["private-encrypted-room", "news"] }, 400],
    ["an invalid channel among valid ones", { channels: ["news", "a:b"] }, 400],
    ["a name of 200 characters", { name: "n".repeat(200) }, 200],
    ["a name of 201 characters", { name: "n".repeat(201) }, 400],
    ["a reserved name", { name: "pusher_internal:subscription_succeeded" }, 400],
    ["an invalid socket id", { socket_id: "one" }, 400],
  ])("an event with %s is answered properly", async (_name, change, status) => {
    const { port } = await startServer();
    const body = { name: "n", data: "1", channels: ["news"], ...(change as object) };
    expect((await post(port, EVENTS, JSON.stringify(body))).status).toBe(status);
  });

  test("a body that is not an object or beyond any limit is refused", async () => {
    const { port } = await startServer();
    for (const body of ["", "null", "[", '"text"', "[1]"]) {
      expect((await post(port, EVENTS, body)).status).toBe(400);
    }
    const response = await post(port, EVENTS, anEvent("x".repeat(1024 * 1024)));
    expect([response.status, await response.text()]).toEqual([413, "The body is too large"]);
  });

  test("a batch with one bad event or more than ten has no effect at all", async () => {
    const { port, pusher } = await startServer();
    const received = untilEnd(await subscribed(await connect(port), "news"));
    const good = { channel: "news", name: "n", data: 1 };
    const bad = { ...good, data: "x".repeat(10_241) };
    expect(await statusOf(pusher.triggerBatch([good, bad]))).toBe(413);
    expect(await statusOf(pusher.triggerBatch(Array.from({ length: 11 }, () => ({ ...good }))))).toBe(400);
    const full = Array.from({ length: 10 }, (_, index) => ({ ...good, name: index < 9 ? "n" : "end" }));
    expect(await statusOf(pusher.triggerBatch(full))).toBe(200);
    expect(await received).toEqual(full.map(({ name }) => [name, 1]));
  });
});
