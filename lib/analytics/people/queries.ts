import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import {
  connectionEvents,
  mailMessages,
  outbox,
  participants,
  presenceIntervals,
  registrationAnswers,
} from "@/db/schema";
import { notFound } from "@/lib/errors";
import { mine } from "@/lib/server/scope";
import { and, dateOf, getAnalysed, type UserScope } from "../queries";
import { type Entry, type EventKind, type Origin, openSeconds, type Stay } from "../rules";

const p = alias(participants, "p");
const i = alias(presenceIntervals, "i");
const e = alias(connectionEvents, "e");
const a = alias(registrationAnswers, "a");
const o = alias(outbox, "o");
const x = alias(mailMessages, "x");

/**
 * Stays of some people, latest first. Only those from `since` on, only the latest few, or only those that are going on:
 * somebody may have been in a room a thousand times.
 */
export async function staysOf(
  scope: UserScope,
  ids: readonly string[],
  which: { since: Date } | { latest: number } | "open",
): Promise<Map<string, Stay[]>> {
  const stays = new Map<string, Stay[]>();
  if (ids.length === 0) return stays;
  const where = and([
    mine(scope, i.tenantId),
    sql`i.participant_id IN ${ids}`,
    which === "open" ? sql`i.left_at IS NULL` : undefined,
    typeof which === "object" && "since" in which
      ? sql`i.joined_at >= ${which.since.toISOString()}::timestamptz`
      : undefined,
  ]);
  const limit = typeof which === "object" && "latest" in which ? sql`LIMIT ${which.latest}` : sql``;
  const rows = await scope.tx.execute<{ id: string; from: string; to: string; open: boolean }>(sql`
    SELECT i.participant_id AS id, i.joined_at AS "from",
      coalesce(i.left_at, greatest(least(app_now(), d.lease_expires_at), i.joined_at)) AS "to",
      i.left_at IS NULL AND d.lease_expires_at > app_now() AS open
    FROM presence_intervals i LEFT JOIN device_leases d ON d.tenant_id = i.tenant_id AND d.participant_id = i.participant_id
    WHERE ${where} ORDER BY i.participant_id, i.joined_at DESC ${limit}`);
  for (const { id, from, to, open } of rows) {
    const list = stays.get(id) ?? [];
    list.push({ from: new Date(from), to: new Date(to), open });
    stays.set(id, list);
  }
  return stays;
}

export type Person = Entry & {
  userId: string | null;
  addedBy: string | null;
  endedAt: Date | null;
  answers: { fieldId: string; key: string; label: string; value: string }[];
  events: { id: string; at: Date; kind: EventKind }[];
  mail: LastMail | null;
};

/** What became of the last mail to somebody; `waiting` when another one is to follow. */
export type LastMail = {
  state: "sending" | "sent" | "failed";
  waiting: boolean;
  recipient: string;
  reply: string | null;
  at: Date;
};

/** So many stays and events of a person are shown; the export holds the rest. */
export const SHOWN = 100;

type PersonRow = {
  id: string;
  name: string;
  email: string | null;
  user_id: string | null;
  origin: Origin;
  role: Person["role"];
  state: Person["state"];
  added_at: string;
  added_by: string | null;
  ended_at: string | null;
  joins: number;
  present_s: number;
  first_joined_at: string | null;
  last_left_at: string | null;
  answers: Person["answers"] | null;
};

async function findLastMail(scope: UserScope, participantId: string): Promise<LastMail | null> {
  const [row] = await scope.tx.execute<Omit<LastMail, "at"> & { at: string }>(sql`
    SELECT x.state, x.recipient, x.reply, coalesce(x.sent_at, x.created_at) AS at,
      EXISTS (SELECT 1 FROM outbox o WHERE ${mine(scope, o.tenantId)} AND o.entity_id = x.entity_id
        AND o.kind IN ('mail.registration', 'mail.invitation') AND o.dead_at IS NULL) AS waiting
    FROM mail_messages x WHERE ${mine(scope, x.tenantId)} AND x.entity_id = ${participantId}
    ORDER BY x.created_at DESC, x.id DESC LIMIT 1`);
  return row ? { ...row, at: new Date(row.at) } : null;
}

/** Everything about one person of the list: answers, stays, every entry and exit (T10). */
export async function getPerson(
  scope: UserScope,
  conferenceId: string,
  participantId: string,
): Promise<Person> {
  await getAnalysed(scope, conferenceId);
  const [row] = await scope.tx.execute<PersonRow>(sql`
    SELECT p.id, p.display_name AS name, p.email, p.user_id, p.origin, p.role, p.state, p.added_at,
      b.display_name AS added_by, p.ended_at, p.joins, p.present_s, p.first_joined_at, p.last_left_at, a.answers
    FROM participants p
      LEFT JOIN users b ON b.tenant_id = p.tenant_id AND b.id = p.added_by
      LEFT JOIN registration_answers a ON ${mine(scope, a.tenantId)} AND a.participant_id = p.id
    WHERE ${mine(scope, p.tenantId)} AND p.conference_id = ${conferenceId} AND p.id = ${participantId}`);
  if (!row) throw notFound();
  const stays = (await staysOf(scope, [participantId], { latest: SHOWN })).get(participantId) ?? [];
  const mail = await findLastMail(scope, participantId);
  const events = await scope.tx.execute<{ id: string; at: string; kind: EventKind }>(sql`
    SELECT e.id, e.occurred_at AS at, e.kind FROM connection_events e
    WHERE ${mine(scope, e.tenantId)} AND e.conference_id = ${conferenceId} AND e.participant_id = ${participantId}
    ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${SHOWN}`);
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    isUser: row.user_id !== null,
    userId: row.user_id,
    origin: row.origin,
    role: row.role,
    state: row.state,
    addedAt: new Date(row.added_at),
    addedBy: row.added_by,
    endedAt: dateOf(row.ended_at),
    joins: row.joins,
    presentS: row.present_s + openSeconds(stays),
    firstJoinedAt: dateOf(row.first_joined_at),
    lastLeftAt: dateOf(row.last_left_at),
    answers: row.answers ?? [],
    stays,
    mail,
    undelivered: row.state === "active" && mail?.state === "failed",
    events: events.map((event) => ({ id: event.id, at: new Date(event.at), kind: event.kind })),
  };
}
