import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { cancelConference } from "@/lib/conferences/commands";
import { listLive } from "@/lib/conferences/entries/queries";
import { dayLoads, findNext, listDay, listMeetings, searchMeetings } from "@/lib/conferences/lists/queries";
import type { Entry } from "@/lib/conferences/lists/rules";
import type { Cursor, MeetingFilters } from "@/lib/conferences/lists/schema";
import { countRooms, listFirstRooms, listRooms } from "@/lib/conferences/rooms/queries";
import { uuidv7 } from "@/lib/ids";
import { endForAll, join } from "@/lib/live/commands";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { addDays, dayBounds, monthDays } from "@/lib/time/local";
import { clock, owner } from "../support/database";
import { goLive, plan } from "../support/listed";
import { as } from "../support/run";
import { aPerson, signedIn, type World, world } from "../support/world";

let w: World;
beforeAll(async () => {
  w = await world();
});
afterEach(() => clock.reset());

const day = (actor: UserActor, date: string, zone = "Europe/Paris") =>
  withActor(actor, (scope) => listDay(scope, dayBounds(date, zone))).then((page) => page.entries);
const names = (entries: readonly Pick<Entry, "name">[]) => entries.map((entry) => entry.name);
const now = () => clock.now();

describe("the day", () => {
  test("[C02, C05, E19] today's list holds what one owns or is invited to, and nothing else", async () => {
    const { organiser, invited, member, foreigner, administrator } = w.actors;
    await clock.set(new Date("2026-11-20T08:00:00Z"));
    await plan(organiser, { name: "Own", localStart: "2026-11-20T10:00" });
    await plan(organiser, {
      name: "Shared",
      localStart: "2026-11-20T11:00",
      invited: [invited.userId],
    });
    await plan(organiser, { name: "Tomorrow", localStart: "2026-11-21T11:00" });
    expect(names(await day(organiser, "2026-11-20"))).toEqual(["Own", "Shared"]);
    expect(names(await day(invited, "2026-11-20"))).toEqual(["Shared"]);
    expect(await day(member, "2026-11-20")).toEqual([]);
    expect(await day(foreigner, "2026-11-20")).toEqual([]);
    // The host may open every card, but his own day shows his own meetings.
    expect(await day(administrator, "2026-11-20")).toEqual([]);
  });

  test("[E18, E19] a meeting across midnight is on both days of the viewer, and on the days of his zone", async () => {
    const { organiser, invited } = w.actors;
    await plan(organiser, {
      name: "Night shift",
      localStart: "2026-12-01T23:00",
      durationMin: 120,
      invited: [invited.userId],
    });
    await plan(organiser, { name: "Until midnight", localStart: "2026-12-01T22:00", durationMin: 120 });
    expect(names(await day(organiser, "2026-12-01"))).toEqual(["Until midnight", "Night shift"]);
    expect(names(await day(organiser, "2026-12-02"))).toEqual(["Night shift"]);
    // 22:00–00:00 UTC: one day in London, 07:00–09:00 of the next in Tokyo, 11:00–13:00 of the first in Honolulu.
    expect(names(await day(invited, "2026-12-01", "Europe/London"))).toEqual(["Night shift"]);
    expect(await day(invited, "2026-12-02", "Europe/London")).toEqual([]);
    expect(await day(invited, "2026-12-01", "Asia/Tokyo")).toEqual([]);
    expect(names(await day(invited, "2026-12-02", "Asia/Tokyo"))).toEqual(["Night shift"]);
    expect(names(await day(invited, "2026-12-01", "Pacific/Honolulu"))).toEqual(["Night shift"]);
  });

  test("[E18] a day of 23 hours and one of 25 end where the next begins", async () => {
    const { organiser } = w.actors;
    await plan(organiser, { name: "Spring", localStart: "2027-03-28T23:30", durationMin: 20 });
    await plan(organiser, { name: "After", localStart: "2027-03-29T00:00", durationMin: 20 });
    await plan(organiser, { name: "Autumn", localStart: "2027-10-31T23:30", durationMin: 20 });
    expect(names(await day(organiser, "2027-03-28"))).toEqual(["Spring"]);
    expect(names(await day(organiser, "2027-03-29"))).toEqual(["After"]);
    expect(names(await day(organiser, "2027-10-31"))).toEqual(["Autumn"]);
    expect(await day(organiser, "2027-11-01")).toEqual([]);
  });

  test("[E17] the month ruler shows how full each day is, both days of a night included, four bars at most", async () => {
    const { moderator } = w.actors;
    for (let i = 0; i < 6; i++) await plan(moderator, { localStart: `2026-10-05T1${i}:00` });
    await plan(moderator, { localStart: "2026-10-30T23:30" });
    const days = monthDays("2026-10").map(({ date }) => ({ date, ...dayBounds(date, "Europe/Paris") }));
    const loads = await withActor(moderator, (scope) => dayLoads(scope, days));
    expect(loads.get("2026-10-05")).toBe(4);
    expect(loads.get("2026-10-30")).toBe(1);
    expect(loads.get("2026-10-31")).toBe(1);
    expect(loads.get("2026-10-06")).toBe(0);
    expect(loads.size).toBe(31);
  });

  test("[C02] a cancelled meeting stays in its day and is not what comes next", async () => {
    const actor = await signedIn(await aPerson(w.tenant, { rights: ["create_conferences"] }));
    const first = await plan(actor, { name: "Dropped", localStart: "2027-01-11T09:00" });
    await plan(actor, { name: "Kept", localStart: "2027-01-11T10:00" });
    await as(actor).do(cancelConference, { id: first.id });
    const [dropped] = await day(actor, "2027-01-11");
    expect(dropped?.timing.cancelledAt).toBeInstanceOf(Date);
    expect(dropped?.cancelledBy?.id).toBe(actor.userId);
    const next = await withActor(actor, (scope) => findNext(scope, new Date("2027-01-11T00:00:00Z")));
    expect(next?.name).toBe("Kept");
  });
});

describe("what is in no list", () => {
  test("[C06] what was created on the fly is in no list, and the table of lists refuses it", async () => {
    const { organiser } = w.actors;
    const id = uuidv7();
    const sql = owner();
    await sql`INSERT INTO conferences (tenant_id, id, owner_id, kind, name, created_by, updated_by)
      VALUES (${w.tenant.id}, ${id}, ${organiser.userId}, 'instant', 'Meet now', ${organiser.userId}, ${organiser.userId})`;
    await sql`INSERT INTO participants (tenant_id, id, conference_id, origin, role, user_id, display_name)
      VALUES (${w.tenant.id}, ${uuidv7()}, ${id}, 'owner', 'owner', ${organiser.userId}, ${organiser.name})`;
    await goLive(w.tenant.id, id, organiser.userId);
    const today = (await now()).toISOString().slice(0, 10);
    const lists = await withActor(organiser, async (scope) => [
      ...(await listDay(scope, dayBounds(today, "Europe/Paris"))).entries,
      ...(await listMeetings(scope, { filters: {}, from: await now() })).entries,
      ...(await searchMeetings(scope, { q: "meet", filters: {} })).entries,
      ...(await listLive(scope)),
      ...(await listFirstRooms(scope, 5)),
      ...(await listRooms(scope, {})).entries,
    ]);
    expect(names(lists)).not.toContain("Meet now");
    await expect(sql`INSERT INTO user_conferences (tenant_id, user_id, conference_id, kind, visibility, mode, is_owner, sort_at)
      VALUES (${w.tenant.id}, ${organiser.userId}, ${id}, 'instant', 'private', 'all_on_screen', true, now())`).rejects.toThrow(
      "user_conferences_kind",
    );
  });
});

describe("rooms", () => {
  test("[C03, C04, E02] the main page shows five rooms, those with people in first; the section shows all", async () => {
    const actor = await signedIn(await aPerson(w.tenant, { rights: ["create_conferences"] }));
    const rooms = [];
    for (let i = 1; i <= 23; i++) rooms.push(await plan(actor, { name: `Room ${i}`, localStart: null }));
    const oldest = rooms[0];
    if (!oldest) throw new Error("no room");
    await goLive(w.tenant.id, oldest.id, actor.userId);
    const first = await withActor(actor, (scope) => listFirstRooms(scope, 5));
    expect(names(first)).toEqual(["Room 1", "Room 23", "Room 22", "Room 21", "Room 20"]);
    expect(first.map((room) => room.inside)).toEqual([1, 0, 0, 0, 0]);
    expect(await withActor(actor, countRooms)).toBe(23);

    const one = await withActor(actor, (scope) => listRooms(scope, {}));
    const two = await withActor(actor, (scope) => listRooms(scope, { after: one.after }));
    expect([one.entries.length, two.entries.length]).toEqual([20, 3]);
    expect(new Set(names([...one.entries, ...two.entries])).size).toBe(23);
    expect(two.after).toBeUndefined();
    const back = await withActor(actor, (scope) => listRooms(scope, { before: two.before }));
    expect(names(back.entries)).toEqual(names(one.entries));
    expect(back.before).toBeUndefined();
    expect(await day(actor, "2026-11-24")).toEqual([]);
  });

  test("[C03] somebody whose lease ran out is not in any more", async () => {
    const { moderator } = w.actors;
    const room = await plan(moderator, { name: "Lapsed", localStart: null });
    await goLive(w.tenant.id, room.id, moderator.userId);
    await clock.advance(60);
    const [entry] = await withActor(moderator, (scope) => listFirstRooms(scope, 5));
    expect(entry?.name).toBe("Lapsed");
    expect(entry?.inside).toBe(0);
  });
});

describe("all meetings", () => {
  /** Every page in one direction. */
  async function walk(
    actor: UserActor,
    filters: MeetingFilters,
    start: { after?: Cursor; before?: Cursor },
    to: "after" | "before",
  ) {
    const pages: string[][] = [];
    let cursor = start;
    for (;;) {
      const from = new Date("2026-06-15T00:00:00Z");
      const page = await withActor(actor, (scope) => listMeetings(scope, { filters, from, ...cursor }));
      pages.push(names(page.entries));
      const next = page[to];
      if (!next) return { pages, last: page };
      cursor = { [to]: next };
    }
  }

  async function fill() {
    const actor = await signedIn(await aPerson(w.tenant, { rights: ["create_conferences"] }));
    const other = await signedIn(await aPerson(w.tenant, { rights: ["create_conferences"] }));
    // Sixty-five meetings, five at each start: the id decides among equal times.
    for (let i = 0; i < 65; i++) {
      const own = i % 3 !== 0;
      await plan(own ? actor : other, {
        name: `M${i}`,
        localStart: `${addDays("2026-06-10", Math.floor(i / 5))}T09:00`,
        visibility: i % 8 === 0 ? "public" : "private",
        invited: own ? [] : [actor.userId],
      });
    }
    return actor;
  }

  test("[E01] pages by key are complete and without doubles, forwards and back, with and without filters", async () => {
    const actor = await fill();
    await clock.set(new Date("2026-06-15T00:00:00Z"));
    const first = await withActor(actor, (scope) =>
      listMeetings(scope, { filters: {}, from: new Date("2026-06-15T00:00:00Z") }),
    );
    // The line of time begins with the viewer's day; what lies before is one page back.
    expect(first.entries[0]?.timing.startsAt?.toISOString()).toBe("2026-06-15T07:00:00.000Z");
    expect(first.before).toBeDefined();
    const ahead = (await walk(actor, {}, {}, "after")).pages.flat();
    const behind = (await walk(actor, {}, { before: first.before }, "before")).pages.flat();
    expect(ahead.length).toBe(40);
    expect(behind.length).toBe(25);
    expect(new Set([...ahead, ...behind]).size).toBe(65);

    const { pages, last } = await walk(actor, {}, {}, "after");
    const returned = await walk(actor, {}, { before: last.before }, "before");
    expect(returned.pages[0]).toEqual(pages.at(-2));

    const all = Array.from({ length: 65 }, (_, i) => i);
    const expectations: [MeetingFilters, number[]][] = [
      [{ visibility: "public" }, all.filter((i) => i % 8 === 0)],
      [{ visibility: "private" }, all.filter((i) => i % 8 !== 0)],
      [{ role: "owner" }, all.filter((i) => i % 3 !== 0)],
      [{ role: "invited" }, all.filter((i) => i % 3 === 0)],
      [{ role: "invited", visibility: "public" }, all.filter((i) => i % 24 === 0)],
    ];
    for (const [filters, wanted] of expectations) {
      const start = await withActor(actor, (scope) =>
        listMeetings(scope, { filters, from: new Date("2026-06-15T00:00:00Z") }),
      );
      const there = (await walk(actor, filters, {}, "after")).pages.flat();
      const back = start.before
        ? (await walk(actor, filters, { before: start.before }, "before")).pages.flat()
        : [];
      const found = [...there, ...back];
      expect(new Set(found).size).toBe(found.length);
      expect(new Set(found)).toEqual(new Set(wanted.map((i) => `M${i}`)));
    }
  });

  test("[E01] what is over and what is ahead are two filters, and together they are everything", async () => {
    const actor = await fill();
    await clock.set(new Date("2026-06-15T07:30:00Z"));
    const past = (await walk(actor, { state: "past" }, {}, "after")).pages.flat();
    const upcoming = (await walk(actor, { state: "upcoming" }, {}, "after")).pages.flat();
    // Those of the day are under way.
    expect(past.length).toBe(25);
    expect(upcoming.length).toBe(40);
    expect(new Set([...past, ...upcoming]).size).toBe(65);
    // The past begins with the latest.
    expect(past.slice(0, 5).sort()).toEqual(["M20", "M21", "M22", "M23", "M24"]);
  });

  test("[E01] what runs beyond its planned end is still ahead, and what was ended before it is over", async () => {
    const actor = await signedIn(await aPerson(w.tenant, { rights: ["create_conferences"] }));
    const at = (name: string, localStart: string) => plan(actor, { name, localStart, durationMin: 60 });
    const ended = await at("Ended early", "2026-06-15T11:30");
    const late = await at("Runs on", "2026-06-15T10:00");
    await at("Over", "2026-06-15T10:30");
    await at("Under way", "2026-06-15T11:45");
    await clock.set(new Date("2026-06-15T09:50:00Z"));
    await goLive(w.tenant.id, late.id, actor.userId);
    await as(actor).do(join, { publicId: ended.publicId, clientId: crypto.randomUUID() });
    await as(actor).do(endForAll, { publicId: ended.publicId });
    const state = async (state: "upcoming" | "past", filters: MeetingFilters = {}) =>
      (await walk(actor, { state, ...filters }, {}, "after")).pages.flat();
    for (const filters of [{}, { role: "owner" }] as const) {
      expect(await state("upcoming", filters)).toEqual(["Runs on", "Under way"]);
      expect(await state("past", filters)).toEqual(["Ended early", "Over"]);
    }
    const found = await withActor(actor, (scope) =>
      searchMeetings(scope, { q: "runs on", filters: { state: "past" } }),
    );
    expect(found.entries).toEqual([]);
    // A lease that ran out is nobody inside.
    await clock.set(new Date("2026-06-15T09:51:00Z"));
    expect(await state("past")).toEqual(["Ended early", "Over", "Runs on"]);
  });

  test("[E01] when nothing lies ahead the list ends with the latest meeting", async () => {
    const actor = await fill();
    const page = await withActor(actor, (scope) =>
      listMeetings(scope, { filters: {}, from: new Date("2030-01-01T00:00:00Z") }),
    );
    expect(page.entries).toHaveLength(20);
    expect(page.entries.at(-1)?.timing.startsAt?.toISOString()).toBe("2026-06-22T07:00:00.000Z");
    expect(page.before).toBeDefined();
    expect(page.after).toBeUndefined();
  });

  test("[E01] the search finds name, owner and ID without accents and case, the latest first, page by page", async () => {
    const actor = await signedIn(
      await aPerson(w.tenant, { name: "Zoé Lefèvre", rights: ["create_conferences"] }),
    );
    const made = await plan(actor, { name: "Comité de direction", localStart: "2026-05-04T09:00" });
    await plan(actor, { name: "Grid connection clinic", localStart: "2026-05-05T09:00" });
    for (let i = 0; i < 22; i++) await plan(actor, { name: `Stand-up ${i}`, localStart: "2026-04-01T09:00" });
    const find = (q: string, after?: Cursor) =>
      withActor(actor, (scope) => searchMeetings(scope, { q, filters: {}, after }));
    expect(names((await find("COMITE dir")).entries)).toEqual(["Comité de direction"]);
    expect(names((await find(made.publicId)).entries)).toEqual(["Comité de direction"]);
    const grouped = made.publicId.replace(/(.{4})(?=.)/g, "$1-");
    expect(names((await find(grouped)).entries)).toEqual(["Comité de direction"]);
    expect((await find("zoe lefevre")).entries).toHaveLength(20);
    expect((await find("%")).entries).toEqual([]);
    const one = await find("stand-up");
    const two = await find("stand-up", one.after);
    expect(new Set(names([...one.entries, ...two.entries])).size).toBe(22);
    expect(two.after).toBeUndefined();
    expect((await find("zoe lefevre")).searched).toBe(24);
  });
});
