import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createUser, setLicence } from "@/lib/accounts/commands";
import { findHolder, listHolders } from "@/lib/accounts/holders/queries";
import { disableUser } from "@/lib/accounts/users/commands";
import { signOut } from "@/lib/auth/commands";
import { extendLicence, goOnline, saveLicencePools, saveLicenceTerms } from "@/lib/licences/commands";
import { countOnline, getLicenceTerms, getLicenceView } from "@/lib/licences/queries";
import { stampOf } from "@/lib/licences/rules";
import { join } from "@/lib/live/commands";
import { actorOfSession } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { aRoom } from "../support/conferences";
import { clock, owner } from "../support/database";
import { as, codeOf } from "../support/run";
import { aPerson, aRequest, aSession, type Person, signedIn, type World, world } from "../support/world";

let w: World;
beforeAll(async () => {
  w = await world();
});

const terms = () => withActor(w.actors.administrator, getLicenceTerms);

async function setTerms(change: { shows?: boolean; mayExtend?: boolean; extensions?: number | null }) {
  const now = await terms();
  const { shows, mayExtend, extensions } = { ...now, ...change };
  await as(w.actors.administrator).do(saveLicenceTerms, { was: stampOf(now), shows, mayExtend, extensions });
}

async function setPools(change: { pro?: number | null; online?: number | null }) {
  const now = await terms();
  const { pro, online } = { ...now, ...change };
  await as(w.actors.administrator).do(saveLicencePools, { was: stampOf(now), pro, online });
}

beforeEach(async () => {
  await setTerms({ shows: true, mayExtend: true, extensions: null });
  await setPools({ pro: null, online: null });
});

const endOf = async ({ userId }: Person) => {
  const [row] = await owner()<
    { at: Date | null }[]
  >`SELECT expires_at AS at FROM licences WHERE user_id = ${userId}`;
  return row?.at?.toISOString() ?? null;
};

describe("the extension", () => {
  afterEach(() => clock.reset());

  test.each([
    ["before its end, in winter", "2027-01-10T08:00:00Z", "2027-01-11T08:00:00Z", "2027-01-12T08:00:00Z"],
    ["over the short day in spring", "2027-03-27T10:00:00Z", "2027-03-27T11:00:00Z", "2027-03-28T11:00:00Z"],
    ["over the long day in autumn", "2027-10-30T09:00:00Z", "2027-10-30T10:00:00Z", "2027-10-31T10:00:00Z"],
  ])(
    "[D08, D09] is 24 hours of absolute time from the end: %s (rule 5.2)",
    async (_what, now, end, after) => {
      await clock.set(new Date(now));
      const person = await aPerson(w.tenant, { licence: new Date(end) });
      const actor = await signedIn(person);
      await as(actor).do(extendLicence, { seen: new Date(end).toISOString() });
      expect(await endOf(person)).toBe(new Date(after).toISOString());
    },
  );

  test("[D09] counts from now when the licence has ended, and then its holder gets in again", async () => {
    const end = new Date((await clock.now()).getTime() - 5 * 3600_000);
    const person = await aPerson(w.tenant, { licence: end });
    const room = await aRoom(w, { people: [{ userId: person.userId, role: "attendee" }] });
    const tries = async () =>
      codeOf(
        await as(await signedIn(person)).run(join, {
          publicId: room.publicId,
          clientId: crypto.randomUUID(),
        }),
      );
    await as(w.actors.organiser).do(join, { publicId: room.publicId, clientId: crypto.randomUUID() });
    expect(await tries()).toBe("no_licence");
    const before = await clock.now();
    const { until } = await as(await signedIn(person)).do(extendLicence, { seen: end.toISOString() });
    const hours = (Date.parse(until) - before.getTime()) / 3600_000;
    expect(hours).toBeGreaterThanOrEqual(24);
    expect(hours).toBeLessThan(24.1);
    expect(await tries()).toBe("ok");
    // What the page shows can be extended again, whatever the clock's microseconds were.
    const again = await as(await signedIn(person)).do(extendLicence, { seen: until });
    expect(Date.parse(again.until) - Date.parse(until)).toBe(24 * 3600_000);
  });

  test("[D09] ten presses at once and one in another tab are one extension (rule 5.3)", async () => {
    const end = new Date((await clock.now()).getTime() + 3600_000);
    const person = await aPerson(w.tenant, { licence: end });
    const actor = await signedIn(person);
    const press = () => as(actor).do(extendLicence, { seen: end.toISOString() });
    const answers = [...(await Promise.all(Array.from({ length: 10 }, press))), await press()];
    const until = new Date(end.getTime() + 24 * 3600_000).toISOString();
    expect(answers.filter((answer) => answer.extended)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.until))).toEqual(new Set([until]));
    const [row] = await owner()`SELECT extensions FROM licences WHERE user_id = ${person.userId}`;
    expect(row).toEqual({ extensions: 1 });
    const audits = await owner()`SELECT diff->>'extended' AS extended FROM audit_events
      WHERE action = 'licences.extend' AND target_id = ${person.userId} AND outcome = 'ok'`;
    expect(audits.filter((each) => each.extended === "true")).toHaveLength(1);
  });

  test("[D11, D12, D13] switched off, hidden or used up, it is refused for the reason that the page shows", async () => {
    const end = new Date((await clock.now()).getTime() + 3600_000);
    const person = await aPerson(w.tenant, { licence: end });
    const actor = await signedIn(person);
    const run = (seen = end) => as(actor).run(extendLicence, { seen: seen.toISOString() });
    const shown = async () => (await withActor(actor, getLicenceView)).extension;
    const ask = w.people.administrator.name;
    for (const off of [{ mayExtend: false }, { shows: false }]) {
      await setTerms({ shows: true, mayExtend: true, ...off });
      expect(await run()).toMatchObject({
        error: { code: "licence_renewal_off", params: { administrator: ask } },
      });
      expect(await shown()).toMatchObject({ reason: "licence_renewal_off" });
    }
    await setTerms({ shows: true, mayExtend: true, extensions: 1 });
    expect(await shown()).toBe(true);
    expect(codeOf(await run())).toBe("ok");
    expect(await run(new Date(end.getTime() + 24 * 3600_000))).toMatchObject({
      error: { code: "licence_extensions_used", params: { limit: 1, administrator: ask } },
    });
    expect(await shown()).toMatchObject({ reason: "licence_extensions_used" });
    const denied = await owner()`SELECT reason FROM audit_events
      WHERE action = 'licences.extend' AND actor_id = ${person.userId} AND outcome = 'denied' ORDER BY occurred_at`;
    expect(denied.map((each) => each.reason)).toEqual([
      "licence_renewal_off",
      "licence_renewal_off",
      "licence_extensions_used",
    ]);
  });

  test("[D08] a permanent licence has no end to move, and none is not extended into one", async () => {
    const seen = new Date().toISOString();
    expect(codeOf(await as(w.actors.member).run(extendLicence, { seen }))).toBe("licence_is_permanent");
    expect(codeOf(await as(w.actors.unlicensed).run(extendLicence, { seen }))).toBe("no_licence");
  });

  test("[D13] an application that is taken over cannot give itself a licence", async () => {
    const person = await aPerson(w.tenant, { licence: "none" });
    await expect(
      withActor(await signedIn(person), (scope) =>
        scope.tx.execute(`INSERT INTO licences (tenant_id, user_id, term)
          VALUES ('${person.tenantId}', '${person.userId}', 'permanent')`),
      ),
    ).rejects.toThrow();
  });
});

describe("the pool of PRO licences", () => {
  test("[D13] is never given out beyond its size, not even by twenty administrators at once", async () => {
    const tenant = w.other;
    const admin = w.actors.foreignAdministrator;
    const people = await Promise.all(Array.from({ length: 20 }, () => aPerson(tenant, { licence: "none" })));
    const [used] = await owner()<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM licences WHERE tenant_id = ${tenant.id}`;
    await owner()`UPDATE accounts SET pro_licences = ${(used?.n ?? 0) + 5} WHERE id = ${tenant.id}`;
    const give = ({ userId }: Person) =>
      as(admin).run(setLicence, { userId, licence: { term: "permanent" } });
    const codes = (await Promise.all(people.map(give))).map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(5);
    expect(new Set(codes)).toEqual(new Set(["ok", "licences_used_up"]));
    // One more person with a licence does not come in by another door.
    const form = {
      displayName: "Une Personne",
      login: `p-${crypto.randomUUID().slice(0, 8)}`,
      email: "",
      password: "une phrase assez longue",
      rights: [],
      licence: { term: "permanent" },
    };
    expect(codeOf(await as(admin).run(createUser, form))).toBe("licences_used_up");
    // A change of one that is given out takes no second place; what is withdrawn can be given again.
    const holder = people[codes.indexOf("ok")];
    const waiting = people[codes.indexOf("licences_used_up")];
    if (!holder || !waiting) throw new Error("nobody");
    const inAnHour = new Date((await clock.now()).getTime() + 3600_000).toISOString();
    const change = { userId: holder.userId, licence: { term: "temporary", expiresAt: inAnHour } };
    expect(codeOf(await as(admin).run(setLicence, change))).toBe("ok");
    await as(admin).do(setLicence, { userId: holder.userId, licence: { term: "none" } });
    expect(codeOf(await give(waiting))).toBe("ok");
    await owner()`UPDATE accounts SET pro_licences = NULL WHERE id = ${tenant.id}`;
  });

  test("[D09] an ended licence comes back only when one is free", async () => {
    const end = new Date((await clock.now()).getTime() - 3600_000);
    const person = await aPerson(w.tenant, { licence: end });
    await setPools({ pro: 0 });
    const run = async () => as(await signedIn(person)).run(extendLicence, { seen: end.toISOString() });
    expect(codeOf(await run())).toBe("licences_used_up");
    expect(await endOf(person)).toBe(end.toISOString());
    await setPools({ pro: null });
    expect(codeOf(await run())).toBe("ok");
  });

  test("a temporary licence ends in the future, and what somebody else saved meanwhile is a conflict", async () => {
    const { userId } = w.people.member;
    const past = { term: "temporary", expiresAt: "2020-01-01T00:00:00.000Z" };
    expect(await as(w.actors.administrator).run(setLicence, { userId, licence: past })).toMatchObject({
      error: { code: "invalid", fields: { "licence.expiresAt": { code: "licence_ends_past" } } },
    });
    const was = stampOf(await terms());
    await setTerms({ extensions: 2 });
    const late = { was, shows: true, mayExtend: true, extensions: 5 };
    expect(codeOf(await as(w.actors.administrator).run(saveLicenceTerms, late))).toBe("conflict");
    expect(await terms()).toMatchObject({ extensions: 2 });
  });
});

describe("online licences", () => {
  test("[D14] 101 people for 100 licences: never 101, and the last one gets in when a lease ends (rule 5.6)", async () => {
    const people = await Promise.all(Array.from({ length: 101 }, () => aPerson(w.tenant)));
    const actors = await Promise.all(people.map(signedIn));
    await owner()`DELETE FROM online_leases`;
    await setPools({ online: 100 });
    const results = await Promise.all(actors.map((actor) => as(actor).run(goOnline, {})));
    const refused = results.filter((result) => !result.ok);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({
      error: {
        code: "no_online_licence",
        params: { limit: 100, administrator: w.people.administrator.name },
      },
    });
    const online = () => withActor(w.actors.administrator, (scope) => countOnline(scope));
    expect(await online()).toBe(100);
    const last = actors[results.findIndex((result) => !result.ok)];
    const first = people[results.findIndex((result) => result.ok)];
    if (!last || !first) throw new Error("nobody");
    // Those who are in stay in, in as many tabs as they like; the last one goes on waiting.
    expect(
      (await Promise.all(actors.map((actor) => as(actor).run(goOnline, {})))).filter((r) => !r.ok),
    ).toHaveLength(1);
    await owner()`UPDATE online_leases SET expires_at = app_clock() - interval '1 second' WHERE user_id = ${first.userId}`;
    expect(codeOf(await as(last).run(goOnline, {}))).toBe("ok");
    expect(codeOf(await as(await signedIn(first)).run(goOnline, {}))).toBe("no_online_licence");
    expect(await online()).toBe(100);
  });

  test("[D14] a lease lasts 150 seconds, and signing out or being disabled frees it at once", async () => {
    await owner()`DELETE FROM online_leases`;
    await setPools({ online: 1 });
    const [one, two, three] = await Promise.all([aPerson(w.tenant), aPerson(w.tenant), aPerson(w.tenant)]);
    const tries = async (person: Person) => codeOf(await as(await signedIn(person)).run(goOnline, {}));
    const actor = await signedIn(one);
    expect(codeOf(await as(actor).run(goOnline, {}))).toBe("ok");
    const [lease] = await owner()<
      { s: number }[]
    >`SELECT extract(epoch FROM expires_at - app_clock())::float AS s
      FROM online_leases WHERE user_id = ${one.userId}`;
    expect(lease?.s).toBeGreaterThan(140);
    expect(lease?.s).toBeLessThanOrEqual(150);
    expect(await tries(two)).toBe("no_online_licence");
    await as(actor).do(signOut, {});
    expect(await tries(two)).toBe("ok");
    await as(w.actors.administrator).do(disableUser, { userId: two.userId });
    expect(await tries(three)).toBe("ok");
  });

  test("[D14] whoever is still signed in elsewhere keeps it after signing out here, until the lease ends", async () => {
    await owner()`DELETE FROM online_leases`;
    await setPools({ online: 1 });
    const [one, two] = await Promise.all([aPerson(w.tenant), aPerson(w.tenant)]);
    const [here, elsewhere] = [await signedIn(one), await signedIn(one)];
    await as(elsewhere).do(goOnline, {});
    await as(here).do(signOut, {});
    expect(codeOf(await as(await signedIn(two)).run(goOnline, {}))).toBe("no_online_licence");
    expect(codeOf(await as(elsewhere).run(goOnline, {}))).toBe("ok");
  });

  test("[D14] administrators take none, and other accounts have licences of their own", async () => {
    await owner()`DELETE FROM online_leases`;
    await setPools({ online: 0 });
    expect(codeOf(await as(w.actors.administrator).run(goOnline, {}))).toBe("ok");
    expect(codeOf(await as(w.actors.member).run(goOnline, {}))).toBe("no_online_licence");
    expect(codeOf(await as(w.actors.foreigner).run(goOnline, {}))).toBe("ok");
    const rows = await owner()`SELECT user_id FROM online_leases`;
    expect(rows.map((row) => row.user_id)).toEqual([w.people.foreigner.userId]);
  });

  test("what an open page sends by itself does not keep a session alive", async () => {
    const person = await aPerson(w.tenant);
    const sid = await aSession(person);
    await owner()`UPDATE user_sessions SET last_seen_at = app_now() - interval '1 hour' WHERE user_id = ${person.userId}`;
    const seen = async () => {
      const [row] = await owner()<
        { s: number }[]
      >`SELECT extract(epoch FROM app_now() - last_seen_at)::float AS s
        FROM user_sessions WHERE user_id = ${person.userId}`;
      return row?.s ?? 0;
    };
    expect(await actorOfSession(sid, aRequest(), { isUse: false })).toMatchObject({ userId: person.userId });
    expect(await seen()).toBeGreaterThan(3500);
    await actorOfSession(sid, aRequest());
    expect(await seen()).toBeLessThan(60);
  });
});

test("[D13, D14] the cockpit says who uses what until when, and finds them by name, user ID and state", async () => {
  const name = `Zélie ${crypto.randomUUID().slice(0, 8)}`;
  const until = new Date("2031-05-06T09:00:00Z");
  const person = await aPerson(w.tenant, { name, licence: until });
  await as(await signedIn(person)).do(goOnline, {});
  const list = (options: Omit<Parameters<typeof listHolders>[1], "limit">) =>
    withActor(w.actors.administrator, (scope) => listHolders(scope, { ...options, limit: 500 }));
  for (const options of [{ q: name }, { q: person.loginName }, { only: "temporary" as const }]) {
    const { holders } = await list(options);
    expect(holders.find((holder) => holder.id === person.userId)).toMatchObject({
      name,
      term: "temporary",
      until,
      hasEnded: false,
      extensions: 0,
      onlineUntil: expect.any(Date),
    });
  }
  const ids = async (only: "none" | "permanent" | "ended" | "online") =>
    (await list({ only })).holders.map((holder) => holder.id);
  expect(await ids("online")).toContain(person.userId);
  expect(await ids("permanent")).not.toContain(person.userId);
  expect(await ids("none")).toContain(w.people.unlicensed.userId);
  await owner()`UPDATE licences SET expires_at = app_now() - interval '1 minute' WHERE user_id = ${person.userId}`;
  expect(await ids("ended")).toContain(person.userId);
  const found = await withActor(w.actors.administrator, (scope) => findHolder(scope, person.userId));
  expect(found).toMatchObject({ hasEnded: true });
});
