import { closePool } from "@/db/client";
import { ask, jarOf, ownId } from "../access/asking";
import { aForm, builtActions, callAction } from "../access/built";
import { cookiesOf } from "../access/cookies";
import { type FurnishedWorld, furnishedWorld, marksOf } from "../access/furnished";
import { sameOrigin, send } from "../access/http";
import { personas, stateOfWorld } from "../access/personas";
import { marksIn } from "../access/read";
import { allRouteRows } from "../access/routes";
import { aPrivateMeeting } from "../support/conferences";
import { closeOwner, owner } from "../support/database";
import { expect, test } from "./support/browser";
import { quiet } from "./support/quiet";

/** What is written over HTTP: in whose name, and from which pages. Nothing here needs proxy.ts. */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

/** What other sites' pages and programs send. */
const foreignOrigins: Record<string, string>[] = [
  {},
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
  { origin: "https://elsewhere.example" },
  { origin: "null" },
  { origin: "https://elsewhere.example", "x-forwarded-host": "elsewhere.example" },
  { "sec-fetch-site": "cross-site", origin: process.env.BASE_URL ?? "" },
];

const posts = allRouteRows.filter(({ row }) => row.post && Object.values(row.expect).includes(200));

for (const { file, row } of posts) {
  test(`other sites cannot post in a person's name (M-03): ${file}`, async () => {
    await quiet();
    const persona = personas.find((one) => row.expect[one] === 200) ?? "organiser";
    const before = await stateOfWorld();
    for (const headers of foreignOrigins) {
      const answer = await ask(w, row, persona, ownId(row, w), headers);
      expect([headers, answer.status]).toEqual([headers, 403]);
    }
    expect(await stateOfWorld()).toBe(before);
  });
}

test("reads that answer programs refuse other sites, too, where they act for a device", async () => {
  const row = allRouteRows.find(({ file }) => file.includes("/events/"))?.row;
  if (!row) throw new Error("no such route");
  for (const headers of foreignOrigins) {
    expect((await ask(w, row, "organiser", ownId(row, w), headers)).status).toBe(403);
  }
});

test("every server action of the build is a line of an actions.ts (T-02)", () => {
  const known = builtActions();
  expect(known.length).toBeGreaterThan(10);
  const strange = known.filter(({ filename }) => !/^lib\/.+\/actions\.ts$/.test(filename));
  expect(strange).toEqual([]);
});

test("server actions do nothing for strangers who name what is not theirs (T-02)", async () => {
  await quiet();
  const marks = await marksOf(w.tenant);
  const named = {
    id: w.meeting.id,
    conferenceId: w.meeting.id,
    publicId: w.meeting.publicId,
    userId: w.people.member.userId,
    login: w.people.member.loginName,
    token: "A".repeat(43),
    version: "1",
    name: "Autre nom",
  };
  const before = await stateOfWorld();
  const { id, userId, login, publicId, token } = named;
  const forms: Record<string, string>[] = [{ id }, { login }, { publicId }, { token }, named];
  for (const action of builtActions()) {
    for (const persona of ["anonymous", "guest", "foreigner"] as const) {
      // To end one's own sessions is everybody's right.
      if (persona === "foreigner" && /^(signOut|endOthers)/.test(action.exportedName)) continue;
      const jar = await jarOf(w, persona);
      const tries = [
        [],
        [named],
        [{ at: 0 }, named],
        ...[{ id }, { userId }, { publicId }].map((one) => [one]),
        ...forms.flatMap((one) => [aForm([], one), aForm([{ at: 0 }], one)]),
      ];
      for (const args of tries) {
        const { body } = await callAction(w, action, jar, args);
        const words = marksIn(body, marks).filter((mark) => !Object.values(named).includes(mark));
        expect([action.exportedName, persona, words]).toEqual([action.exportedName, persona, []]);
      }
      expect([action.exportedName, persona, await stateOfWorld()]).toEqual([
        action.exportedName,
        persona,
        before,
      ]);
    }
  }
});

test("and the same calls do their work for those they are for", async () => {
  const { id } = await aPrivateMeeting(w);
  const action = builtActions().find(({ exportedName }) => exportedName === "cancelConferenceNow");
  if (!action) throw new Error("no such action");
  await callAction(w, action, await jarOf(w, "organiser"), [{ id }]);
  const [row] = await owner()<{ cancelled: boolean }[]>`
    SELECT cancelled_at IS NOT NULL AS cancelled FROM conferences WHERE id = ${id}`;
  expect(row?.cancelled).toBe(true);
});

test("other sites cannot call a server action in a person's name (M-03)", async () => {
  const action = builtActions().find(({ exportedName }) => exportedName === "chooseTheme");
  if (!action) throw new Error("no such action");
  const jar = await jarOf(w, "member");
  const theme = async () => {
    const [row] = await owner()<{ theme: string | null }[]>`
      SELECT theme FROM users WHERE id = ${w.people.member.userId}`;
    return row?.theme;
  };
  await callAction(w, action, jar, aForm([], { theme: "light" }));
  expect(await theme()).toBe("light");
  for (const headers of foreignOrigins) {
    await callAction(w, action, jar, aForm([], { theme: "dark" }), headers);
    expect([headers, await theme()]).toEqual([headers, "light"]);
  }
});

test("the scheduler's routes answer whoever knows the secret, and nobody who nearly does", async () => {
  const secret = process.env.CRON_SECRET ?? "";
  const ask = async (authorization: string, path = "/api/cron/outbox", body: string | undefined = "") =>
    (await send(path, { headers: { authorization }, body })).status;
  expect(await ask(`Bearer ${secret}`)).toBe(200);
  expect(await ask(`Bearer ${secret}`, "/api/cron/no-such-job")).toBe(404);
  const list = await send("/api/cron", { headers: { authorization: `Bearer ${secret}` } });
  expect(list.status).toBe(200);
  for (const wrong of [
    "",
    "Bearer",
    `Bearer ${secret}x`,
    `Bearer ${secret.slice(1)}`,
    `Basic ${secret}`,
    secret,
  ]) {
    expect([wrong, await ask(wrong)]).toEqual([wrong, 404]);
  }
});

test("next-auth's own routes end and begin a session only with their token", async () => {
  const jar = await cookiesOf(w, "unlicensed");
  const form = { "content-type": "application/x-www-form-urlencoded", ...sameOrigin };
  await send("/api/auth/signout", { cookies: jar, headers: form, body: "json=true" });
  expect((await send("/home", { cookies: jar })).status).toBe(200);
  const { loginName } = w.people.unlicensed;
  const body = String(new URLSearchParams({ login: loginName, password: "x", json: "true" }));
  const answer = await send("/api/auth/callback/credentials", { headers: form, body });
  expect(answer.cookies.filter((cookie) => cookie.startsWith("foyer.session=ey"))).toEqual([]);
});
