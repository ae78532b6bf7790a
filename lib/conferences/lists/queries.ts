import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferences } from "@/db/schema";
import { mine } from "@/lib/server/scope";
import { nameKey } from "@/lib/text";
import { entriesOf, own, type UserScope } from "../entries/queries";
import type { Visibility } from "../rules";
import { DAY_SHOWN, type Entry, stateOf } from "./rules";
import type { Cursor, MeetingFilters } from "./schema";

const c = alias(conferences, "c");

/** The cursor's time: to the microsecond, which a JavaScript date would lose. */
export const cursorOf = sql`to_char(m.sort_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`;

export const PAGE = 20;

export type Place = { id: string; at: string };
export type Order = "asc" | "desc";

/**
 * Places of one page. With a filter, one arm per combination of traits reads the filter's index in order, so that a
 * rare one costs no more than a frequent one. Stretches share no meeting.
 */
async function placesOf(
  scope: UserScope,
  filters: Pick<MeetingFilters, "visibility" | "role">,
  bounds: SQL[],
  order: Order,
  limit: number,
  stretches: readonly SQL[][] = [[]],
): Promise<Place[]> {
  const by = order === "asc" ? sql`sort_at, conference_id` : sql`sort_at DESC, conference_id DESC`;
  const { visibility, role } = filters;
  const visibilities: Visibility[] = visibility ? [visibility] : ["private", "public"];
  const owners = role ? [role === "owner"] : [true, false];
  const traits =
    visibility || role
      ? visibilities.flatMap((v) => owners.map((o) => [sql`m.visibility = ${v} AND m.is_owner = ${o}`]))
      : [[]];
  const arms = traits.flatMap((trait) =>
    stretches.map((stretch) => {
      const where = sql.join([own(scope, "scheduled"), ...trait, ...stretch, ...bounds], sql` AND `);
      return sql`(SELECT m.conference_id, m.sort_at FROM user_conferences m WHERE ${where} ORDER BY ${by} LIMIT ${limit})`;
    }),
  );
  const rows = await scope.tx.execute<Place>(sql`
    SELECT m.conference_id AS id, ${cursorOf} AS at FROM (${sql.join(arms, sql` UNION ALL `)}) m
    ORDER BY ${by} LIMIT ${limit}`);
  return [...rows];
}

export const beyond = (order: Order, { at, id }: Cursor) =>
  order === "asc"
    ? sql`(m.sort_at, m.conference_id) > (${at}::timestamptz, ${id}::uuid)`
    : sql`(m.sort_at, m.conference_id) < (${at}::timestamptz, ${id}::uuid)`;

const opposite = (order: Order): Order => (order === "asc" ? "desc" : "asc");

export type MeetingsPage = {
  entries: Entry[];
  /** Ascending is the line of time; the past and searches begin with the latest. */
  order: Order;
  /** Where the neighbouring pages begin. */
  before?: Cursor;
  after?: Cursor;
};

// As a sub-select, because row-level security keeps the bare function out of index conditions.
const clock = sql`(SELECT app_now())`;

const planned = {
  upcoming: [sql`m.sort_at > ${clock} - interval '1 day' AND m.span_ends_at > ${clock}`],
  past: [sql`m.sort_at < ${clock} AND m.span_ends_at <= ${clock}`],
};

/**
 * Where the plan alone would mislead: meetings with people in beyond the planned end, and those that somebody ended for
 * all before it. Both are few, since an account has few live conferences and no meeting is planned longer than a day.
 */
async function offPlan(scope: UserScope): Promise<{ running: string[]; over: string[] }> {
  const rows = await scope.tx.execute<{ id: string; running: boolean }>(sql`
    SELECT m.conference_id AS id, true AS running FROM conference_sessions s
      JOIN user_conferences m ON m.tenant_id = s.tenant_id AND m.conference_id = s.conference_id
    WHERE ${own(scope, "scheduled")} AND s.ended_at IS NULL AND s.lease_expires_at > ${clock}
      AND m.span_ends_at <= ${clock}
    UNION ALL
    SELECT m.conference_id, false FROM user_conferences m
      JOIN LATERAL (SELECT s.ended_at, s.end_reason FROM conference_sessions s WHERE s.tenant_id = m.tenant_id
        AND s.conference_id = m.conference_id AND (s.ended_at IS NOT NULL OR s.lease_expires_at > ${clock})
        ORDER BY s.session_no DESC LIMIT 1) l ON l.end_reason = 'ended_for_all' AND l.ended_at >= m.span_starts_at
    WHERE ${own(scope, "scheduled")} AND m.sort_at > ${clock} - interval '1 day' AND m.sort_at <= ${clock}
      AND m.span_ends_at > ${clock}`);
  const ids = (running: boolean) => rows.filter((row) => row.running === running).map((row) => row.id);
  return { running: ids(true), over: ids(false) };
}

/** What is ahead or over, by the plan and by what really happened. */
async function stretchesOf(scope: UserScope, state: MeetingFilters["state"]): Promise<SQL[][]> {
  if (!state) return [[]];
  const { running, over } = await offPlan(scope);
  const [more, fewer] = state === "upcoming" ? [running, over] : [over, running];
  const byPlan =
    fewer.length > 0 ? [...planned[state], sql`m.conference_id NOT IN ${fewer}`] : planned[state];
  return more.length > 0 ? [byPlan, [sql`m.conference_id IN ${more}`]] : [byPlan];
}

/**
 * One page of everything the actor owns or is invited to. Without a cursor it begins where the viewer's day does, or,
 * when nothing lies ahead, ends there.
 */
export async function listMeetings(
  scope: UserScope,
  options: { filters: MeetingFilters; after?: Cursor; before?: Cursor; from: Date },
): Promise<MeetingsPage> {
  const { filters, after, before, from } = options;
  const order: Order = filters.state === "past" ? "desc" : "asc";
  const stretches = await stretchesOf(scope, filters.state);
  const read = (bounds: SQL[], direction: Order) =>
    placesOf(scope, filters, bounds, direction, PAGE + 1, stretches);
  const back = async (bounds: SQL[]) => {
    const places = await read(bounds, opposite(order));
    return { places: places.slice(0, PAGE).reverse(), more: places.length > PAGE };
  };
  const page = async (places: Place[], hasBefore: boolean, hasAfter: boolean): Promise<MeetingsPage> => ({
    entries: await entriesOf(
      scope,
      places.map((p) => p.id),
    ),
    order,
    before: hasBefore ? places[0] : undefined,
    after: hasAfter ? places.at(-1) : undefined,
  });

  if (before) {
    const { places, more } = await back([beyond(opposite(order), before)]);
    return page(places, more, true);
  }
  const anchored = !after && !filters.state;
  // Together: what lies before the first row of today is what lies before today.
  const [places, earlier] = await Promise.all([
    read(after ? [beyond(order, after)] : anchored ? [sql`m.sort_at >= ${instant(from)}`] : [], order),
    anchored ? placesOf(scope, filters, [sql`m.sort_at < ${instant(from)}`], "desc", 1) : [],
  ]);
  if (places.length > 0 || !anchored) {
    const hasBefore = anchored ? earlier.length > 0 : Boolean(after);
    return page(places.slice(0, PAGE), hasBefore, places.length > PAGE);
  }
  const latest = await back([sql`m.sort_at < ${instant(from)}`]);
  return page(latest.places, latest.more, false);
}

/** So many of the latest meetings are searched at once; the next step goes on from there. */
const SEARCHED = 500;

export type SearchPage = { entries: Entry[]; after?: Cursor; searched: number };

/**
 * Meetings whose name, owner or ID holds every word, the latest first. Names are no part of the list's index, so the
 * search walks a bounded stretch of it and says how far it came.
 */
export async function searchMeetings(
  scope: UserScope,
  options: { q: string; filters: MeetingFilters; after?: Cursor },
): Promise<SearchPage> {
  const { filters, after } = options;
  const bounds = after ? [beyond("desc", after)] : [];
  const stretches = await stretchesOf(scope, filters.state);
  const places = await placesOf(scope, filters, bounds, "desc", SEARCHED + 1, stretches);
  const stretch = places.slice(0, SEARCHED);
  const words = nameKey(options.q).split(" ").filter(Boolean);
  const matches = await matching(scope, stretch, words);
  const shown = matches.slice(0, PAGE);
  const next = matches.length > PAGE ? shown.at(-1) : places.length > SEARCHED ? stretch.at(-1) : undefined;
  const entries = await entriesOf(
    scope,
    shown.map((p) => p.id),
  );
  return { entries, after: next, searched: stretch.length };
}

async function matching(scope: UserScope, places: Place[], words: string[]): Promise<Place[]> {
  if (places.length === 0) return [];
  const rows = await scope.tx.execute<{
    id: string;
    name: string;
    owner: string;
    public_id: string | null;
  }>(sql`
    SELECT c.id, c.name, o.display_name AS owner, n.public_id FROM conferences c
      JOIN users o ON o.tenant_id = c.tenant_id AND o.id = c.owner_id
      LEFT JOIN conference_numbers n ON n.tenant_id = c.tenant_id AND n.conference_id = c.id AND n.retired_at IS NULL
    WHERE ${mine(scope, c.tenantId)} AND c.id IN ${places.map((p) => p.id)}`);
  const hit = new Set(
    rows
      .filter(({ name, owner, public_id: id }) => {
        const text = `${nameKey(name)} ${nameKey(owner)} ${id ?? ""}`;
        // IDs are shown in groups of four: the hyphens may be typed or not.
        return words.every(
          (word) => text.includes(word) || id?.replaceAll("-", "").includes(word.replaceAll("-", "")),
        );
      })
      .map((row) => row.id),
  );
  return places.filter((place) => hit.has(place.id));
}

/** What lies on a day of the viewer, from midnight to midnight: a meeting across midnight is on both (rule 1.6). */
export async function listDay(
  scope: UserScope,
  { from, to }: { from: Date; to: Date },
  filters: Pick<MeetingFilters, "visibility" | "role"> = {},
): Promise<{ entries: Entry[]; more: boolean }> {
  const { visibility, role } = filters;
  const where = sql.join(
    [
      own(scope, "scheduled"),
      // No meeting is longer than a day, so the index on the start finds those that began before midnight too.
      sql`m.span_starts_at >= ${instant(from)} - interval '1 day' AND m.span_starts_at < ${instant(to)}`,
      sql`m.span_ends_at > ${instant(from)}`,
      ...(visibility ? [sql`m.visibility = ${visibility}`] : []),
      ...(role ? [sql`m.is_owner = ${role === "owner"}`] : []),
    ],
    sql` AND `,
  );
  const rows = await scope.tx.execute<{ id: string }>(sql`SELECT m.conference_id AS id FROM user_conferences m
    WHERE ${where} ORDER BY m.span_starts_at, m.conference_id LIMIT ${DAY_SHOWN + 1}`);
  const ids = rows.slice(0, DAY_SHOWN).map((row) => row.id);
  return { entries: await entriesOf(scope, ids), more: rows.length > DAY_SHOWN };
}

const MAX_LOAD = 4;

/** How full each of these days is, 0 to 4, for the month ruler. */
export async function dayLoads(
  scope: UserScope,
  days: readonly { date: string; from: Date; to: Date }[],
): Promise<Map<string, number>> {
  const rows = await scope.tx.execute<{ date: string; load: number }>(sql`
    SELECT d.date, n.load FROM json_to_recordset(${JSON.stringify(days)}::json)
        AS d(date text, "from" timestamptz, "to" timestamptz)
      CROSS JOIN LATERAL (SELECT count(*)::int AS load FROM (SELECT 1 FROM user_conferences m
        WHERE ${own(scope, "scheduled")} AND m.span_starts_at >= d."from" - interval '1 day'
          AND m.span_starts_at < d."to" AND m.span_ends_at > d."from" LIMIT ${MAX_LOAD}) counted) n`);
  return new Map(rows.map((row) => [row.date, row.load]));
}

/** The next meeting from an instant on that was not cancelled. */
export async function findNext(
  scope: UserScope,
  from: Date,
  { owned = false }: { owned?: boolean } = {},
): Promise<Entry | null> {
  const rows = await scope.tx.execute<{ id: string }>(sql`SELECT m.conference_id AS id FROM user_conferences m
    WHERE ${own(scope, "scheduled")} AND m.sort_at >= ${instant(from)} AND ${owned ? sql`m.is_owner` : sql`true`}
    ORDER BY m.sort_at, m.conference_id LIMIT 20`);
  const entries = await entriesOf(
    scope,
    rows.map((row) => row.id),
  );
  return entries.find((entry) => !entry.timing.cancelledAt) ?? null;
}

/** The actor's next webinars that people register for, with their seats. */
export async function listFilling(scope: UserScope, now: Date): Promise<Entry[]> {
  const places = await placesOf(
    scope,
    { visibility: "public", role: "owner" },
    planned.upcoming,
    "asc",
    PAGE,
  );
  const entries = await entriesOf(
    scope,
    places.map((place) => place.id),
  );
  return entries
    .filter((entry) => entry.hasForm && !["cancelled", "ended"].includes(stateOf(entry, now)))
    .slice(0, 3);
}
