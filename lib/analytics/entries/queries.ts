import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { participants, registrationAnswers } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { mine } from "@/lib/server/scope";
import { cursorRows } from "@/lib/server/stream";
import { staysOf } from "../people/queries";
import { and, dateOf, getAnalysed, liveStays, type UserScope, undelivered, within } from "../queries";
import { type Entry, type Interval, type Origin, openSeconds } from "../rules";
import { type Cursor, type Direction, isTimeCursor, type Sort } from "../schema";

const p = alias(participants, "p");
const a = alias(registrationAnswers, "a");

export const PAGE = 50;
/** A search that finds more people than this asks for more letters. */
const FOUND_AT_MOST = 5000;
/** Matches are counted up to here. */
const COUNTED = 1000;

export type EntryFilters = {
  q?: string;
  auth?: "users" | "guests";
  joined?: "yes" | "no";
  mail?: "undelivered";
  added?: Interval;
};

/**
 * People by name or e-mail. From three letters on anywhere in them, through the one door whose index can do that;
 * shorter words from the beginning, as a range of the stored keys.
 */
export function found(conferenceId: string, q: string): SQL {
  if ([...q].length >= 3) {
    return sql`p.id IN (SELECT search_participants(${conferenceId}::uuid, ${q}, ${FOUND_AT_MOST}))`;
  }
  // The last character there is stands after everything that begins with the words.
  const after = `${q}\u{10FFFF}`;
  return sql`((p.name_key >= lower(${q}) AND p.name_key < lower(${after}))
    OR (p.email_key >= lower(${q}) AND p.email_key < lower(${after})))`;
}

function filtered(scope: UserScope, conferenceId: string, filters: EntryFilters): SQL {
  const { q, auth, joined, mail, added } = filters;
  return and([
    mine(scope, p.tenantId),
    sql`p.conference_id = ${conferenceId}`,
    auth && (auth === "users" ? sql`p.user_id IS NOT NULL` : sql`p.user_id IS NULL`),
    joined && (joined === "yes" ? sql`p.first_joined_at IS NOT NULL` : sql`p.first_joined_at IS NULL`),
    mail && undelivered,
    ...within(sql`p.added_at`, added ?? {}),
    q ? found(conferenceId, q) : undefined,
  ]);
}

const instantText = (column: SQL) =>
  sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

type Order = { key: SQL; text: SQL; cast: SQL; nullable: boolean; isTime: boolean };

/** Each order has its index. People without the key (no e-mail, never joined) follow those who have one. */
const orders: Record<Sort, Order> = {
  added: {
    key: sql`p.added_at`,
    text: instantText(sql`p.added_at`),
    cast: sql`timestamptz`,
    nullable: false,
    isTime: true,
  },
  name: {
    key: inNameOrder(sql`p.name_key`),
    text: sql`p.name_key`,
    cast: sql`text`,
    nullable: false,
    isTime: false,
  },
  joined: {
    key: sql`p.first_joined_at`,
    text: instantText(sql`p.first_joined_at`),
    cast: sql`timestamptz`,
    nullable: true,
    isTime: true,
  },
  email: { key: sql`p.email_key`, text: sql`p.email_key`, cast: sql`text`, nullable: true, isTime: false },
};

/** Index and ORDER BY must agree on where nulls would stand, even where there are none. */
function by(order: Order, direction: Direction): SQL {
  if (order.key === orders.joined.key) {
    return direction === "desc"
      ? sql`${order.key} DESC NULLS LAST, p.id DESC`
      : sql`${order.key} ASC NULLS FIRST, p.id ASC`;
  }
  return direction === "desc" ? sql`${order.key} DESC, p.id DESC` : sql`${order.key}, p.id`;
}

/** The parts of the list that a page may touch, in the order in which it reads them: with the key, then without. */
function armsOf(order: Order, direction: Direction, backward: boolean, cursor?: Cursor): Arm[] {
  const way: Direction = backward === (direction === "asc") ? "desc" : "asc";
  const beyond = way === "asc" ? sql`>` : sql`<`;
  const past = (at: Cursor) =>
    at.key === null
      ? sql`p.id ${beyond} ${at.id}::uuid`
      : sql`(${order.key}, p.id) ${beyond} (${at.key}::${order.cast}, ${at.id}::uuid)`;
  const keyed = { where: order.nullable ? sql`${order.key} IS NOT NULL` : sql`true`, by: by(order, way) };
  const keyless = { where: sql`${order.key} IS NULL`, by: way === "asc" ? sql`p.id` : sql`p.id DESC` };
  const inOrder = order.nullable ? (backward ? [keyless, keyed] : [keyed, keyless]) : [keyed];
  if (!cursor) return inOrder;
  const [first, ...rest] = inOrder.slice(inOrder.indexOf(cursor.key === null ? keyless : keyed));
  return first ? [{ ...first, where: sql`${first.where} AND ${past(cursor)}` }, ...rest] : [];
}

type Arm = { where: SQL; by: SQL };

type Row = {
  k: string | null;
  id: string;
  name: string;
  email: string | null;
  is_user: boolean;
  origin: Origin;
  role: Entry["role"];
  state: Entry["state"];
  undelivered: boolean;
  added_at: string;
  first_joined_at: string | null;
  last_left_at: string | null;
  joins: number;
  present_s: number;
};

export type EntriesPage = {
  entries: Entry[];
  /** Where the neighbouring pages begin. */
  before?: Cursor;
  after?: Cursor;
  /** How many people match the filters, up to a thousand; null while nothing is filtered. */
  matches: { count: number; more: boolean } | null;
  /** The search found so many that only some are shown. */
  tooMany: boolean;
};

export type EntriesOptions = {
  filters?: EntryFilters;
  sort?: Sort;
  direction?: Direction;
  after?: Cursor;
  before?: Cursor;
  /** Stays from here on are read for the bars; without it only those that are going on. */
  staysSince?: Date;
};

/** One page of the people on the list, by key in both directions (T06–T12, T14–T18). */
export async function listEntries(
  scope: UserScope,
  conferenceId: string,
  options: EntriesOptions = {},
): Promise<EntriesPage> {
  await getAnalysed(scope, conferenceId);
  const { filters = {}, sort = "added", direction = "desc" } = options;
  const order = orders[sort];
  const usable = (cursor?: Cursor) =>
    cursor && (order.nullable || cursor.key !== null) && (!order.isTime || isTimeCursor(cursor))
      ? cursor
      : undefined;
  const before = usable(options.before);
  const after = before ? undefined : usable(options.after);
  const where = filtered(scope, conferenceId, filters);
  const rows: Row[] = [];
  for (const arm of armsOf(order, direction, Boolean(before), before ?? after)) {
    const missing = PAGE + 1 - rows.length;
    if (missing > 0) rows.push(...(await readArm(scope, order, where, arm, missing)));
  }
  const more = rows.length > PAGE;
  const shown = rows.slice(0, PAGE);
  if (before) shown.reverse();
  const edge = (row?: Row) => row && { key: row.k, id: row.id };
  const hasEarlier = before ? more : Boolean(after);
  const hasLater = before ? true : more;
  return {
    entries: await entriesOf(scope, shown, options.staysSince),
    before: hasEarlier ? edge(shown[0]) : undefined,
    after: hasLater ? edge(shown.at(-1)) : undefined,
    ...(await countMatches(scope, conferenceId, filters, where)),
  };
}

async function readArm(scope: UserScope, order: Order, where: SQL, arm: Arm, limit: number): Promise<Row[]> {
  const rows = await scope.tx.execute<Row>(sql`
    SELECT ${order.text} AS k, p.id, p.display_name AS name, p.email, p.user_id IS NOT NULL AS is_user, p.origin,
      p.role, p.state, ${undelivered} AS undelivered, p.added_at, p.first_joined_at, p.last_left_at, p.joins, p.present_s
    FROM participants p WHERE ${where} AND ${arm.where} ORDER BY ${arm.by} LIMIT ${limit}`);
  return [...rows];
}

async function entriesOf(scope: UserScope, rows: readonly Row[], since?: Date): Promise<Entry[]> {
  const inside = rows.filter((row) => row.joins > 0).map((row) => row.id);
  const stays = await staysOf(scope, inside, since ? { since } : "open");
  return rows.map((row) => {
    const own = stays.get(row.id) ?? [];
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      isUser: row.is_user,
      origin: row.origin,
      role: row.role,
      state: row.state,
      undelivered: row.undelivered,
      addedAt: new Date(row.added_at),
      firstJoinedAt: dateOf(row.first_joined_at),
      lastLeftAt: dateOf(row.last_left_at),
      joins: row.joins,
      presentS: row.present_s + openSeconds(own),
      stays: own,
    };
  });
}

async function countMatches(scope: UserScope, conferenceId: string, filters: EntryFilters, where: SQL) {
  const { q, auth, joined, mail, added } = filters;
  if (!q && !auth && !joined && !mail && !added?.from && !added?.to) return { matches: null, tooMany: false };
  const [row] = await scope.tx.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM participants p WHERE ${where} LIMIT ${COUNTED + 1}) capped`);
  const count = row?.count ?? 0;
  const matches = { count: Math.min(count, COUNTED), more: count > COUNTED };
  if (!q || [...q].length < 3 || !matches.more) return { matches, tooMany: false };
  const [search] = await scope.tx.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM search_participants(${conferenceId}::uuid, ${q}, ${FOUND_AT_MOST})`);
  return { matches, tooMany: search?.count === FOUND_AT_MOST };
}

/** A line of the export: what the list shows, and the answers of the registration. */
export type EntryLine = {
  name: string;
  email: string | null;
  is_user: boolean;
  origin: Origin;
  role: Entry["role"];
  state: Entry["state"];
  /** Milliseconds: a million lines are not worth a million parsed dates. */
  added: number;
  first: number | null;
  last: number | null;
  joins: number;
  present_s: number;
  answers: { fieldId: string; value: string }[] | null;
};

/** Everybody on the list, in the order of adding, whatever the page filters (rule 7.1). */
export async function* streamEntries(scope: UserScope, conferenceId: string): AsyncGenerator<EntryLine> {
  await getAnalysed(scope, conferenceId);
  yield* cursorRows<EntryLine>(
    scope,
    sql`WITH ${liveStays(scope, conferenceId)}
    SELECT p.display_name AS name, p.email, p.user_id IS NOT NULL AS is_user, p.origin, p.role, p.state,
      (extract(epoch FROM p.added_at) * 1000)::float8 AS added, (extract(epoch FROM p.first_joined_at) * 1000)::float8 AS first,
      (extract(epoch FROM p.last_left_at) * 1000)::float8 AS last, p.joins,
      p.present_s + coalesce(live.seconds, 0) AS present_s, a.answers
    FROM participants p LEFT JOIN live ON live.participant_id = p.id
      LEFT JOIN registration_answers a ON ${mine(scope, a.tenantId)} AND a.participant_id = p.id
    WHERE ${mine(scope, p.tenantId)} AND p.conference_id = ${conferenceId} ORDER BY p.added_at, p.id`,
  );
}
