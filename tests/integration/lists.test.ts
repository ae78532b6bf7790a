import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { getCard } from "@/lib/conferences/card/queries";
import { cancelConference, createConference, updateConference } from "@/lib/conferences/commands";
import { listLive } from "@/lib/conferences/entries/queries";
import { dayLoads, findNext, listDay, listMeetings, searchMeetings } from "@/lib/conferences/lists/queries";
import type { Entry } from "@/lib/conferences/lists/rules";
import type { Cursor, MeetingFilters } from "@/lib/conferences/lists/schema";
import { countRooms, listFirstRooms, listRooms } from "@/lib/conferences/rooms/queries";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { addDays, dayBounds, monthDays } from "@/lib/time/local";
import { clock, owner } from "../support/database";
import { as } from "../support/run";
import { aPerson, signedIn, type World, world } from "../support/world";

let w: World;
beforeAll(async () => {
  w = await world();
});
afterEach(() => clock.reset());

type Plan = {
  name?: string;
  localStart?: string | null;
  zone?: string;
  durationMin?: number;
  invited?: string[];
  moderators?: string[];
  visibility?: "private" | "public";
  pin?: string;
  location?: string;
  registration?: { closing: "at_start" };
};

async function plan(by: UserActor, p: Plan = {}) {
  const localStart = p.localStart === undefined ? "2026-11-24T14:00" : p.localStart;
  return as(by).do(createConference, {
    name: p.name ?? "Réunion",
    localStart,
    timeZone: localStart ? (p.zone ?? "Europe/Paris") : null,
    durationMin: p.durationMin ?? 60,
    visibility: p.visibility ?? "private",
    pin: p.pin,
    location: p.location ?? "",
    registration: p.registration,
    participants: [
      ...(p.invited ?? []).map((userId) => ({ userId, role: "attendee" })),
      ...(p.moderators ?? []).map((userId) => ({ userId, role: "moderator" })),
    ],
  });
}

const day = (actor: UserActor, date: string, zone = "Europe/Paris") =>
  withActor(actor, (scope) => listDay(scope, dayBounds(date, zone))).then((page) => page.entries);
const names = (entries: readonly Pick<Entry, "name">[]) => entries.map((entry) => entry.name);
const now = () => clock.now();

/** A session with one person in, as joining leaves it. */
async function goLive(conferenceId: string, userId: string) {
  const session = uuidv7();
  const sql = owner();
  await sql`INSERT INTO conference_sessions (tenant_id, id, conference_id, session_no, live_slot, lease_expires_at)
    SELECT ${w.tenant.id}, ${session}, ${conferenceId}, 1, coalesce(max(live_slot), 0) + 1, app_now() + interval '45 s'
    FROM conference_sessions WHERE tenant_id = ${w.tenant.id} AND ended_at IS NULL`;
  await sql`SELECT record_join(${w.tenant.id}, ${conferenceId}, ${session}, p.id, ${uuidv7()}, interval '45 s')
    FROM participants p WHERE p.conference_id = ${conferenceId} AND p.user_id = ${userId}`;
}

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
    await goLive(id, organiser.userId);
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
    await goLive(oldest.id, actor.userId);
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
    await goLive(room.id, moderator.userId);
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

describe("the card", () => {
  const card = (actor: UserActor, id: string) => withActor(actor, (scope) => getCard(scope, id));

  test("[E03-E05, E07-E10, E12] the card holds people, ID, owner, access, mode, place and state", async () => {
    const { organiser, invited, moderator } = w.actors;
    const { id, publicId } = await plan(organiser, {
      name: "Webinar",
      visibility: "public",
      location: "Salle Jules-Verne",
      registration: { closing: "at_start" },
      invited: [invited.userId],
      moderators: [moderator.userId],
      zone: "Europe/Dublin",
    });
    const seen = await card(invited, id);
    expect(seen).toMatchObject({
      publicId,
      invited: 2,
      registered: 0,
      owner: { id: organiser.userId },
      visibility: "public",
      mode: "all_on_screen",
      location: "Salle Jules-Verne",
      timeZone: "Europe/Dublin",
      hasForm: true,
      isOwner: false,
      role: "attendee",
      isHost: false,
      taken: 3,
      moderators: [{ id: moderator.userId, name: moderator.name }],
    });
    const plain = await plan(organiser, { location: "" });
    expect((await card(organiser, plain.id)).location).toBeNull();
    await goLive(id, organiser.userId);
    expect((await card(invited, id)).inside).toBe(1);
    expect(names(await withActor(invited, listLive))).toContain("Webinar");
    expect(await withActor(w.actors.member, listLive)).toEqual([]);
  });

  test("[E06] the PIN is on the card only when set, and only for those who may invite", async () => {
    const { organiser, invited, moderator, administrator } = w.actors;
    const { id } = await plan(organiser, {
      pin: "0012",
      invited: [invited.userId],
      moderators: [moderator.userId],
    });
    expect((await card(organiser, id)).pin).toBe("0012");
    expect((await card(moderator, id)).pin).toBe("0012");
    expect((await card(administrator, id)).pin).toBe("0012");
    const attendee = await card(invited, id);
    expect(attendee.pin).toBeNull();
    expect(JSON.stringify(attendee)).not.toContain("0012");
    const without = await plan(organiser);
    expect((await card(organiser, without.id)).pin).toBeNull();
  });

  test("[E03, T01] owner and host may change and see who came; others do neither", async () => {
    const { organiser, invited, administrator } = w.actors;
    const { id } = await plan(organiser, { invited: [invited.userId] });
    const mine = await card(organiser, id);
    expect(mine.may).toMatchObject({ edit: true, cancel: true, invite: true, seeAnalytics: true });
    expect(mine.awaited).toBe(1);
    expect((await card(administrator, id)).may).toMatchObject({ edit: true, seeAnalytics: true });
    const theirs = await card(invited, id);
    expect(theirs.may).toEqual({
      edit: false,
      cancel: false,
      remove: false,
      invite: false,
      seeAnalytics: false,
    });
    expect(theirs.awaited).toBe(0);
  });

  test("[C05, E03] unknown, foreign and unshared conferences are not found, alike", async () => {
    const { organiser, member, foreigner, foreignAdministrator } = w.actors;
    const { id } = await plan(organiser);
    for (const [actor, wanted] of [
      [organiser, uuidv7()],
      [member, id],
      [foreigner, id],
      [foreignAdministrator, id],
    ] as const) {
      const refusal = await card(actor, wanted).catch((error) => error);
      expect(refusal).toBeInstanceOf(AppError);
      expect(refusal.code).toBe("not_found");
    }
    // Once uninvited, the card is gone.
    const shared = await plan(organiser, { invited: [member.userId] });
    expect((await card(member, shared.id)).id).toBe(shared.id);
    await as(organiser).do(updateConference, {
      id: shared.id,
      version: 1,
      name: "Réunion",
      localStart: "2026-11-24T14:00",
      timeZone: "Europe/Paris",
      participants: [],
    });
    await expect(card(member, shared.id)).rejects.toMatchObject({ code: "not_found" });
    expect(names(await day(member, "2026-11-24"))).toEqual([]);
  });
});
