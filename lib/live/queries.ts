import "server-only";
import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import {
  accounts,
  conferenceNumbers,
  conferenceSessions,
  conferences,
  deviceLeases,
  occurrences,
  participants,
  presenceIntervals,
  registrationForms,
  seatPools,
  users,
} from "@/db/schema";
import { now } from "@/db/schema/columns";
import { capacityOf } from "@/lib/conferences/rules";
import { mine, type Scope } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { type DoorFacts, type Person, toldApart } from "./rules";
import type { Roster } from "./schema";

export type Room = {
  conferenceId: string;
  ownerId: string;
  name: string;
  channelEpoch: number;
  /** Places in the room: the owner's number within what the mode's media carries. */
  capacity: number;
  facts: DoorFacts;
  session: { id: string; startedAt: Date; leaseExpiresAt: Date } | null;
};

/** The conference of a public ID within the account. */
export async function findConferenceId(scope: Scope, publicId: string): Promise<string | null> {
  const [row] = await scope.tx
    .select({ id: conferenceNumbers.conferenceId })
    .from(conferenceNumbers)
    .where(
      and(
        mine(scope, conferenceNumbers.tenantId),
        eq(conferenceNumbers.publicId, publicId),
        isNull(conferenceNumbers.retiredAt),
      ),
    );
  return row?.id ?? null;
}

/** The conference as its door sees it; null when it does not exist within reach. */
export async function findRoom(scope: Scope, conferenceId: string): Promise<Room | null> {
  const [row] = await scope.tx
    .select({
      conferenceId: conferences.id,
      ownerId: conferences.ownerId,
      kind: conferences.kind,
      visibility: conferences.visibility,
      mode: conferences.mode,
      name: conferences.name,
      seatLimit: conferences.seatLimit,
      channelEpoch: conferences.channelEpoch,
      cancelledAt: conferences.cancelledAt,
      now: sql<Date>`app_now()`.mapWith(conferences.createdAt),
    })
    .from(conferences)
    .where(
      and(mine(scope, conferences.tenantId), eq(conferences.id, conferenceId), isNull(conferences.deletedAt)),
    );
  if (!row) return null;
  const planned = await findPlan(scope, conferenceId);
  const session = await findLiveSession(scope, conferenceId);
  const lastSession = await findLastSession(scope, conferenceId);
  const { mediaLimits } = await getServerSettings(scope.tx);
  const { kind, visibility, cancelledAt, mode, seatLimit, ...rest } = row;
  return {
    conferenceId: rest.conferenceId,
    ownerId: rest.ownerId,
    name: rest.name,
    channelEpoch: rest.channelEpoch,
    capacity: capacityOf(mode, seatLimit, mediaLimits),
    session,
    facts: {
      now: rest.now,
      kind,
      visibility,
      cancelledAt,
      liveSession: session,
      lastSession,
      startsAt: planned?.startsAt ?? null,
      endsAt: planned?.endsAt ?? null,
    },
  };
}

/** The occurrence that counts now: the first that is not over, else the last one. */
async function findPlan(scope: Scope, conferenceId: string) {
  const [row] = await scope.tx
    .select({ startsAt: occurrences.startsAt, endsAt: occurrences.endsAt })
    .from(occurrences)
    .where(and(mine(scope, occurrences.tenantId), eq(occurrences.conferenceId, conferenceId)))
    .orderBy(desc(sql`${occurrences.endsAt} > app_now()`), asc(occurrences.startsAt))
    .limit(1);
  return row ?? null;
}

/** A session whose lease ran out is over, whether or not the sweep has come by. */
async function findLiveSession(scope: Scope, conferenceId: string) {
  const [row] = await scope.tx
    .select({
      id: conferenceSessions.id,
      startedAt: conferenceSessions.startedAt,
      leaseExpiresAt: conferenceSessions.leaseExpiresAt,
    })
    .from(conferenceSessions)
    .where(
      and(
        mine(scope, conferenceSessions.tenantId),
        eq(conferenceSessions.conferenceId, conferenceId),
        isNull(conferenceSessions.endedAt),
        gt(conferenceSessions.leaseExpiresAt, now),
      ),
    );
  return row ?? null;
}

async function findLastSession(scope: Scope, conferenceId: string) {
  const [row] = await scope.tx
    .select({ endedAt: conferenceSessions.endedAt, endReason: conferenceSessions.endReason })
    .from(conferenceSessions)
    .where(
      and(
        mine(scope, conferenceSessions.tenantId),
        eq(conferenceSessions.conferenceId, conferenceId),
        isNotNull(conferenceSessions.endedAt),
      ),
    )
    .orderBy(desc(conferenceSessions.sessionNo))
    .limit(1);
  return row?.endedAt ? { endedAt: row.endedAt, endReason: row.endReason } : null;
}

export type Me = {
  participantId: string | null;
  name: string;
  origin: "owner" | "invited" | "registered" | "walk_in" | null;
  linkGeneration: number;
  person: Person;
};

/**
 * Who the actor is in this conference; null when it is none of theirs: a private one where they are neither
 * invited nor the account's host, or any for somebody who is neither a user of the account nor its guest.
 */
export async function findMe(scope: Scope, room: Pick<Room, "conferenceId" | "facts">): Promise<Me | null> {
  const { actor } = scope;
  if (actor.kind !== "user" && actor.kind !== "guest") return null;
  if (actor.kind === "guest" && actor.conferenceId !== room.conferenceId) return null;
  const [row] = await scope.tx
    .select({
      participantId: participants.id,
      name: participants.displayName,
      origin: participants.origin,
      role: participants.role,
      state: participants.state,
      linkGeneration: participants.linkGeneration,
    })
    .from(participants)
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.conferenceId, room.conferenceId),
        actor.kind === "user"
          ? eq(participants.userId, actor.userId)
          : eq(participants.id, actor.participantId),
        ne(participants.state, "cancelled"),
      ),
    )
    .orderBy(asc(participants.state))
    .limit(1);
  // Removed people do not come back by themselves (rule 10).
  if (row?.state === "removed") return null;
  const isHost = actor.kind === "user" && (await isAccountHost(scope, actor.userId));
  if (!row && (actor.kind === "guest" || (room.facts.visibility === "private" && !isHost))) return null;
  return {
    participantId: row?.participantId ?? null,
    name: row?.name ?? actor.name,
    origin: row?.origin ?? null,
    linkGeneration: row?.linkGeneration ?? 1,
    person: {
      role: row?.role ?? null,
      isInvited: row?.origin === "invited" || row?.origin === "owner",
      isHost,
    },
  };
}

async function isAccountHost(scope: Scope, userId: string): Promise<boolean> {
  const [row] = await scope.tx
    .select({ role: users.accountRole })
    .from(users)
    .where(and(mine(scope, users.tenantId), eq(users.id, userId)));
  return row?.role === "host";
}

export async function findUserName(scope: Scope, userId: string): Promise<string | null> {
  const [row] = await scope.tx
    .select({ name: users.displayName })
    .from(users)
    .where(and(mine(scope, users.tenantId), eq(users.id, userId)));
  return row?.name ?? null;
}

/** The sealed PIN, for those who may compare it. */
export async function findSealedPin(scope: Scope, conferenceId: string): Promise<Buffer | null> {
  const [row] = await scope.tx
    .select({ pin: conferences.pinSealed })
    .from(conferences)
    .where(and(mine(scope, conferences.tenantId), eq(conferences.id, conferenceId)));
  return row?.pin ?? null;
}

/** Devices whose lease holds. Order of arrival: a second device keeps the person's place. `only` some of them. */
export async function getRoster(scope: Scope, sessionId: string, only?: readonly string[]): Promise<Roster> {
  const [session] = await scope.tx
    .select({ seq: conferenceSessions.rosterSeq })
    .from(conferenceSessions)
    .where(and(mine(scope, conferenceSessions.tenantId), eq(conferenceSessions.id, sessionId)));
  const rows = await scope.tx
    .select({
      participantId: deviceLeases.participantId,
      generation: deviceLeases.generation,
      name: participants.displayName,
      role: participants.role,
      userId: participants.userId,
      microphone: deviceLeases.microphoneOn,
      camera: deviceLeases.cameraOn,
    })
    .from(deviceLeases)
    .innerJoin(
      participants,
      and(eq(participants.tenantId, deviceLeases.tenantId), eq(participants.id, deviceLeases.participantId)),
    )
    .leftJoin(
      presenceIntervals,
      and(
        eq(presenceIntervals.tenantId, deviceLeases.tenantId),
        eq(presenceIntervals.participantId, deviceLeases.participantId),
        isNull(presenceIntervals.leftAt),
      ),
    )
    .where(
      and(
        mine(scope, deviceLeases.tenantId),
        eq(deviceLeases.sessionId, sessionId),
        isNull(deviceLeases.leftAt),
        gt(deviceLeases.leaseExpiresAt, now),
        eq(participants.state, "active"),
        only ? inArray(deviceLeases.participantId, [...only]) : undefined,
      ),
    )
    .orderBy(asc(presenceIntervals.joinedAt), asc(deviceLeases.participantId));
  return {
    seq: session?.seq ?? 0,
    entries: toldApart(rows.map(({ userId, ...entry }) => ({ ...entry, isGuest: userId === null }))),
  };
}

/** What the room holds without the person who asks (rule 4). */
export async function countInside(scope: Scope, room: Room, sessionId: string, except: string | null) {
  const [inside] = await scope.tx
    .select({
      live: count(),
      visitors: count(sql`CASE WHEN ${participants.origin} = 'walk_in' THEN 1 END`),
    })
    .from(deviceLeases)
    .innerJoin(
      participants,
      and(eq(participants.tenantId, deviceLeases.tenantId), eq(participants.id, deviceLeases.participantId)),
    )
    .where(
      and(
        mine(scope, deviceLeases.tenantId),
        eq(deviceLeases.sessionId, sessionId),
        isNull(deviceLeases.leftAt),
        except ? ne(deviceLeases.participantId, except) : undefined,
      ),
    );
  const [pool] = await scope.tx
    .select({ seats: sql<number>`${seatPools.seatsInvited} + ${seatPools.seatsRegistered}`.mapWith(Number) })
    .from(seatPools)
    .innerJoin(
      registrationForms,
      and(
        eq(registrationForms.tenantId, seatPools.tenantId),
        eq(registrationForms.conferenceId, seatPools.conferenceId),
        isNull(registrationForms.disabledAt),
      ),
    )
    .where(and(mine(scope, seatPools.tenantId), eq(seatPools.conferenceId, room.conferenceId)))
    .limit(1);
  return {
    live: inside?.live ?? 0,
    reserved: pool ? { seats: pool.seats, visitorsInside: inside?.visitors ?? 0 } : null,
  };
}

/** Users whose lists show the conference: at most a hundred hear at once, the others poll. */
export async function listUsersOf(scope: Scope, conferenceId: string): Promise<string[]> {
  const rows = await scope.tx
    .select({ userId: participants.userId })
    .from(participants)
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.conferenceId, conferenceId),
        isNotNull(participants.userId),
        eq(participants.state, "active"),
      ),
    )
    .limit(100);
  return rows.flatMap((row) => (row.userId ? [row.userId] : []));
}

/** How many conferences may be live at once; starts of one account wait here for each other (rule 13). */
export async function lockParallelEvents(scope: Scope): Promise<number> {
  const [row] = await scope.tx
    .select({ limit: accounts.parallelEvents })
    .from(accounts)
    .where(mine(scope, accounts.id))
    .for("no key update");
  return row?.limit ?? 1;
}
