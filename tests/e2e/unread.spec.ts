import { closePool } from "@/db/client";
import { jarOf } from "../access/asking";
import { placeOf } from "../access/built";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { sameOrigin, send } from "../access/http";
import { stateOfWorld } from "../access/personas";
import { malformedArguments, malformedForms } from "../hostile/wire";
import { closeOwner } from "../support/database";
import { named, postAction } from "./support/actions";
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

const text = { "content-type": "text/plain;charset=UTF-8" };

test("malformed arguments of a server action are refused, and the next request is served (T-10, T-26)", async () => {
  await quiet();
  const before = await stateOfWorld();
  for (const [what, body] of Object.entries(malformedArguments())) {
    const { status } = await postAction(w, named("deleteContactNow"), body, text);
    expect([what, status < 500]).toEqual([what, true]);
  }
  for (const [what, { body, type }] of Object.entries(malformedForms())) {
    const action = named("addContactForm");
    const headers = { "content-type": type };
    expect([what, (await postAction(w, action, body, headers)).status < 500]).toEqual([what, true]);
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
