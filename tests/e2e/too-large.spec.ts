import { closePool } from "@/db/client";
import { jarOf } from "../access/asking";
import { aForm } from "../access/built";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { sameOrigin, send } from "../access/http";
import { closeOwner } from "../support/database";
import { named, postAction } from "./support/actions";
import { expect, test } from "./support/browser";

/** proxy.ts names what is too large before Next cuts the connection: this is a test of that file. */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

const MEGABYTE = 1024 * 1024;
const text = { "content-type": "text/plain;charset=UTF-8" };

test("what is too large is refused by that name, however it is sent (T-26)", async () => {
  const big = "x".repeat(2 * MEGABYTE);
  const chunked = { "transfer-encoding": "chunked" };
  const action = named("deleteContactNow");
  expect((await postAction(w, action, JSON.stringify([big]), text)).status).toBe(413);
  // Nobody knows beforehand how long this is.
  for (const size of [2, 12]) {
    const body = JSON.stringify(["x".repeat(size * MEGABYTE)]);
    expect([400, 413]).toContain((await postAction(w, action, body, { ...text, ...chunked })).status);
  }
  const encoded = new Response(aForm([{ at: 0 }], { displayName: big }));
  const form = { "content-type": encoded.headers.get("content-type") ?? "" };
  expect((await postAction(w, named("addContactForm"), await encoded.text(), form)).status).toBe(413);

  const cookies = await jarOf(w, "organiser");
  const json = { "content-type": "application/json", ...sameOrigin };
  const room = `/api/room/${w.webinar.publicId}/heartbeat`;
  for (const size of [100_000, 2 * MEGABYTE, 12 * MEGABYTE]) {
    const body = JSON.stringify({ generation: 1, rest: "x".repeat(size) });
    const answer = await send(room, { cookies, headers: json, body });
    expect([size, answer.status, JSON.parse(answer.body).error.code]).toEqual([size, 413, "too_large"]);
    expect((await send(room, { cookies, headers: { ...json, ...chunked }, body })).status).toBe(413);
  }
  const channel = { "content-type": "application/x-www-form-urlencoded", ...sameOrigin };
  for (const path of ["/api/realtime/auth", "/api/realtime/sign-in"]) {
    const body = `socket_id=1.1&channel_name=${"x".repeat(10_000)}`;
    expect([path, (await send(path, { cookies, headers: channel, body })).status]).toEqual([path, 413]);
  }
  expect((await send("/home", { cookies })).status).toBe(200);
});
