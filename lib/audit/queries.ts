import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { auditChain, auditEvents, auditUnsealed, loginNames, users } from "@/db/schema";
import { matches } from "@/lib/accounts/queries";
import { and } from "@/lib/analytics/queries";
import { type Cursor, isTimeCursor } from "@/lib/analytics/schema";
import { notFound } from "@/lib/errors";
import { mine, type Scope } from "@/lib/server/scope";
import { cursorRows } from "@/lib/server/stream";
import { canAdminister } from "@/lib/settings/policy";
import { dayBounds } from "@/lib/time/local";
import type { Area, AuditEvent } from "./rules";

const e = alias(auditEvents, "e");

const PAGE = 50;
/** So many people whose name fits are looked for in the log. */
const PEOPLE = 50;

export type AuditFilters = {
  q?: string;
  area?: Area;
  action?: string;
  outcome?: "ok" | "denied";
  /** Whole days of the reader's zone, both inclusive. */
  from?: string;
  to?: string;
};

function gate(scope: Scope): { timeZone: string } {
  const { actor } = scope;
  if (canAdminister(actor) !== true || actor.kind !== "user") throw notFound();
  return actor;
}

/** People whose name, e-mail or user ID begins so, as who did something or whom it was done to. */
async function peopleOf(scope: Scope, q: string): Promise<SQL> {
  const rows = await scope.tx.execute<{ id: string }>(sql`SELECT ${users.id} AS id FROM ${users}
    JOIN ${loginNames} ON ${loginNames.tenantId} = ${users.tenantId} AND ${loginNames.userId} = ${users.id}
    WHERE ${mine(scope, users.tenantId)} AND ${matches(q)} LIMIT ${PEOPLE}`);
  const ids = rows.map(({ id }) => id).join(",");
  const any = sql`string_to_array(${ids}, ',')::uuid[]`;
  return sql`(e.actor_id = ANY (${any}) OR e.target_id = ANY (${any}))`;
}

async function filtered(scope: Scope, { q, area, action, outcome, from, to }: AuditFilters): Promise<SQL> {
  const { timeZone } = gate(scope);
  return and([
    mine(scope, e.tenantId),
    q?.trim() ? await peopleOf(scope, q) : undefined,
    area && sql`e.action LIKE ${`${area}.%`}`,
    action ? sql`e.action = ${action}` : undefined,
    // As it stands in the index of denials.
    outcome === "denied" ? sql`e.outcome = 'denied'` : outcome && sql`e.outcome = 'ok'`,
    from ? sql`e.occurred_at >= ${dayBounds(from, timeZone).from.toISOString()}::timestamptz` : undefined,
    to ? sql`e.occurred_at < ${dayBounds(to, timeZone).to.toISOString()}::timestamptz` : undefined,
  ]);
}

type Row = {
  id: string;
  at: string;
  actor_kind: AuditEvent["actorKind"];
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  target_id: string | null;
  target_name: string | null;
  target_is_user: boolean;
  outcome: "ok" | "denied";
  reason: string | null;
  request_id: string | null;
  ip: string | null;
  user_agent: string | null;
  diff: Record<string, unknown> | null;
};

/** The events of `inner`, named `e`, with the names of who and what they are about. */
const named = (scope: Scope, inner: SQL) => sql`
  SELECT e.id, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.actor_kind, e.actor_id,
    coalesce(au.display_name, ap.display_name) AS actor_name, e.action, e.target_id,
    coalesce(tu.display_name, tc.name, tp.display_name, tg.name) AS target_name, tu.id IS NOT NULL AS target_is_user,
    e.outcome, e.reason, e.request_id, e.ip, e.user_agent, e.diff
  FROM (${inner}) e
  LEFT JOIN users au ON au.tenant_id = ${scope.tenantId} AND au.id = e.actor_id
  LEFT JOIN participants ap ON ap.tenant_id = ${scope.tenantId} AND ap.id = e.actor_id
  LEFT JOIN users tu ON tu.tenant_id = ${scope.tenantId} AND tu.id = e.target_id AND tu.deleted_at IS NULL
  LEFT JOIN conferences tc ON tc.tenant_id = ${scope.tenantId} AND tc.id = e.target_id
  LEFT JOIN participants tp ON tp.tenant_id = ${scope.tenantId} AND tp.id = e.target_id
  LEFT JOIN groups tg ON tg.tenant_id = ${scope.tenantId} AND tg.id = e.target_id`;

const eventOf = (row: Row): AuditEvent => ({
  id: row.id,
  at: new Date(row.at),
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  actorName: row.actor_name,
  action: row.action,
  targetId: row.target_id,
  targetName: row.target_name,
  targetIsUser: row.target_is_user,
  outcome: row.outcome,
  reason: row.reason,
  requestId: row.request_id,
  address: row.ip,
  userAgent: row.user_agent,
  diff: row.diff,
});

export type AuditPage = { events: AuditEvent[]; before?: Cursor; after?: Cursor };

/** One page of what happened in the account, the newest first. */
export async function listEvents(
  scope: Scope,
  { filters = {}, ...place }: { filters?: AuditFilters; after?: Cursor; before?: Cursor } = {},
): Promise<AuditPage> {
  const where = await filtered(scope, filters);
  const usable = (cursor?: Cursor) => (cursor?.key && isTimeCursor(cursor) ? cursor : undefined);
  const [before, after] = [usable(place.before), usable(place.after)];
  const rows = await scope.tx.execute<Row>(
    sql`${named(scope, page(where, before, after))} ORDER BY e.occurred_at DESC, e.id DESC`,
  );
  const more = rows.length > PAGE;
  // Beyond `before` the page was read backwards, so what is too much stands in front.
  const shown = before && more ? rows.slice(1) : rows.slice(0, PAGE);
  const edge = (row?: Row) => row && { key: row.at, id: row.id };
  return {
    events: shown.map(eventOf),
    before: (before ? more : after) ? edge(shown[0]) : undefined,
    after: before || more ? edge(shown.at(-1)) : undefined,
  };
}

function page(where: SQL, before?: Cursor, after?: Cursor): SQL {
  const place = ({ key, id }: Cursor) => sql`(${key}::timestamptz, ${id}::uuid)`;
  const beyond = before
    ? sql`(e.occurred_at, e.id) > ${place(before)}`
    : after && sql`(e.occurred_at, e.id) < ${place(after)}`;
  const order = before ? sql`e.occurred_at, e.id` : sql`e.occurred_at DESC, e.id DESC`;
  return sql`SELECT e.* FROM audit_events e WHERE ${and([where, beyond])} ORDER BY ${order} LIMIT ${PAGE + 1}`;
}

/** Everything that the filters leave, the newest first, for a file. */
export async function* streamEvents(scope: Scope, filters: AuditFilters = {}): AsyncGenerator<AuditEvent> {
  const where = await filtered(scope, filters);
  const inner = sql`SELECT e.* FROM audit_events e WHERE ${where} ORDER BY e.occurred_at DESC, e.id DESC`;
  const rows = cursorRows<Row>(scope, sql`${named(scope, inner)} ORDER BY e.occurred_at DESC, e.id DESC`);
  for await (const row of rows) yield eventOf(row);
}

export type Seal = { links: number; head: string | null; sealedAt: Date | null; waiting: number };

/** How far the account's log is sealed, and the hash that stands for all of it. */
export async function getSeal(scope: Scope): Promise<Seal> {
  gate(scope);
  const [row] = await scope.tx.execute<{
    links: number | null;
    head: string | null;
    sealed_at: string | null;
    waiting: number;
  }>(sql`
    SELECT c.link_no::int AS links, encode(c.hash, 'hex') AS head, c.sealed_at,
      (SELECT count(*)::int FROM (SELECT 1 FROM ${auditUnsealed} WHERE ${mine(scope, auditUnsealed.tenantId)} LIMIT 10001) q) AS waiting
    FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT * FROM ${auditChain} WHERE ${mine(scope, auditChain.tenantId)}
      ORDER BY ${auditChain.linkNo} DESC LIMIT 1) c ON true`);
  return {
    links: row?.links ?? 0,
    head: row?.head ?? null,
    sealedAt: row?.sealed_at ? new Date(row.sealed_at) : null,
    waiting: row?.waiting ?? 0,
  };
}
