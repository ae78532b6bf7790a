import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferenceSessions, connectionEvents, participants } from "@/db/schema";
import { mine } from "@/lib/server/scope";
import { and, getAnalysed, type UserScope, within } from "../queries";
import { type BucketSize, bucketSize, buckets, type Interval, lineStep } from "../rules";

const p = alias(participants, "p");
const e = alias(connectionEvents, "e");
const s = alias(conferenceSessions, "s");

export type AddedChart = {
  size: BucketSize;
  points: { at: Date; users: number; guests: number }[];
};

export type AddedFilters = { auth?: "users" | "guests"; joined?: "yes" | "no"; added?: Interval };

/** When people were added to the list, in hours, days or months of the viewer (T21, T22). */
export async function getAddedChart(
  scope: UserScope,
  conferenceId: string,
  { zone, filters = {} }: { zone: string; filters?: AddedFilters },
): Promise<AddedChart> {
  await getAnalysed(scope, conferenceId);
  const { auth, joined, added } = filters;
  const where = and([
    mine(scope, p.tenantId),
    sql`p.conference_id = ${conferenceId}`,
    auth && (auth === "users" ? sql`p.user_id IS NOT NULL` : sql`p.user_id IS NULL`),
    joined && (joined === "yes" ? sql`p.first_joined_at IS NOT NULL` : sql`p.first_joined_at IS NULL`),
    ...within(sql`p.added_at`, added ?? {}),
  ]);
  const [span] = await scope.tx.execute<{ first: string | null; last: string | null }>(
    sql`SELECT min(p.added_at) AS first, max(p.added_at) AS last FROM participants p WHERE ${where}`,
  );
  if (!span?.first || !span.last) return { size: "day", points: [] };
  const size = bucketSize({ from: new Date(span.first), to: new Date(span.last) });
  const rows = await scope.tx.execute<{ at: string; users: number; guests: number }>(sql`
    SELECT date_trunc(${size}, p.added_at, ${zone}) AS at, count(p.user_id)::int AS users,
      (count(*) - count(p.user_id))::int AS guests
    FROM participants p WHERE ${where} GROUP BY 1 ORDER BY 1`);
  const counts = new Map(rows.map((row) => [new Date(row.at).getTime(), row]));
  const first = rows[0] ? new Date(rows[0].at) : new Date(span.first);
  return {
    size,
    points: buckets(size, { from: first, to: new Date(span.last) }, zone).map((at) => {
      const { users = 0, guests = 0 } = counts.get(at.getTime()) ?? {};
      return { at, users, guests };
    }),
  };
}

export type PeopleChart = {
  session: { startedAt: Date; endedAt: Date; isLive: boolean };
  peak: { people: number; at: Date };
  points: { at: Date; all: number; guests: number }[];
};

/** Of a conference that stands still for a moment, because everybody was cut off, both halves are one time. */
const PAUSE_MS = 3_600_000;

/** How many people were in, through the latest time that it took place in an interval; null when it did not. */
export async function findPeopleChart(
  scope: UserScope,
  conferenceId: string,
  interval: Interval = {},
): Promise<PeopleChart | null> {
  await getAnalysed(scope, conferenceId);
  const sessions = await scope.tx.execute<{ id: string; started: string; ended: string; live: boolean }>(sql`
    SELECT s.id, s.started_at AS started, coalesce(s.ended_at, greatest(s.started_at, least(app_now(), s.lease_expires_at))) AS ended,
      s.ended_at IS NULL AS live
    FROM conference_sessions s WHERE ${mine(scope, s.tenantId)} AND s.conference_id = ${conferenceId}
      ${interval.to ? sql`AND s.started_at < ${interval.to.toISOString()}::timestamptz` : sql``}
      ${interval.from ? sql`AND coalesce(s.ended_at, app_now()) >= ${interval.from.toISOString()}::timestamptz` : sql``}
    ORDER BY s.session_no DESC LIMIT 20`);
  const [latest] = sessions;
  if (!latest) return null;
  const pauses = sessions.map(
    ({ ended }, i) => Date.parse(sessions[i - 1]?.started ?? ended) - Date.parse(ended),
  );
  const before = pauses.findIndex((pause) => pause > PAUSE_MS);
  const together = before < 0 ? sessions : sessions.slice(0, before);
  const startedAt = new Date(together.at(-1)?.started ?? latest.started);
  const endedAt = new Date(latest.ended);
  const step = lineStep({ from: startedAt, to: endedAt });
  // Changes are summed per second before they are put in order, so that a crowd costs one scan and no sorting.
  const rows = await scope.tx.execute<{
    slot: number;
    people: number;
    guests: number;
    most: number;
    most_at: string;
  }>(sql`
    WITH changes AS (
      SELECT date_trunc('second', e.occurred_at) AS at, sum(${change}) AS people,
        sum(CASE WHEN e.is_user THEN 0 ELSE ${change} END) AS guests
      FROM connection_events e
      WHERE ${mine(scope, e.tenantId)} AND e.conference_id = ${conferenceId} AND e.session_id IN ${together.map(({ id }) => id)}
        AND e.occurred_at >= ${startedAt.toISOString()}::timestamptz - interval '1 minute'
        AND e.occurred_at <= ${endedAt.toISOString()}::timestamptz + interval '1 hour'
      GROUP BY 1),
    inside AS (
      SELECT at, floor(extract(epoch FROM at) / ${step}::int)::int AS slot, (sum(people) OVER walk)::int AS people,
        (sum(guests) OVER walk)::int AS guests
      FROM changes WINDOW walk AS (ORDER BY at))
    SELECT slot, (array_agg(people ORDER BY at DESC))[1] AS people, (array_agg(guests ORDER BY at DESC))[1] AS guests,
      max(people) AS most, (array_agg(at ORDER BY people DESC, at))[1] AS most_at
    FROM inside GROUP BY slot ORDER BY slot`);
  if (rows.length === 0) return null;
  const top = rows.reduce((best, row) => (row.most > best.most ? row : best));
  return {
    session: { startedAt, endedAt, isLive: latest.live },
    peak: { people: top.most, at: new Date(top.most_at) },
    points: line(rows, { from: startedAt, to: endedAt }, step),
  };
}

const change = sql`CASE e.kind WHEN 'joined' THEN 1 WHEN 'taken_over' THEN 0 ELSE -1 END`;

/** The count at the end of each step; steps in which nobody came or went keep that of the one before. */
function line(
  rows: readonly { slot: number; people: number; guests: number }[],
  { from, to }: { from: Date; to: Date },
  step: number,
): PeopleChart["points"] {
  const slotOf = (at: Date) => Math.floor(at.getTime() / 1000 / step);
  const first = Math.min(slotOf(from), rows[0]?.slot ?? Number.POSITIVE_INFINITY);
  const last = Math.max(slotOf(to), rows.at(-1)?.slot ?? 0);
  const bySlot = new Map(rows.map((row) => [row.slot, row]));
  const points: PeopleChart["points"] = [{ at: new Date(first * step * 1000), all: 0, guests: 0 }];
  let now = { people: 0, guests: 0 };
  for (let slot = first; slot <= last; slot++) {
    now = bySlot.get(slot) ?? now;
    points.push({ at: new Date((slot + 1) * step * 1000), all: now.people, guests: now.guests });
  }
  return points;
}
