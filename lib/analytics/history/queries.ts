import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { connectionEvents, participants } from "@/db/schema";
import { mine } from "@/lib/server/scope";
import { cursorRows } from "@/lib/server/stream";
import { found } from "../entries/queries";
import { and, getAnalysed, type UserScope, within } from "../queries";
import type { EventKind, HistoryEvent, Interval } from "../rules";
import { type Cursor, type Direction, isTimeCursor } from "../schema";

const e = alias(connectionEvents, "e");
const p = alias(participants, "p");

const PAGE = 50;
/** Events are counted up to here. */
const COUNTED = 10_000;

export type HistoryFilters = { q?: string; kind?: "entries" | "exits"; interval?: Interval };

const kinds = { entries: ["joined", "taken_over"], exits: ["left", "lapsed", "ended"] } as const;

function filtered(scope: UserScope, conferenceId: string, { q, kind, interval }: HistoryFilters): SQL {
  const people = sql`SELECT p.id FROM participants p
    WHERE ${mine(scope, p.tenantId)} AND p.conference_id = ${conferenceId} AND ${q ? found(conferenceId, q) : sql`true`}`;
  return and([
    mine(scope, e.tenantId),
    sql`e.conference_id = ${conferenceId}`,
    kind && sql`e.kind IN ${kinds[kind]}`,
    ...within(sql`e.occurred_at`, interval ?? {}),
    q ? sql`e.participant_id IN (${people})` : undefined,
  ]);
}

type Row = {
  id: string;
  at: string;
  kind: EventKind;
  participant_id: string;
  name: string;
  email: string | null;
  is_user: boolean;
};

export type HistoryPage = { events: HistoryEvent[]; before?: Cursor; after?: Cursor };

/** One page of entries and exits, newest or oldest first (T26–T30). */
export async function listHistory(
  scope: UserScope,
  conferenceId: string,
  options: { filters?: HistoryFilters; direction?: Direction; after?: Cursor; before?: Cursor } = {},
): Promise<HistoryPage> {
  await getAnalysed(scope, conferenceId);
  const { filters = {}, direction = "desc" } = options;
  const usable = (cursor?: Cursor) =>
    cursor && cursor.key !== null && isTimeCursor(cursor) ? cursor : undefined;
  const before = usable(options.before);
  const cursor = before ?? usable(options.after);
  const way: Direction = Boolean(before) === (direction === "asc") ? "desc" : "asc";
  const order = way === "asc" ? sql`e.occurred_at, e.id` : sql`e.occurred_at DESC, e.id DESC`;
  const rows = await scope.tx.execute<Row>(sql`
    SELECT e.*, p.email FROM (
      SELECT e.id, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.kind,
        e.participant_id, e.display_name AS name, e.is_user
      FROM connection_events e
      WHERE ${and([filtered(scope, conferenceId, filters), cursor && beyond(way, cursor)])}
      ORDER BY ${order} LIMIT ${PAGE + 1}) e
    LEFT JOIN participants p ON ${mine(scope, p.tenantId)} AND p.id = e.participant_id
    ORDER BY e.at ${way === "asc" ? sql`` : sql`DESC`}, e.id ${way === "asc" ? sql`` : sql`DESC`}`);
  const shown = rows.slice(0, PAGE);
  const more = rows.length > PAGE;
  if (before) shown.reverse();
  const edge = (row?: Row) => row && { key: row.at, id: row.id };
  return {
    events: shown.map((row) => ({
      id: row.id,
      at: new Date(row.at),
      kind: row.kind,
      participantId: row.participant_id,
      name: row.name,
      email: row.email,
      isUser: row.is_user,
    })),
    before: (before ? more : Boolean(cursor)) ? edge(shown[0]) : undefined,
    after: (before ? true : more) ? edge(shown.at(-1)) : undefined,
  };
}

/** The cursor is also the bound on the time, else the scan would begin at the interval's end and filter its way here. */
const beyond = (way: Direction, { key, id }: Cursor) =>
  way === "asc"
    ? sql`e.occurred_at >= ${key}::timestamptz AND (e.occurred_at, e.id) > (${key}::timestamptz, ${id}::uuid)`
    : sql`e.occurred_at <= ${key}::timestamptz AND (e.occurred_at, e.id) < (${key}::timestamptz, ${id}::uuid)`;

/** How many events an interval holds, up to ten thousand. */
export async function countHistory(
  scope: UserScope,
  conferenceId: string,
  filters: HistoryFilters = {},
): Promise<{ count: number; more: boolean }> {
  await getAnalysed(scope, conferenceId);
  const [row] = await scope.tx.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM connection_events e WHERE ${filtered(scope, conferenceId, filters)} LIMIT ${COUNTED + 1}) capped`);
  const count = row?.count ?? 0;
  return { count: Math.min(count, COUNTED), more: count > COUNTED };
}

/** A line of the export. */
export type HistoryLine = {
  at: number;
  kind: EventKind;
  name: string;
  email: string | null;
  is_user: boolean;
};

/** Every entry and exit of an interval, in the order of time (rule 7.2). */
export async function* streamHistory(
  scope: UserScope,
  conferenceId: string,
  interval: Interval = {},
): AsyncGenerator<HistoryLine> {
  await getAnalysed(scope, conferenceId);
  yield* cursorRows<HistoryLine>(
    scope,
    sql`SELECT (extract(epoch FROM e.occurred_at) * 1000)::float8 AS at, e.kind, e.display_name AS name, p.email, e.is_user
    FROM connection_events e LEFT JOIN participants p ON ${mine(scope, p.tenantId)} AND p.id = e.participant_id
    WHERE ${filtered(scope, conferenceId, { interval })} ORDER BY e.occurred_at, e.id`,
  );
}
