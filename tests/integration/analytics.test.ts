import { beforeAll, describe, expect, test } from "vitest";
import { findPeopleChart, getAddedChart } from "@/lib/analytics/charts/queries";
import { exportAnalytics } from "@/lib/analytics/commands";
import { listEntries } from "@/lib/analytics/entries/queries";
import { listAnswerColumns } from "@/lib/analytics/exports/queries";
import { countHistory, listHistory } from "@/lib/analytics/history/queries";
import { getPerson } from "@/lib/analytics/people/queries";
import { getAnalyticsOverview, type UserScope } from "@/lib/analytics/queries";
import { AppError } from "@/lib/errors";
import { withActor } from "@/lib/server/scope";
import { aSessionOf, participantOf, walkIns } from "../support/attendance";
import { aRegistration, aRoom, aWebinar, type Conference } from "../support/conferences";
import { clock, owner } from "../support/database";
import { as, codeOf } from "../support/run";
import { type World, world } from "../support/world";

let w: World;
let webinar: Conference;
let guest: { participantId: string; email: string };

beforeAll(async () => {
  w = await world();
  webinar = await aWebinar(w);
  guest = await aRegistration(webinar, "jeanne.martin@mairie-saint-brevin.example");
});

const reads: [string, (scope: UserScope) => Promise<unknown>][] = [
  ["overview", (scope) => getAnalyticsOverview(scope, webinar.id)],
  ["entries", (scope) => listEntries(scope, webinar.id)],
  ["person", (scope) => getPerson(scope, webinar.id, guest.participantId)],
  ["history", (scope) => listHistory(scope, webinar.id)],
  ["history count", (scope) => countHistory(scope, webinar.id)],
  ["chart of additions", (scope) => getAddedChart(scope, webinar.id, { zone: "Europe/Paris" })],
  ["chart of people", (scope) => findPeopleChart(scope, webinar.id)],
  ["answer columns", (scope) => listAnswerColumns(scope, webinar.id)],
];

describe("[T01] who sees analytics", () => {
  const cases = [
    ["organiser", "ok"],
    ["administrator", "ok"],
    ["moderator", "only_owner_analytics"],
    ["invited", "only_owner_analytics"],
    ["member", "not_found"],
    ["foreigner", "not_found"],
    ["foreignAdministrator", "not_found"],
  ] as const;
  for (const [persona, expected] of cases) {
    test(`${persona}: ${expected}`, async () => {
      for (const [name, read] of reads) {
        const outcome = await withActor(w.actors[persona], read).then(
          () => "ok",
          (error: unknown) => (error instanceof AppError ? error.code : String(error)),
        );
        expect(`${name}: ${outcome}`).toBe(`${name}: ${expected}`);
      }
      const result = await as(w.actors[persona]).run(exportAnalytics, {
        conferenceId: webinar.id,
        what: "entries",
      });
      expect(codeOf(result)).toBe(expected);
    });
  }

  test("the refusal names the owner, who can tell more", async () => {
    const refused = withActor(w.actors.moderator, (scope) => getAnalyticsOverview(scope, webinar.id));
    await expect(refused).rejects.toMatchObject({ params: { owner: w.people.organiser.name } });
  });

  test("an expired licence does not hide one's own analytics", async () => {
    const own = await aWebinar(w, { organiser: w.actors.unlicensed, people: [] });
    const overview = await withActor(w.actors.unlicensed, (scope) => getAnalyticsOverview(scope, own.id));
    expect(overview.figures.added).toBe(1);
  });
});

test("[T03, T04] rooms and planned conferences have analytics, going on or not", async () => {
  const room = await aRoom(w);
  const overview = (id: string) => withActor(w.actors.organiser, (scope) => getAnalyticsOverview(scope, id));
  expect((await overview(room.id)).sessions).toBe(0);
  const session = await aSessionOf(room);
  await session.join(await participantOf(room, w.people.organiser.userId));
  expect(await overview(room.id)).toMatchObject({ sessions: 1, subject: { isLive: true, kind: "room" } });
  expect((await overview(webinar.id)).subject.kind).toBe("scheduled");
});

describe("somebody's way through a conference", () => {
  const start = new Date("2026-11-23T13:00:00.000Z");
  const minute = (n: number) => new Date(start.getTime() + n * 60_000);
  let conference: Conference;
  let jeanne: string;
  let organiser: string;
  let walkIn: string;

  beforeAll(async () => {
    await clock.set(new Date("2026-11-20T09:00:00.000Z"));
    conference = await aWebinar(w, { startsInMinutes: 3 * 24 * 60 + 240 });
    jeanne = (await aRegistration(conference, "jeanne@orange.example")).participantId;
    await aRegistration(conference, "absent@orange.example");
    organiser = await participantOf(conference, w.people.organiser.userId);
    await clock.set(start);
    const session = await aSessionOf(conference);
    await session.join(organiser);
    await clock.set(minute(2));
    await session.join(jeanne);
    [walkIn = ""] = await walkIns(conference, [{ name: "Éric de passage", addedAt: minute(3) }]);
    await session.join(walkIn);
    await clock.set(minute(20));
    await session.leave(jeanne);
    await clock.set(minute(30));
    await session.join(jeanne);
    await session.join(jeanne);
    await clock.set(minute(60));
    await session.leave(jeanne, "ended");
    await session.leave(organiser, "ended");
    await session.end();
  });

  const read = <T>(query: (scope: UserScope) => Promise<T>) => withActor(w.actors.organiser, query);
  const near = (expected: Date) => expect.closeTo(expected.getTime() / 1000, -1);

  test("[T06, T07] the list says when each was added and when each joined", async () => {
    const { entries } = await read((scope) => listEntries(scope, conference.id));
    const of = (id: string) => entries.find((entry) => entry.id === id);
    expect(entries).toHaveLength(6);
    expect((of(organiser)?.firstJoinedAt?.getTime() ?? 0) / 1000).toEqual(near(start));
    expect((of(jeanne)?.addedAt.getTime() ?? 0) / 1000).toEqual(near(new Date("2026-11-20T09:00:00Z")));
    expect((of(jeanne)?.firstJoinedAt?.getTime() ?? 0) / 1000).toEqual(near(minute(2)));
    expect((of(jeanne)?.lastLeftAt?.getTime() ?? 0) / 1000).toEqual(near(minute(60)));
  });

  test("[T09] guests who signed up stand beside users and walk-ins", async () => {
    const { entries } = await read((scope) => listEntries(scope, conference.id));
    expect(entries.map((entry) => [entry.origin, entry.isUser]).sort()).toEqual([
      ["invited", true],
      ["invited", true],
      ["owner", true],
      ["registered", false],
      ["registered", false],
      ["walk_in", false],
    ]);
  });

  test("[T10] one person: answers, stays, every entry and exit", async () => {
    const person = await read((scope) => getPerson(scope, conference.id, jeanne));
    expect(person).toMatchObject({ email: "jeanne@orange.example", origin: "registered", joins: 3 });
    expect(person.answers.map((answer) => answer.value)).toContain("Jeanne");
    expect(person.stays.map((stay) => Math.round((+stay.to - +stay.from) / 60_000))).toEqual([30, 18]);
    expect(Math.round(person.presentS / 60)).toBe(48);
    expect(person.events.map((event) => event.kind)).toEqual([
      "ended",
      "taken_over",
      "joined",
      "left",
      "joined",
    ]);
    const foreign = read((scope) => getPerson(scope, webinar.id, jeanne));
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  });

  test("the figures equal the rows", async () => {
    const { figures, sessions, bands } = await read((scope) => getAnalyticsOverview(scope, conference.id));
    expect(sessions).toBe(1);
    expect(figures).toMatchObject({ added: 6, joined: 3, registered: 2, attended: 1, absent: 3, gone: 0 });
    const [raw] = await owner()<{ stay: number }[]>`SELECT avg(s)::float8 AS stay FROM (
      SELECT sum(extract(epoch FROM left_at - joined_at)) AS s FROM presence_intervals
      WHERE conference_id = ${conference.id} AND participant_id <> ${walkIn} GROUP BY participant_id) x`;
    // The walk-in's device sent its last sign of life 45 seconds after it joined.
    expect(figures.averageStayS).toBeCloseTo((2 * (raw?.stay ?? 0) + (await storedStay(walkIn))) / 3, 0);
    expect(bands.reduce((sum, band) => sum + band.people, 0)).toBe(3);
  });

  const storedStay = async (id: string) => {
    const [row] = await owner()<{ s: number }[]>`SELECT present_s AS s FROM participants WHERE id = ${id}`;
    return row?.s ?? 0;
  };

  test("a period limits the figures to who was added in it", async () => {
    const within = { from: minute(0), to: minute(60) };
    const { figures, total } = await read((scope) => getAnalyticsOverview(scope, conference.id, within));
    expect(figures).toMatchObject({ added: 1, joined: 1, registered: 0 });
    expect(total).toBe(6);
  });

  test("[T26, T27, T28] every entry and exit is in the history, also of who came twice", async () => {
    const { events } = await read((scope) => listHistory(scope, conference.id));
    expect(events.filter((event) => event.participantId === jeanne).map((event) => event.kind)).toEqual([
      "ended",
      "taken_over",
      "joined",
      "left",
      "joined",
    ]);
    expect(events.map((event) => +event.at)).toEqual(events.map((event) => +event.at).sort((a, b) => b - a));
    const only = async (kind: "entries" | "exits") =>
      (await read((scope) => listHistory(scope, conference.id, { filters: { kind } }))).events.length;
    expect([await only("entries"), await only("exits")]).toEqual([5, 3]);
  });

  test("[T29] the history is searched by name, from the first letters on", async () => {
    const names = async (q: string) =>
      new Set(
        (await read((scope) => listHistory(scope, conference.id, { filters: { q } }))).events.map(
          (event) => event.name,
        ),
      );
    expect(await names("passage")).toEqual(new Set(["Éric de passage"]));
    expect(await names("ér")).toEqual(new Set(["Éric de passage"]));
    expect(await names("nobody at all")).toEqual(new Set());
  });

  test("[T30] an interval is half-open: its beginning belongs to it, its end does not", async () => {
    const { events } = await read((scope) => listHistory(scope, conference.id));
    const [last] = events;
    if (!last) throw new Error("no events");
    const count = (from: Date, to: Date) =>
      read((scope) => countHistory(scope, conference.id, { interval: { from, to } }));
    const at = new Date(Math.floor(+last.at));
    expect((await count(new Date(+at - 3_600_000 * 24), at)).count).toBeLessThan(events.length);
    expect((await count(minute(15), minute(25))).count).toBe(1);
    expect((await count(minute(-60), minute(120))).count).toBe(events.length);
  });

  test("the line of people inside follows entries and exits, and its peak is theirs", async () => {
    const chart = await read((scope) => findPeopleChart(scope, conference.id));
    expect(chart?.peak.people).toBe(3);
    expect(chart?.points[0]).toMatchObject({ all: 0, guests: 0 });
    const at = (n: number) => chart?.points.filter((point) => point.at <= minute(n)).at(-1);
    expect(at(10)).toMatchObject({ all: 3, guests: 2 });
    expect(at(25)).toMatchObject({ all: 2, guests: 1 });
    expect(chart?.points.length).toBeLessThanOrEqual(123);
    expect(await read((scope) => findPeopleChart(scope, conference.id, { to: minute(-10) }))).toBeNull();
  });

  test("a conference that was cut off and begun again is drawn as one time, and a rehearsal is not part of it", async () => {
    await clock.set(minute(-24 * 60));
    const rehearsed = await aWebinar(w, { startsInMinutes: 24 * 60 });
    const host = await participantOf(rehearsed, w.people.organiser.userId);
    for (const [from, to] of [
      [-20 * 60, -20 * 60 + 5],
      [0, 6],
      [10, 40],
    ] as const) {
      await clock.set(minute(from));
      const session = await aSessionOf(rehearsed);
      await session.join(host);
      await clock.set(minute(to));
      await session.leave(host);
      await session.end();
    }
    const chart = await read((scope) => findPeopleChart(scope, rehearsed.id));
    expect((chart?.session.startedAt.getTime() ?? 0) / 1000).toEqual(near(minute(0)));
    const at = (n: number) => chart?.points.filter((point) => point.at <= minute(n)).at(-1)?.all;
    expect([at(3), at(8), at(20)]).toEqual([1, 0, 1]);
  });

  test("whoever was refused at the door was not expected, and is not missed", async () => {
    await clock.set(minute(0));
    const { id } = conference;
    const before = await read((scope) => getAnalyticsOverview(scope, id));
    await walkIns(conference, [{ name: "Paul Refusé", addedAt: minute(4) }]);
    const { figures } = await read((scope) => getAnalyticsOverview(scope, id));
    expect(figures.added).toBe(before.figures.added + 1);
    expect(figures).toMatchObject({ absent: before.figures.absent, awaited: before.figures.awaited });
  });
});
