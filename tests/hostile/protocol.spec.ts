import { closePool } from "@/db/client";
import { createConference } from "@/lib/conferences/commands";
import { jarOf, ownId } from "../access/asking";
import { actionName, aForm, type BuiltAction, builtActions, callAction, placeOf } from "../access/built";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { inTurns, sameOrigin, send } from "../access/http";
import { stateOfWorld } from "../access/personas";
import { allRouteRows } from "../access/routes";
import { actionRows } from "../access/rows/actions";
import { commandRows } from "../access/rows/commands";
import { expect, test } from "../e2e/support/browser";
import { quiet } from "../e2e/support/quiet";
import { aWebinar } from "../support/conferences";
import { closeOwner, owner } from "../support/database";
import { demoPassword, withPassword } from "../support/passwords";
import { as, codeOf } from "../support/run";
import { aPerson } from "../support/world";
import { forgetTries, readAnswer } from "./answers";
import { textsOf } from "./inputs";
import { say, stall } from "./wild";

/** Hostile inputs that are more than a text in a field: passwords, hosts, sockets, programs, late and old forms. */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

const actionNamed = (name: string): BuiltAction => {
  const action = builtActions().find((one) => one.exportedName === name);
  if (!action) throw new Error(`no action ${name}`);
  return action;
};

async function signIn(login: string, password: string) {
  await forgetTries();
  const form = aForm([{ at: 0 }], { login, password });
  const answer = await callAction(w, actionNamed("signInForm"), {}, form);
  const { outcome, code } = readAnswer(answer);
  return { status: answer.status, outcome, code };
}

test("a password of a megabyte is refused before it is hashed (H-045)", async () => {
  const { loginName } = await withPassword(await aPerson(w.tenant));
  const long = "x".repeat(900_000);
  const start = performance.now();
  const refusals = await Promise.all(Array.from({ length: 20 }, () => signIn(loginName, long)));
  expect(refusals.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual(
    Array.from({ length: 20 }, () => "refused invalid"),
  );
  // Twenty hashes alone would take as long as this allows for everything.
  expect(performance.now() - start).toBeLessThan(5000);
  expect((await send("/sign-in")).status).toBe(200);
});

test("a password counts to its last character (H-046)", async () => {
  const known = "A".repeat(72);
  const { loginName } = await withPassword(await aPerson(w.tenant), `${known}Y`);
  expect((await signIn(loginName, `${known}X`)).outcome).toBe("refused");
  expect((await signIn(loginName, known)).outcome).toBe("refused");
  expect((await signIn(loginName, `${known}Y`)).outcome).toBe("redirected");
});

test("a password counts as it was typed, in whichever form a keyboard writes its accents (H-047)", async () => {
  const typed = "  e\u0301te\u0301 🦊 kept  ";
  const { loginName } = await withPassword(await aPerson(w.tenant), typed);
  expect((await signIn(loginName, typed.trim())).outcome).toBe("refused");
  expect((await signIn(loginName, typed.normalize("NFC"))).outcome).toBe("redirected");
  expect((await signIn(loginName, typed)).outcome).toBe("redirected");
});

test("a reserved word is no conference, and nobody can name one so (H-056)", async () => {
  for (const word of textsOf("H-056")) {
    expect([word, (await send(`/c/${encodeURIComponent(word)}`)).status]).toEqual([word, 404]);
    const found = await send(`/api/lookup?id=${encodeURIComponent(word)}`);
    expect([word, found.status, JSON.parse(found.body)]).toEqual([word, 200, { found: null }]);
    const plan = { name: "Portes ouvertes", visibility: "public", publicId: word };
    expect([word, codeOf(await as(w.actors.organiser).run(createConference, plan))]).not.toEqual([
      word,
      "ok",
    ]);
  }
  expect((await send("/sign-in")).status).toBe(200);
});

test("a number of seats is a whole number within its limits (H-078)", async () => {
  const row = actionRows["lib/conferences/actions.ts#createConferenceForm"];
  const input = (await commandRows["conferences.create"]?.input(w, "organiser")) as Record<string, unknown>;
  const fields = typeof row?.sends === "function" ? row.sends(input, w) : {};
  const ask = async (seatLimit: string) => {
    await forgetTries();
    const form = aForm([{ at: 0 }], { ...fields, visibility: "public", seatLimit });
    const { outcome, code } = readAnswer(
      await callAction(w, actionNamed("createConferenceForm"), await jarOf(w, "organiser"), form),
    );
    return [seatLimit, outcome, code];
  };
  for (const bad of [
    "0",
    "1",
    "-1",
    "1.5",
    "1e308",
    "2147483648",
    "100001",
    "null",
    "NaN",
    "٤٢",
    "0x1F4\u0000",
  ]) {
    expect(await ask(bad)).toEqual([bad, "refused", "invalid"]);
  }
  expect(await ask("100")).toEqual(["100", "redirected", undefined]);
});

test("a mail's links are of this site, whatever host was asked (H-063)", async () => {
  const email = "hannah.gaste@example.org";
  const action = actionNamed("register");
  const fields = {
    publicId: w.webinar.publicId,
    locale: "en",
    browser: "A".repeat(22),
    first_name: "Hannah",
    last_name: "Gaste",
    email,
  };
  const headers = {
    ...sameOrigin,
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "https",
    forwarded: "host=evil.test",
  };
  const answer = await callAction(w, action, {}, aForm([{ at: 0 }], fields), headers);
  expect(readAnswer(answer).outcome).toBe("redirected");
  await quiet();
  const [mail] = await owner()<{ id: string }[]>`SELECT id FROM mail_messages WHERE recipient = ${email}`;
  const html = await send(`/control/mailbox/${mail?.id}/html`, {
    cookies: await jarOf(w, "administrator"),
    headers: { ...headers, host: "evil.test" },
  });
  expect(html.status).toBe(200);
  expect(html.body).toContain(`${process.env.BASE_URL}/j/`);
  expect(html.body).not.toContain("evil.test");
});

test("requests that two servers could read differently are refused, and their connection ends (H-126)", async () => {
  const head = "POST /api/health HTTP/1.1\r\nHost: localhost\r\n";
  const wrong: Record<string, string> = {
    "two lengths": `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`,
    "a length and chunks": `${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
    "chunks twice": `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    "a chunk that is none": `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`,
    "a negative length": `${head}Content-Length: -1\r\n\r\n`,
    "a header of 64 kB": `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"x".repeat(65_536)}\r\n\r\n`,
    "a folded header": "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n folded\u0000\r\n\r\n",
    "a space before the colon": "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "no host": "GET / HTTP/1.1\r\n\r\n",
    "bare line feeds and rubbish": "GET / HTTP/1.1\nrubbish\n\n",
    "no request at all": "\u0016\u0003\u0001\u0002\u0000 TLS\r\n\r\n",
  };
  for (const [what, bytes] of Object.entries(wrong)) {
    const { status, closed } = await say(bytes);
    expect([what, status, closed]).toEqual([what, what === "a header of 64 kB" ? 431 : 400, true]);
  }
  const many = Array.from({ length: 500 }, (_, i) => `X-H${i}: v\r\n`).join("");
  const { status } = await say(
    `GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${many}\r\n`,
  );
  expect([200, 400, 431]).toContain(status);
});

test("who sends slowly or only in part holds up nobody, and is cut (H-101, H-127)", async () => {
  test.setTimeout(180_000);
  const { loginName } = await withPassword(await aPerson(w.tenant));
  await quiet();
  const before = await stateOfWorld();
  const slowHead = await stall(250, "POST /api/realtime/auth HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  const slowBody = await stall(
    250,
    "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n0123456789",
  );
  const times = await inTurns(Array.from({ length: 40 }), 2, async () => {
    const start = performance.now();
    expect((await send("/sign-in")).status).toBe(200);
    return performance.now() - start;
  });
  const sorted = times.sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length * 0.95)]).toBeLessThan(2000);
  // Not even to sign in, where passwords wait in line behind those that never end.
  expect((await signIn(loginName, demoPassword)).outcome).toBe("redirected");
  // Node looks every half minute for heads that took longer than a minute.
  await expect.poll(slowHead.open, { timeout: 100_000, intervals: [1000] }).toBe(0);
  slowBody.end();
  expect(await stateOfWorld()).toBe(before);
  expect((await send("/sign-in")).status).toBe(200);
});

test("no answer that depends on a cookie may be kept by whoever passes it on (H-128)", async () => {
  const cookies = await jarOf(w, "organiser");
  const kept: string[] = [];
  for (const { file, row } of allRouteRows.filter((one) => !one.row.post)) {
    for (const more of [{}, { rsc: "1" }, { "x-forwarded-host": "evil.test" }] as Record<string, string>[]) {
      const answer = await send(row.path(ownId(row, w), w), { cookies, headers: { ...sameOrigin, ...more } });
      const rule = answer.headers["cache-control"] ?? "";
      if (!/no-store|no-cache/.test(rule) || /public/.test(rule)) kept.push(`${file}: ${rule}`);
      if (answer.body.includes("evil.test")) kept.push(`${file}: says evil.test`);
    }
  }
  expect(kept).toEqual([]);
});

test("a form that came too late, or from an old build, is refused and keeps what was typed (H-162)", async () => {
  const over = await aWebinar(w, { startsInMinutes: 30 });
  const [{ publicId }] = [over];
  const typed = { first_name: "Zoé", last_name: "Tardive", email: "zoe.tardive@example.org" };
  const fields = { publicId, locale: "fr", browser: "B".repeat(22), ...typed };
  const late = async () => {
    const answer = await callAction(w, actionNamed("register"), {}, aForm([{ at: 0 }], fields));
    return readAnswer(answer);
  };
  await owner()`UPDATE conferences SET cancelled_at = app_now() WHERE id = ${over.id}`;
  const refused = await late();
  expect([refused.outcome, refused.code]).toEqual(["refused", "conference_cancelled"]);
  expect(refused.values).toMatchObject(typed);
  await owner()`UPDATE conferences SET deleted_at = app_now() WHERE id = ${over.id}`;
  expect(await late()).toMatchObject({ outcome: "refused", values: typed });
  const old = { ...actionNamed("register"), id: `7f${"0".repeat(40)}` };
  const stale = await callAction(w, old, {}, aForm([{ at: 0 }], fields));
  expect(stale.status).toBe(409);
});

test("a personal link that programs open is not used up (H-165)", async () => {
  const path = `/j/${w.token}`;
  const before = await stateOfWorld();
  for (const headers of [{}, { purpose: "prefetch" }, { rsc: "1", "next-router-prefetch": "1" }] as Record<
    string,
    string
  >[]) {
    for (const method of ["GET", "HEAD"]) {
      const answer = await send(path, { headers, method });
      expect([headers, method, answer.status, answer.cookies]).toEqual([headers, method, 200, []]);
    }
  }
  expect(await stateOfWorld()).toBe(before);
  const entered = await send(`${path}/enter`, {
    headers: { ...sameOrigin, "content-type": "application/x-www-form-urlencoded" },
    body: "",
  });
  expect([entered.status, entered.headers.location?.endsWith("/room")]).toEqual([303, true]);
});

test("every action has a page of its own to be called on", () => {
  const lost = builtActions().filter((action) => /\[\w+\]/.test(placeOf(action, w)));
  expect(lost.map(actionName)).toEqual([]);
});
