import { closePool } from "@/db/client";
import { jarOf } from "../access/asking";
import { aForm, type BuiltAction, builtActions, placeOf } from "../access/built";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { type Answer, sameOrigin, send } from "../access/http";
import { stateOfWorld } from "../access/personas";
import { malformedArguments, malformedForms } from "../hostile/wire";
import { closeOwner } from "../support/database";
import { expect, test } from "./support/browser";
import { quiet } from "./support/quiet";

/** What no form of ours sends is refused as what it is: the sender's fault, at once, and nothing stops for it. */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

const named = (name: string): BuiltAction => {
  const action = builtActions().find(({ exportedName }) => exportedName === name);
  if (!action) throw new Error(`no action ${name}`);
  return action;
};

const MEGABYTE = 1024 * 1024;

async function post(action: BuiltAction, body: string, headers: Record<string, string>): Promise<Answer> {
  const cookies = await jarOf(w, "organiser");
  return send(placeOf(action, w), {
    cookies,
    headers: { ...sameOrigin, "next-action": action.id, ...headers },
    body,
  });
}

const text = { "content-type": "text/plain;charset=UTF-8" };

test("malformed arguments of a server action are refused at once, and the next request is served (T-10, T-26)", async () => {
  await quiet();
  const before = await stateOfWorld();
  for (const [what, body] of Object.entries(malformedArguments())) {
    const start = performance.now();
    const { status } = await post(named("deleteContactNow"), body, text);
    expect([what, status < 500, performance.now() - start < 5000]).toEqual([what, true, true]);
  }
  for (const [what, { body, type }] of Object.entries(malformedForms())) {
    const action = named("addContactForm");
    const headers = { "content-type": type };
    expect([what, (await post(action, body, headers)).status < 500]).toEqual([what, true]);
    // The same as a browser without scripts sends it.
    const plain = await send(placeOf(action, w), {
      cookies: await jarOf(w, "organiser"),
      headers: { ...sameOrigin, ...headers },
      body,
    });
    expect([what, plain.status < 500]).toEqual([what, true]);
  }
  expect(await stateOfWorld()).toBe(before);
  expect((await send("/sign-in")).status).toBe(200);
});

test("what is too large is refused by that name, however it is sent (T-26)", async () => {
  const big = "x".repeat(2 * MEGABYTE);
  const chunked = { "transfer-encoding": "chunked" };
  const action = named("deleteContactNow");
  expect((await post(action, JSON.stringify([big]), text)).status).toBe(413);
  // Nobody knows beforehand how long this is.
  for (const size of [2, 12]) {
    const body = JSON.stringify(["x".repeat(size * MEGABYTE)]);
    expect([400, 413]).toContain((await post(action, body, { ...text, ...chunked })).status);
  }
  const encoded = new Response(aForm([{ at: 0 }], { displayName: big }));
  const form = { "content-type": encoded.headers.get("content-type") ?? "" };
  expect((await post(named("addContactForm"), await encoded.text(), form)).status).toBe(413);

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

test("JSON that is none and methods that no page has are refused (T-26)", async () => {
  const json = { "content-type": "application/json", ...sameOrigin };
  for (const path of ["session", "signout", "callback/credentials", "_log"]) {
    for (const body of ["{{{{", "\u0000", "x"]) {
      expect([path, body, (await send(`/api/auth/${path}`, { headers: json, body })).status]).toEqual([
        path,
        body,
        400,
      ]);
    }
  }
  for (const method of ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"]) {
    for (const path of ["/home", "/api/health", "/people/contacts/%ff"]) {
      const { status } = await send(path, { method });
      expect([method, path, status < 500]).toEqual([method, path, true]);
    }
  }
});
