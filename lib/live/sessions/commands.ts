import "server-only";
import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { LockConfig } from "drizzle-orm/pg-core";
import { conferenceSessions, deviceLeases, seatPools } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { channels } from "@/lib/realtime/channels";
import { type CommandContext, command } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import { listUsersOf, lockParallelEvents } from "../queries";
import { freeSlot, LEASE_SECONDS } from "../rules";
import { type RosterChange, type RosterEntry, sessionInput } from "../schema";

/** Everything that changes who is inside holds the session's row, so joins, leaves and sweeps have an order. */
export type LockedSession = { id: string; conferenceId: string; startedAt: Date; hasLapsed: boolean };

const lease = sql`app_clock() + make_interval(secs => ${LEASE_SECONDS})`;

async function lockWhere(
  scope: Scope,
  what: ReturnType<typeof eq>,
  how: LockConfig = {},
): Promise<LockedSession | null> {
  const [row] = await scope.tx
    .select({
      id: conferenceSessions.id,
      conferenceId: conferenceSessions.conferenceId,
      startedAt: conferenceSessions.startedAt,
      hasLapsed: sql<boolean>`${conferenceSessions.leaseExpiresAt} <= app_clock()`,
    })
    .from(conferenceSessions)
    .where(and(mine(scope, conferenceSessions.tenantId), what, isNull(conferenceSessions.endedAt)))
    .for("update", how);
  return row ?? null;
}

export const lockSession = (scope: Scope, sessionId: string) =>
  lockWhere(scope, eq(conferenceSessions.id, sessionId));

export const lockLiveSession = (scope: Scope, conferenceId: string) =>
  lockWhere(scope, eq(conferenceSessions.conferenceId, conferenceId));

/** Records who fell silent as left at the end of the lease, never at the time of the sweep. */
export async function closeLapsedDevices(scope: Scope, sessionId: string): Promise<string[]> {
  const silent = await scope.tx
    .select({ participantId: deviceLeases.participantId, generation: deviceLeases.generation })
    .from(deviceLeases)
    .where(
      and(
        mine(scope, deviceLeases.tenantId),
        eq(deviceLeases.sessionId, sessionId),
        isNull(deviceLeases.leftAt),
        lte(deviceLeases.leaseExpiresAt, sql`app_clock()`),
      ),
    )
    .orderBy(asc(deviceLeases.participantId));
  for (const { participantId, generation } of silent) {
    await recordLeave(scope, participantId, generation, "lapsed");
  }
  return silent.map((device) => device.participantId);
}

/** False when the generation is not the live one: an evicted tab that closes ends nothing. */
export async function recordLeave(
  { tx, tenantId }: Scope,
  participantId: string,
  generation: number,
  why: "left" | "lapsed" | "ended",
): Promise<boolean> {
  const [row] = await tx.execute<{ left: boolean }>(
    sql`SELECT record_leave(${tenantId}, ${participantId}, ${generation}, ${why}) AS left`,
  );
  return row?.left ?? false;
}

export async function listLive(scope: Scope, sessionId: string) {
  return scope.tx
    .select({ participantId: deviceLeases.participantId, generation: deviceLeases.generation })
    .from(deviceLeases)
    .where(
      and(
        mine(scope, deviceLeases.tenantId),
        eq(deviceLeases.sessionId, sessionId),
        isNull(deviceLeases.leftAt),
      ),
    )
    .orderBy(asc(deviceLeases.participantId));
}

type Where = { id: string; conferenceId: string };

/** An event holds ten kilobytes at most; a larger change is fetched. */
const EVENT_BYTES = 8000;

/** Who went, and the entries of those who came or changed. */
export type Moved = { gone?: readonly string[]; entries?: readonly RosterEntry[] };

/** Raises the roster's number and tells the room what changed; without `moved`, to fetch. */
export async function bumpRoster(
  { scope, tx, publish }: CommandContext,
  session: Where,
  epoch: number,
  moved?: Moved,
): Promise<number> {
  const [row] = await tx
    .update(conferenceSessions)
    .set({ rosterSeq: sql`${conferenceSessions.rosterSeq} + 1` })
    .where(and(mine(scope, conferenceSessions.tenantId), eq(conferenceSessions.id, session.id)))
    .returning({ seq: conferenceSessions.rosterSeq });
  const { gone = [], entries = [] } = moved ?? {};
  const hint = { seq: row?.seq ?? 0 };
  const whole: RosterChange = { ...hint, gone: [...gone], entries: [...entries] };
  const isSmall = moved !== undefined && JSON.stringify(whole).length <= EVENT_BYTES;
  publish(channels.meeting(session.conferenceId, epoch), "roster.changed", isSmall ? whole : hint);
  return hint.seq;
}

/** The same, by somebody who is there to hold the session. */
export async function renewRoster(context: CommandContext, session: Where, epoch: number, moved: Moved) {
  await renewLease(context.scope, session.id);
  return bumpRoster(context, session, epoch, moved);
}

export async function renewLease(scope: Scope, sessionId: string): Promise<void> {
  await scope.tx
    .update(conferenceSessions)
    .set({ leaseExpiresAt: lease })
    .where(
      and(
        mine(scope, conferenceSessions.tenantId),
        eq(conferenceSessions.id, sessionId),
        isNull(conferenceSessions.endedAt),
      ),
    );
}

type EndReason = "ended_for_all" | "last_left" | "lease_lapsed";

/** Closes the session. A lapsed one ended when its last device did. Everybody must have left before. */
export async function endSession(
  context: CommandContext,
  session: Where,
  epoch: number,
  reason: EndReason,
  by: string | null = null,
): Promise<void> {
  const { scope, tx, publish } = context;
  await tx
    .update(conferenceSessions)
    .set({
      endedAt:
        reason === "lease_lapsed"
          ? sql`greatest(${conferenceSessions.startedAt}, coalesce((SELECT max(d.left_at) FROM device_leases d
              WHERE d.tenant_id = ${scope.tenantId} AND d.session_id = ${session.id}), ${conferenceSessions.leaseExpiresAt}))`
          : sql`app_clock()`,
      endReason: reason,
      endedBy: by,
      rosterSeq: sql`${conferenceSessions.rosterSeq} + 1`,
    })
    .where(and(mine(scope, conferenceSessions.tenantId), eq(conferenceSessions.id, session.id)));
  publish(channels.meeting(session.conferenceId, epoch), "meeting.ended", { sessionId: session.id });
  await tellLists(context, session.conferenceId);
}

/** Lists and the public page show whether a conference is live. */
async function tellLists({ scope, tx, publish }: CommandContext, conferenceId: string): Promise<void> {
  for (const userId of await listUsersOf(scope, conferenceId)) {
    publish(channels.user(userId), "list.changed", { conferenceId });
  }
  const [pool] = await tx
    .select({ seq: seatPools.arrivals })
    .from(seatPools)
    .where(and(mine(scope, seatPools.tenantId), eq(seatPools.conferenceId, conferenceId)))
    .limit(1);
  publish(channels.seats(conferenceId), "seats.changed", { seq: pool?.seq ?? 0 });
}

/** What was left behind by a crash must not hold a place of the account. Rows in other hands are being looked after. */
async function freeLapsedSlots(context: CommandContext): Promise<void> {
  const { scope, tx } = context;
  const lapsed = await tx
    .select({ id: conferenceSessions.id, conferenceId: conferenceSessions.conferenceId })
    .from(conferenceSessions)
    .where(
      and(
        mine(scope, conferenceSessions.tenantId),
        isNull(conferenceSessions.endedAt),
        lte(conferenceSessions.leaseExpiresAt, sql`app_clock()`),
      ),
    )
    .for("update", { skipLocked: true });
  for (const session of lapsed) {
    await closeLapsedDevices(scope, session.id);
    if ((await listLive(scope, session.id)).length > 0) continue;
    await endSession(context, session, await epochOf(scope, session.conferenceId), "lease_lapsed");
  }
}

async function epochOf({ tx, tenantId }: Scope, conferenceId: string): Promise<number> {
  const [row] = await tx.execute<{ epoch: number }>(
    sql`SELECT channel_epoch AS epoch FROM conferences WHERE tenant_id = ${tenantId} AND id = ${conferenceId}`,
  );
  return row?.epoch ?? 1;
}

/** Opens the conference in the lowest free slot of the account, or joins the one that somebody has just opened. */
export async function startSession(context: CommandContext, conferenceId: string): Promise<LockedSession> {
  const { scope, tx, tenantId, actor } = context;
  const limit = await lockParallelEvents(scope);
  const opened = await lockLiveSession(scope, conferenceId);
  if (opened) return opened;
  await freeLapsedSlots(context);
  const live = await tx
    .select({ slot: conferenceSessions.liveSlot })
    .from(conferenceSessions)
    .where(and(mine(scope, conferenceSessions.tenantId), isNull(conferenceSessions.endedAt)));
  const slot = freeSlot(
    live.flatMap((row) => (row.slot === null ? [] : [row.slot])),
    limit,
  );
  if (slot === null) throw new AppError("too_many_live");
  const [row] = await tx
    .insert(conferenceSessions)
    .values({
      tenantId,
      id: uuidv7(),
      conferenceId,
      sessionNo: sql`(SELECT coalesce(max(session_no), 0) + 1 FROM conference_sessions
        WHERE tenant_id = ${tenantId} AND conference_id = ${conferenceId})`,
      liveSlot: slot,
      startedAt: sql`app_clock()`,
      startedBy: actor.kind === "user" ? actor.userId : null,
      leaseExpiresAt: lease,
    })
    .returning({ id: conferenceSessions.id, startedAt: conferenceSessions.startedAt });
  if (!row) throw new Error("no session was started");
  await tellLists(context, conferenceId);
  return { ...row, conferenceId, hasLapsed: false };
}

/** After a leave or a lapse: tells the others, and closes the session when nobody is left. */
export async function settle(
  context: CommandContext,
  session: Where,
  epoch: number,
  reason: "last_left" | "lease_lapsed",
  gone: readonly string[],
): Promise<void> {
  if ((await listLive(context.scope, session.id)).length === 0) {
    await endSession(context, session, epoch, reason);
  } else {
    await bumpRoster(context, session, epoch, { gone });
  }
}

/**
 * The sweep of one session. Safe to run twice, late, or not at all: joins and leaves do the same on their way, so a
 * session in other hands is left to them.
 */
export const closeLapsed = command({
  name: "live.closeLapsed",
  input: sessionInput,
  reach: async ({ tenantId }) => ({ tenantId }),
  audited: false,
  subject: async (_scope, { sessionId }) => sessionId,
  can: (actor) => (actor.kind === "system" ? true : { reason: "forbidden" }),
  run: async (context, _input, sessionId) => {
    const session = await lockWhere(context.scope, eq(conferenceSessions.id, sessionId), {
      skipLocked: true,
    });
    if (!session) return { lapsed: 0 };
    const lapsed = await closeLapsedDevices(context.scope, session.id);
    const epoch = await epochOf(context.scope, session.conferenceId);
    if (lapsed.length > 0 || session.hasLapsed) {
      await settle(context, session, epoch, "lease_lapsed", lapsed);
    }
    return { lapsed: lapsed.length };
  },
});
