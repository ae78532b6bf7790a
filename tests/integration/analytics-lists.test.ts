import { beforeAll, describe, expect, test } from "vitest";
import { getAddedChart } from "@/lib/analytics/charts/queries";
import { type EntriesOptions, type EntryFilters, listEntries, PAGE } from "@/lib/analytics/entries/queries";
import { listHistory } from "@/lib/analytics/history/queries";
import type { UserScope } from "@/lib/analytics/queries";
import { type Cursor, type Direction, type Sort, sorts } from "@/lib/analytics/schema";
import { withActor } from "@/lib/server/scope";
import { aSessionOf, walkIns } from "../support/attendance";
import { aRegistration, aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { type World, world } from "../support/world";

let w: World;
let webinar: Conference;

const read = <T>(query: (scope: UserScope) => Promise<T>) => withActor(w.actors.organiser, query);
const list = (options: EntriesOptions = {}) => read((scope) => listEntries(scope, webinar.id, options));
const names = async (filters: EntryFilters) =>
  (await list({ filters, sort: "name", direction: "asc" })).entries.map((entry) => entry.name);

/** 2026-10-25: the night in which Paris has the hour from two to three twice. */
const night = Date.parse("2026-10-24T20:00:00Z");

beforeAll(async () => {
  w = await world();
  webinar = await aWebinar(w);
  await aRegistration(webinar, "jb.delarochefoucauld@mairie-saint-brevin.example");
  await walkIns(webinar, [{ name: "100%_sûr" }]);
  await walkIns(
    webinar,
    Array.from({ length: 130 }, (_, i) => ({
      // Few names and few instants, so that the id has to decide between many rows.
      name: `Visiteur ${i % 7}`,
      addedAt: new Date(night + (i % 5) * 3_600_000),
      firstJoinedAt: i % 3 === 0 ? new Date(night + 86_400_000 + (i % 4) * 60_000) : null,
    })),
  );
});

describe("[T11, T12] search", () => {
  test("finds people by any part of the name or the e-mail, in any case", async () => {
    expect(await names({ q: "benhaddou" })).toEqual(["Inès Benhaddou"]);
    expect(await names({ q: "BRÉVIN" })).toEqual([]);
    expect(await names({ q: "Saint-Brevin" })).toHaveLength(1);
    expect(await names({ q: "delaroche" })).toHaveLength(1);
  });

  test("one or two letters are read as a beginning", async () => {
    expect(await names({ q: "ka" })).toEqual(["Karim Bouzidi"]);
    expect(await names({ q: "jb" })).toHaveLength(1);
    expect(await names({ q: "ou" })).toEqual([]);
  });

  test("signs that mean something to the database are plain letters", async () => {
    expect(await names({ q: "100%_s" })).toHaveLength(1);
    expect(await names({ q: "1%_" })).toEqual([]);
    expect(await names({ q: "%%%" })).toEqual([]);
    expect(await names({ q: "'; --" })).toEqual([]);
    expect(await names({ q: "\\" })).toEqual([]);
  });

  test("does not look into other conferences", async () => {
    const other = await aWebinar(w);
    await aRegistration(other, "only.here@orange.example");
    expect(await names({ q: "only.here" })).toEqual([]);
  });

  test("says how many match, and counts only so far", async () => {
    expect((await list({ filters: { q: "visiteur" } })).matches).toEqual({ count: 130, more: false });
    expect((await list()).matches).toBeNull();
  });
});

describe("[T14-T18] filters", () => {
  test("by the way of signing in", async () => {
    const users = (await list({ filters: { auth: "users" } })).entries;
    expect(users.map((entry) => entry.isUser)).toEqual([true, true, true]);
    expect((await list({ filters: { auth: "guests" } })).matches?.count).toBe(132);
    expect((await list({ filters: {} })).entries.length).toBe(PAGE);
  });

  test("by whether they joined", async () => {
    const joined = await list({ filters: { joined: "yes" } });
    expect(joined.matches?.count).toBe(44);
    expect(joined.entries.every((entry) => entry.firstJoinedAt !== null)).toBe(true);
    expect((await list({ filters: { joined: "no" } })).matches?.count).toBe(135 - 44);
  });

  test("by when they were added, half-open", async () => {
    const added = { from: new Date(night + 3_600_000), to: new Date(night + 3 * 3_600_000) };
    const page = await list({ filters: { added }, sort: "added", direction: "asc" });
    expect(page.matches?.count).toBe(52);
    expect(page.entries[0]?.addedAt).toEqual(added.from);
  });

  test("together with the search", async () => {
    const filters = { q: "visiteur 3", joined: "yes", auth: "guests" } as const;
    const [raw] = await owner()<{ n: number }[]>`SELECT count(*)::int AS n FROM participants
      WHERE conference_id = ${webinar.id} AND display_name = 'Visiteur 3' AND first_joined_at IS NOT NULL`;
    expect((await list({ filters })).matches?.count).toBe(raw?.n);
  });
});

describe("pages by key", () => {
  const walk = async (sort: Sort, direction: Direction, way: "after" | "before", start?: Cursor) => {
    const pages: string[][] = [];
    let cursor = start;
    for (let i = 0; i < 10; i++) {
      const page = await list({ sort, direction, [way]: cursor });
      const ids = page.entries.map((entry) => entry.id);
      if (way === "after") pages.push(ids);
      else pages.unshift(ids);
      cursor = page[way];
      if (!cursor) return { ids: pages.flat(), end: page };
    }
    throw new Error("the pages do not end");
  };

  for (const sort of sorts) {
    for (const direction of ["asc", "desc"] as const) {
      test(`by ${sort}, ${direction}: every row once, forwards and back`, async () => {
        const forward = await walk(sort, direction, "after");
        expect(new Set(forward.ids).size).toBe(135);
        expect(forward.ids).toHaveLength(135);
        const last = await list({ sort, direction, after: undefined });
        expect(last.before).toBeUndefined();
        const back = await walk(sort, direction, "before", forward.end.before);
        const lastPage = forward.end.entries.map((entry) => entry.id);
        expect([...back.ids, ...lastPage]).toEqual(forward.ids);
      });
    }
  }

  test("people without the key follow those who have it, whatever the direction", async () => {
    for (const direction of ["asc", "desc"] as const) {
      const { ids } = await walk("joined", direction, "after");
      const rows = await owner()<{ id: string; joined: boolean }[]>`
        SELECT id, first_joined_at IS NOT NULL AS joined FROM participants WHERE conference_id = ${webinar.id}`;
      const joined = new Map(rows.map((row) => [row.id, row.joined]));
      expect(ids.map((id) => joined.get(id))).toEqual([...Array(44).fill(true), ...Array(91).fill(false)]);
    }
  });

  test("a cursor of another order, or a made-up one, begins at the beginning", async () => {
    const first = (await list({ sort: "added" })).entries[0]?.id;
    for (const key of ["Visiteur 3", "2026-99-99T00:00:00.000000Z", null]) {
      const page = await list({ sort: "added", after: { key, id: "0190a000-0000-7000-8000-000000000000" } });
      expect(page.entries[0]?.id).toBe(first);
    }
  });

  test("the history has the same pages in both directions", async () => {
    const session = await aSessionOf(webinar);
    const people = await walkIns(
      webinar,
      Array.from({ length: 60 }, (_, i) => ({ name: `Passant ${i}` })),
    );
    for (const id of people) await session.join(id);
    for (const id of people) await session.leave(id);
    for (const direction of ["asc", "desc"] as const) {
      const page = (options: { after?: Cursor; before?: Cursor }) =>
        read((scope) => listHistory(scope, webinar.id, { direction, ...options }));
      const one = await page({});
      const two = await page({ after: one.after });
      const three = await page({ after: two.after });
      expect([one, two, three].map(({ events }) => events.length)).toEqual([50, 50, 20]);
      expect(three.after).toBeUndefined();
      expect((await page({ before: three.before })).events).toEqual(two.events);
      expect((await page({ before: two.before })).events).toEqual(one.events);
    }
  });
});

describe("[T21, T22] when people were added", () => {
  const chart = (filters: EntryFilters = {}, zone = "Europe/Paris") => {
    const added = { from: new Date(night - 1), to: new Date(night + 86_400_000) };
    return read((scope) => getAddedChart(scope, webinar.id, { zone, filters: { added, ...filters } }));
  };

  test("counts users and guests per hour of the viewer, the doubled hour twice", async () => {
    const { size, points } = await chart();
    expect(size).toBe("hour");
    expect(points.map((point) => point.guests)).toEqual([26, 26, 26, 26, 26]);
    expect(points.map((point) => point.at.toISOString().slice(11, 16))).toEqual([
      "20:00",
      "21:00",
      "22:00",
      "23:00",
      "00:00",
    ]);
  });

  test("begins its hours where the viewer's hours begin", async () => {
    const { points } = await chart({}, "Asia/Kathmandu");
    expect(points[0]?.at.toISOString()).toBe("2026-10-24T19:15:00.000Z");
    expect(points.reduce((sum, point) => sum + point.guests, 0)).toBe(130);
  });

  test("follows the filters of the list", async () => {
    const sum = async (filters: EntryFilters) =>
      (await chart(filters)).points.reduce((total, point) => total + point.users + point.guests, 0);
    expect(await sum({ joined: "yes" })).toBe(44);
    expect(await sum({ joined: "no" })).toBe(86);
    expect(await sum({ auth: "users" })).toBe(0);
    expect(await sum({ added: { from: new Date(night), to: new Date(night + 1) } })).toBe(26);
  });

  test("takes days for weeks, and months for years", async () => {
    const spread = async (days: number) => {
      const conference = await aWebinar(w, { people: [] });
      const now = Date.now();
      await walkIns(conference, [
        { name: "A", addedAt: new Date(now - days * 86_400_000) },
        { name: "B", addedAt: new Date(now) },
      ]);
      return read((scope) => getAddedChart(scope, conference.id, { zone: "Europe/Paris" }));
    };
    const days = await spread(30);
    expect(days.size).toBe("day");
    expect(days.points).toHaveLength(31);
    const months = await spread(400);
    expect(months.size).toBe("month");
    expect(months.points.length).toBeGreaterThanOrEqual(14);
    expect(months.points.reduce((sum, point) => sum + point.users + point.guests, 0)).toBe(3);
  });
});
