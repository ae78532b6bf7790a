import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferenceSessions, conferences, userConferences, users } from "@/db/schema";
import type { UserActor } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";
import type { Entry, Person } from "../lists/rules";
import type { Kind, Mode, Visibility } from "../rules";

export type UserScope = Scope<UserActor>;

/** The table of each user's own list; every list starts from it, so that nobody meets what is not his (C05). */
const m = alias(userConferences, "m");
const c = alias(conferences, "c");
const s = alias(conferenceSessions, "s");
const h = alias(users, "h");

/** The actor's own rows of one kind, in a query that calls the table `m`. It knows no instant conferences (C06). */
export const own = (scope: UserScope, kind: "scheduled" | "room") =>
  sql`${mine(scope, m.tenantId)} AND m.user_id = ${scope.actor.userId} AND m.kind = ${kind}`;

type EntryRow = {
  id: string;
  public_id: string | null;
  name: string;
  kind: Kind;
  visibility: Visibility;
  mode: Mode;
  location: string | null;
  starts_at: string | null;
  ends_at: string | null;
  cancelled_at: string | null;
  cancelled_by: string | null;
  cancelled_by_name: string | null;
  owner_id: string;
  owner_name: string;
  my_role: "owner" | "moderator" | "attendee" | null;
  is_host: boolean;
  time_zone: string | null;
  seats: number | null;
  invited: number | null;
  registered: number | null;
  has_form: boolean;
  session_started_at: string | null;
  session_lease: string | null;
  inside: number;
  last_ended_at: string | null;
  last_end_reason: "ended_for_all" | "last_left" | "lease_lapsed" | null;
};

/** What lists show of these conferences, in the order of the ids. Reach was decided by whoever found the ids. */
export async function entriesOf(scope: UserScope, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await scope.tx.execute<EntryRow>(sql`
    SELECT c.id, n.public_id, c.name, c.kind, c.visibility, c.mode, c.location, c.first_starts_at AS starts_at,
      c.last_ends_at AS ends_at, c.cancelled_at, c.cancelled_by, x.display_name AS cancelled_by_name,
      c.owner_id, o.display_name AS owner_name, me.role AS my_role, g.time_zone,
      EXISTS (SELECT 1 FROM users h WHERE ${mine(scope, h.tenantId)} AND h.id = ${scope.actor.userId}
        AND h.account_role = 'host') AS is_host,
      p.capacity AS seats, p.seats_invited AS invited, p.seats_registered AS registered,
      f.conference_id IS NOT NULL AS has_form, l.started_at AS session_started_at,
      l.lease_expires_at AS session_lease, e.ended_at AS last_ended_at, e.end_reason AS last_end_reason,
      (SELECT count(*)::int FROM device_leases d WHERE d.tenant_id = l.tenant_id AND d.session_id = l.id
        AND d.left_at IS NULL AND d.lease_expires_at > app_now()) AS inside
    FROM conferences c
      JOIN users o ON o.tenant_id = c.tenant_id AND o.id = c.owner_id
      LEFT JOIN users x ON x.tenant_id = c.tenant_id AND x.id = c.cancelled_by
      LEFT JOIN conference_numbers n ON n.tenant_id = c.tenant_id AND n.conference_id = c.id AND n.retired_at IS NULL
      LEFT JOIN schedule_segments g ON g.tenant_id = c.tenant_id AND g.conference_id = c.id
      LEFT JOIN participants me ON me.tenant_id = c.tenant_id AND me.conference_id = c.id
        AND me.user_id = ${scope.actor.userId} AND me.state = 'active'
      LEFT JOIN seat_pools p ON p.tenant_id = c.tenant_id AND p.conference_id = c.id
      LEFT JOIN registration_forms f ON f.tenant_id = c.tenant_id AND f.conference_id = c.id AND f.disabled_at IS NULL
      LEFT JOIN conference_sessions l ON l.tenant_id = c.tenant_id AND l.conference_id = c.id AND l.ended_at IS NULL
      LEFT JOIN LATERAL (SELECT b.ended_at, b.end_reason FROM conference_sessions b WHERE b.tenant_id = c.tenant_id
        AND b.conference_id = c.id AND b.ended_at IS NOT NULL ORDER BY b.session_no DESC LIMIT 1) e ON true
    WHERE ${mine(scope, c.tenantId)} AND c.id IN ${ids} AND c.deleted_at IS NULL`);
  const found = new Map(rows.map((row) => [row.id, entryOf(row, scope.actor.userId)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

const date = (text: string | null) => (text === null ? null : new Date(text));

function entryOf(row: EntryRow, userId: string): Entry {
  const startedAt = date(row.session_started_at);
  const endedAt = date(row.last_ended_at);
  return {
    id: row.id,
    publicId: row.public_id ?? "",
    name: row.name,
    visibility: row.visibility,
    mode: row.mode,
    location: row.location,
    owner: { id: row.owner_id, name: row.owner_name },
    isOwner: row.owner_id === userId,
    role: row.my_role,
    isHost: row.is_host,
    timing: {
      kind: row.kind,
      startsAt: date(row.starts_at),
      endsAt: date(row.ends_at),
      cancelledAt: date(row.cancelled_at),
      liveSession: startedAt && { startedAt, leaseExpiresAt: date(row.session_lease) },
      lastSession: endedAt && { endedAt, endReason: row.last_end_reason },
    },
    cancelledBy:
      row.cancelled_by && row.cancelled_by_name
        ? { id: row.cancelled_by, name: row.cancelled_by_name }
        : null,
    timeZone: row.time_zone,
    // The owner's own seat is counted with the invited.
    invited: Math.max(0, (row.invited ?? 0) - 1),
    registered: row.registered ?? 0,
    taken: (row.invited ?? 0) + (row.registered ?? 0),
    seats: row.seats ?? 0,
    hasForm: row.has_form,
    inside: row.inside,
  };
}

/** What is live among the actor's own, the latest start first. An account has few live conferences at once. */
export async function liveIds(scope: UserScope, kind: "scheduled" | "room"): Promise<string[]> {
  const rows = await scope.tx.execute<{
    id: string;
  }>(sql`SELECT m.conference_id AS id FROM conference_sessions s
      JOIN user_conferences m ON m.tenant_id = s.tenant_id AND m.conference_id = s.conference_id
    WHERE ${mine(scope, s.tenantId)} AND s.ended_at IS NULL AND s.lease_expires_at > app_now() AND ${own(scope, kind)}
    ORDER BY s.started_at DESC LIMIT 50`);
  return rows.map((row) => row.id);
}

/** The live meetings, each with some of the people inside. */
export async function listLive(scope: UserScope): Promise<(Entry & { people: Person[] })[]> {
  const entries = await entriesOf(scope, await liveIds(scope, "scheduled"));
  return Promise.all(entries.map(async (entry) => ({ ...entry, people: await peopleIn(scope, entry.id) })));
}

async function peopleIn(scope: UserScope, conferenceId: string): Promise<Person[]> {
  const rows = await scope.tx.execute<Person>(sql`
    SELECT coalesce(p.user_id, p.id) AS id, p.display_name AS name FROM conference_sessions s
      JOIN device_leases d ON d.tenant_id = s.tenant_id AND d.session_id = s.id
      JOIN participants p ON p.tenant_id = d.tenant_id AND p.id = d.participant_id
    WHERE ${mine(scope, s.tenantId)} AND s.conference_id = ${conferenceId} AND s.ended_at IS NULL
      AND d.left_at IS NULL AND d.lease_expires_at > app_now()
    ORDER BY d.connected_at LIMIT 4`);
  return [...rows];
}
