import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferenceSessions, conferences, participants } from "@/db/schema";
import { canSeeAnalytics } from "@/lib/conferences/policy";
import { type ConferenceSubject, getConferenceSubject } from "@/lib/conferences/queries";
import { AppError, notFound } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";
import { FINEST_BAND_S, type Figures, type Interval, type StayBand, stayBands } from "./rules";

export type UserScope = Scope<UserActor>;

const p = alias(participants, "p");
const c = alias(conferences, "c");
const s = alias(conferenceSessions, "s");

/** A page asks several questions in one transaction; the answer about the person is the same for all of them. */
const known = new WeakMap<UserScope, Map<string, ConferenceSubject>>();

/** The conference, for its owner and the host of the account; others in reach learn why not (T01). */
export async function getAnalysed(scope: UserScope, conferenceId: string): Promise<ConferenceSubject> {
  const before = known.get(scope)?.get(conferenceId);
  if (before) return before;
  const subject = await getConferenceSubject(scope, conferenceId);
  const decision = canSeeAnalytics(scope.actor, subject);
  if (decision !== true) throw new AppError(decision.reason, decision.params);
  known.set(scope, new Map([[conferenceId, subject]]));
  return subject;
}

export const and = (parts: (SQL | undefined)[]) =>
  sql.join(
    parts.filter((part) => part !== undefined),
    sql` AND `,
  );

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/** Half-open bounds of an interval on a column. */
export const within = (column: SQL, { from, to }: Interval): SQL[] => [
  ...(from ? [sql`${column} >= ${instant(from)}`] : []),
  ...(to ? [sql`${column} < ${instant(to)}`] : []),
];

/** Stays that are going on, as a table `live(participant_id, since, seconds)`; a device without a sign of life ends with its lease. */
export const liveStays = (scope: Scope, conferenceId: string) => sql`live AS (
  SELECT i.participant_id, i.joined_at AS since,
    extract(epoch FROM greatest(least(app_now(), d.lease_expires_at), i.joined_at) - i.joined_at)::int AS seconds
  FROM conference_sessions s
    JOIN device_leases d ON d.tenant_id = s.tenant_id AND d.session_id = s.id AND d.left_at IS NULL
    JOIN presence_intervals i ON i.tenant_id = d.tenant_id AND i.participant_id = d.participant_id AND i.left_at IS NULL
  WHERE ${mine(scope, s.tenantId)} AND s.conference_id = ${conferenceId} AND s.ended_at IS NULL)`;

/**
 * The participant `p` is on the list and the last mail there was refused for good. Written from the refused mails, which are few, so
 * that a list of many thousands is not read for it.
 */
export const undelivered = sql`(p.state = 'active' AND EXISTS (SELECT 1 FROM mail_messages f
  WHERE f.tenant_id = p.tenant_id AND f.entity_id = p.id AND f.state = 'failed'
    AND NOT EXISTS (SELECT 1 FROM mail_messages l WHERE l.tenant_id = f.tenant_id AND l.entity_id = f.entity_id
      AND (l.created_at, l.id) > (f.created_at, f.id))))`;

export type Overview = {
  subject: ConferenceSubject;
  now: Date;
  createdAt: Date;
  timeZone: string | null;
  /** How often it has taken place, and the first and last moments of that. */
  sessions: number;
  firstStartAt: Date | null;
  lastEndAt: Date | null;
  figures: Figures;
  bands: StayBand[];
  /** People on the list whose last mail was refused. */
  undelivered: number;
  /** Everybody ever on the list: the lines of the export, whatever is filtered. */
  total: number;
};

type OverviewRow = {
  now: string;
  created_at: string;
  time_zone: string | null;
  sessions: number;
  first_start_at: string | null;
  last_end_at: string | null;
  total: number;
  undelivered: number;
};

/** Instants of raw statements arrive as text. */
export const dateOf = (text: string | null) => (text ? new Date(text) : null);

/** Head and figures of the page; the figures are about people who were added in the interval. */
export async function getAnalyticsOverview(
  scope: UserScope,
  conferenceId: string,
  interval: Interval = {},
): Promise<Overview> {
  const subject = await getAnalysed(scope, conferenceId);
  const [row] = await scope.tx.execute<OverviewRow>(sql`
    SELECT app_now() AS now, c.created_at, g.time_zone, n.sessions, n.first_start_at, n.last_end_at,
      (SELECT count(*)::int FROM participants p WHERE ${mine(scope, p.tenantId)} AND p.conference_id = c.id) AS total,
      (SELECT count(*)::int FROM participants p WHERE ${mine(scope, p.tenantId)} AND p.conference_id = c.id
        AND ${undelivered}) AS undelivered
    FROM conferences c
      LEFT JOIN schedule_segments g ON g.tenant_id = c.tenant_id AND g.conference_id = c.id
      CROSS JOIN LATERAL (SELECT count(*)::int AS sessions, min(s.started_at) AS first_start_at,
        max(coalesce(s.ended_at, least(app_now(), s.lease_expires_at))) AS last_end_at
        FROM conference_sessions s WHERE ${mine(scope, s.tenantId)} AND s.conference_id = c.id) n
    WHERE ${mine(scope, c.tenantId)} AND c.id = ${conferenceId}`);
  if (!row) throw notFound();
  return {
    subject,
    now: new Date(row.now),
    createdAt: new Date(row.created_at),
    timeZone: row.time_zone,
    sessions: row.sessions,
    firstStartAt: dateOf(row.first_start_at),
    lastEndAt: dateOf(row.last_end_at),
    undelivered: row.undelivered,
    total: row.total,
    ...(await figuresOf(scope, conferenceId, interval)),
  };
}

/** Invited or registered, and not gone. Whoever typed a name at the door and was refused was expected by nobody. */
const awaited = sql`p.state = 'active' AND (p.origin <> 'walk_in' OR p.first_joined_at IS NOT NULL)`;

async function figuresOf(scope: UserScope, conferenceId: string, interval: Interval) {
  const where = and([
    mine(scope, p.tenantId),
    sql`p.conference_id = ${conferenceId}`,
    ...within(sql`p.added_at`, interval),
  ]);
  const [row] = await scope.tx.execute<Omit<Figures, "averageStayS"> & { average: number | null }>(sql`
    WITH ${liveStays(scope, conferenceId)}
    SELECT count(*)::int AS added, count(p.user_id)::int AS users,
      count(p.first_joined_at)::int AS joined,
      (count(*) FILTER (WHERE p.origin = 'registered'))::int AS registered,
      (count(p.first_joined_at) FILTER (WHERE p.origin = 'registered'))::int AS attended,
      (count(*) FILTER (WHERE p.state <> 'active'))::int AS gone,
      (count(*) FILTER (WHERE ${awaited} AND p.first_joined_at IS NULL))::int AS absent,
      (count(*) FILTER (WHERE ${awaited}))::int AS awaited,
      (avg(p.present_s + coalesce(live.seconds, 0)) FILTER (WHERE p.first_joined_at IS NOT NULL))::float8 AS average
    FROM participants p LEFT JOIN live ON live.participant_id = p.id WHERE ${where}`);
  const bands = await scope.tx.execute<{ five: number; people: number }>(sql`
    WITH ${liveStays(scope, conferenceId)}
    SELECT (p.present_s + coalesce(live.seconds, 0)) / ${FINEST_BAND_S}::int AS five, count(*)::int AS people
    FROM participants p LEFT JOIN live ON live.participant_id = p.id
    WHERE ${where} AND p.first_joined_at IS NOT NULL GROUP BY 1`);
  const { average, ...figures } = row ?? emptyFigures;
  return {
    figures: { ...figures, averageStayS: average },
    bands: stayBands(new Map(bands.map((band) => [band.five, band.people]))),
  };
}

const emptyFigures = {
  added: 0,
  users: 0,
  joined: 0,
  registered: 0,
  attended: 0,
  gone: 0,
  absent: 0,
  awaited: 0,
  average: null,
};
