import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { deviceLeases, participants } from "@/db/schema";
import { admit } from "@/lib/conferences/people/commands";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { iceServers } from "@/lib/ports/media/ice";
import { channels } from "@/lib/realtime/channels";
import type { Actor } from "@/lib/server/actor";
import { anyone, type CommandContext, command, type Reach } from "@/lib/server/command";
import { findConferenceByPublicId, mine, type Scope } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { demandPin, type PinTry, reservePinTry } from "./pin/commands";
import { canEndForAll, canJoin, type Joining, mayEnd } from "./policy";
import { findOwnDevice } from "./presence/queries";
import {
  countInside,
  findConferenceId,
  findMe,
  findRoom,
  findSealedPin,
  getRoster,
  type Me,
  type Room,
} from "./queries";
import { door, guestUntil, hasPlace, LEASE_SECONDS, standingOf } from "./rules";
import { conferenceInput, deviceInput, guestInput, type JoinResult, joinInput } from "./schema";
import {
  closeLapsedDevices,
  endSession,
  type LockedSession,
  listLive,
  lockLiveSession,
  lockSession,
  recordLeave,
  renewRoster,
  settle,
  startSession,
} from "./sessions/commands";

/** The conference of the address, for users of its account and for its own guests. */
export async function reachOfRoom({ publicId }: { publicId: string }, actor: Actor): Promise<Reach | null> {
  const reach = await findConferenceByPublicId(publicId);
  if (!reach || (actor.kind !== "user" && actor.kind !== "guest")) return null;
  if (actor.tenantId !== reach.tenantId) return null;
  return { tenantId: reach.tenantId, conferenceId: reach.conferenceId };
}

async function findRoomByPublicId(scope: Scope, { publicId }: { publicId: string }): Promise<Room | null> {
  const id = await findConferenceId(scope, publicId);
  return id ? findRoom(scope, id) : null;
}

type Visit = Joining & { room: Room; me: Me };

/** The room and the actor's place in it; null when it does not exist for the actor. */
async function findVisit(scope: Scope, input: { publicId: string }): Promise<Visit | null> {
  const room = await findRoomByPublicId(scope, input);
  const me = room && (await findMe(scope, room));
  if (!room || !me) return null;
  return { room, me, facts: room.facts, person: me.person, granter: await findGranter(scope) };
}

export const join = command({
  name: "live.join",
  input: joinInput,
  reach: reachOfRoom,
  limits: [{ by: "actor", max: 60, seconds: 60 }],
  prepare: ({ pin, publicId }, actor) => reservePinTry(pin, publicId, actor),
  subject: (scope, input) => findVisit(scope, input),
  can: canJoin,
  run: async (context, input, visit, pinTry): Promise<JoinResult> => {
    const { scope, tx, tenantId, publish } = context;
    const { room, me } = visit;
    const { session, lapsed } = await enterSession(context, visit);
    const crowd = await countInside(scope, room, session.id, me.participantId);
    if (!hasPlace({ capacity: room.capacity, ...crowd, hasSeat: me.origin !== "walk_in" })) {
      if (crowd.live < room.capacity) throw new AppError("seats_promised");
      throw new AppError("room_full", { capacity: room.capacity });
    }
    const participantId = await asParticipant(context, visit, input.name, pinTry);
    const before = await findOwnDevice(scope, room.conferenceId);
    const isElsewhere = before?.isLive === true && before.clientId !== input.clientId;
    if (isElsewhere && !input.takeOver) throw new AppError("connected_elsewhere");
    const [row] = await tx.execute<{
      generation: number;
    }>(sql`SELECT record_join(${tenantId}, ${room.conferenceId},
      ${session.id}, ${participantId}, ${input.clientId}, make_interval(secs => ${LEASE_SECONDS})) AS generation`);
    const generation = row?.generation ?? 0;
    await tx
      .update(deviceLeases)
      .set({ microphoneOn: input.microphone, cameraOn: input.camera })
      .where(and(mine(scope, deviceLeases.tenantId), eq(deviceLeases.participantId, participantId)));
    const { entries } = await getRoster(scope, session.id);
    const seq = await renewRoster(context, session, room.channelEpoch, {
      gone: lapsed,
      entries: entries.filter((entry) => entry.participantId === participantId),
    });
    if (isElsewhere) {
      publish(channels.device(participantId, before.generation), "device.replaced", { generation });
    }
    context.audit({ targetId: room.conferenceId, diff: { generation, replaced: isElsewhere } });
    return {
      participantId,
      generation,
      conferenceId: room.conferenceId,
      channelEpoch: room.channelEpoch,
      sessionId: session.id,
      startedAt: session.startedAt.toISOString(),
      ...(await readMarks(scope, participantId)),
      roster: { seq, entries },
      iceServers: iceServers(participantId),
      isOwner: me.person.role === "owner",
      canEnd: mayEnd(context.actor, { ...me.person, role: me.person.role ?? "attendee" }),
      leaseSeconds: LEASE_SECONDS,
    };
  },
});

/** The live session under its lock, or a new one where the actor may open the conference. */
async function enterSession(
  context: CommandContext,
  { room, me }: Visit,
): Promise<{ session: LockedSession; lapsed: string[] }> {
  const { scope, tx } = context;
  // At the start of a meeting everybody queues for this one row; a refusal for waiting would be worse than the wait.
  await tx.execute(sql`SELECT set_config('lock_timeout', '4500ms', true)`);
  const open = await lockLiveSession(scope, room.conferenceId);
  if (open) {
    const lapsed = await closeLapsedDevices(scope, open.id);
    if (!open.hasLapsed || (await listLive(scope, open.id)).length > 0) return { session: open, lapsed };
    await endSession(context, open, room.channelEpoch, "lease_lapsed");
  }
  const way = door({ ...room.facts, liveSession: null }, standingOf(me.person));
  if (typeof way !== "string") throw new AppError(way.reason, way.params);
  return { session: await startSession(context, room.conferenceId), lapsed: [] };
}

/** Signed-in users who come by the public door are put on the list; only they are asked for the PIN here (rule 3.9). */
async function asParticipant(
  context: CommandContext,
  { room, me }: Visit,
  name: string | undefined,
  pinTry: PinTry | null,
): Promise<string> {
  const { scope, tx } = context;
  if (!me.participantId) {
    if (!me.person.isHost) await demandPin(tx, await findSealedPin(scope, room.conferenceId), pinTry);
    return takeSeat(context, room.conferenceId);
  }
  if (name && me.origin === "walk_in") {
    await tx
      .update(participants)
      .set({ displayName: name })
      .where(and(mine(scope, participants.tenantId), eq(participants.id, me.participantId)));
  }
  return me.participantId;
}

/** A visiting user is on the list from now on, with a seat like everybody who was invited (rule 4). */
async function takeSeat(context: CommandContext, conferenceId: string): Promise<string> {
  const { scope, tx, actor } = context;
  if (actor.kind !== "user") throw new AppError("forbidden");
  try {
    await admit(context, conferenceId, [{ userId: actor.userId, role: "attendee" }]);
  } catch (error) {
    throw error instanceof AppError ? new AppError("full") : error;
  }
  const [row] = await tx
    .select({ id: participants.id })
    .from(participants)
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.conferenceId, conferenceId),
        eq(participants.userId, actor.userId),
        eq(participants.state, "active"),
      ),
    );
  if (!row) throw new AppError("not_found");
  return row.id;
}

/** The last signal that was meant for an earlier page, and the clock that running times count from. */
async function readMarks(scope: Scope, participantId: string) {
  const [row] = await scope.tx.execute<{ seq: string; now: string }>(sql`
    SELECT coalesce(max(seq), 0) AS seq, to_char(app_clock() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now
    FROM signals WHERE tenant_id = ${scope.tenantId} AND to_participant_id = ${participantId}`);
  return { signalSeq: Number(row?.seq ?? 0), serverNow: row?.now ?? "" };
}

export const leave = command({
  name: "live.leave",
  input: deviceInput,
  reach: reachOfRoom,
  subject: async (scope, { publicId }) => {
    const visit = await findVisit(scope, { publicId });
    const device = visit && (await findOwnDevice(scope, visit.room.conferenceId));
    return visit && device ? { ...visit, device } : null;
  },
  // To leave needs no leave.
  can: () => true,
  run: async (context, { generation }, { room, device }) => {
    const session = await lockSession(context.scope, device.sessionId);
    const left =
      session !== null && (await recordLeave(context.scope, device.participantId, generation, "left"));
    context.audit({ targetId: room.conferenceId, diff: { generation, left } });
    if (!session || !left) return { left: false };
    const lapsed = await closeLapsedDevices(context.scope, session.id);
    await settle(context, session, room.channelEpoch, "last_left", [device.participantId, ...lapsed]);
    return { left: true };
  },
});

export const endForAll = command({
  name: "live.endForAll",
  input: conferenceInput,
  reach: reachOfRoom,
  subject: findVisit,
  can: (actor, { person }) => canEndForAll(actor, person),
  run: async (context, _input, { room }) => {
    const { scope, actor } = context;
    const session = await lockLiveSession(scope, room.conferenceId);
    if (!session) throw new AppError("conference_over");
    await closeLapsedDevices(scope, session.id);
    const inside = await listLive(scope, session.id);
    for (const device of inside) await recordLeave(scope, device.participantId, device.generation, "ended");
    const by = actor.kind === "user" ? actor.userId : null;
    await endSession(context, session, room.channelEpoch, "ended_for_all", by);
    context.audit({ targetId: room.conferenceId, diff: { people: inside.length } });
    return { people: inside.length };
  },
});

/** What the helper that sets a guest's cookie needs. */
export type GuestPass = {
  tenantId: string;
  conferenceId: string;
  participantId: string;
  generation: number;
  expiresAt: string;
};

/** Joining a live public conference by name (Z06, Z07). The generic address asks for the PIN (rule 3.9). */
export const enterAsGuest = command({
  name: "live.enterAsGuest",
  input: guestInput,
  reach: async ({ publicId }) => {
    const reach = await findConferenceByPublicId(publicId);
    return reach?.visibility === "public" ? reach : null;
  },
  can: anyone,
  limits: [
    { by: "address", max: 30, seconds: 60 },
    { by: "address", max: 300, seconds: 3600 },
  ],
  prepare: ({ pin, publicId }, actor) => reservePinTry(pin, publicId, actor),
  subject: (scope, input) => findRoomByPublicId(scope, input),
  run: async (context, { name }, room, pinTry): Promise<GuestPass> => {
    const { scope, tx, tenantId, actor } = context;
    const way = door(room.facts, "visitor");
    if (typeof way !== "string") throw new AppError(way.reason, way.params);
    await demandPin(tx, await findSealedPin(scope, room.conferenceId), pinTry);
    const known = actor.kind === "guest" ? await findMe(scope, room) : null;
    const pass = {
      tenantId,
      conferenceId: room.conferenceId,
      participantId: known?.participantId ?? uuidv7(),
      generation: known?.linkGeneration ?? 1,
      expiresAt: guestUntil(room.facts.endsAt, room.facts.now).toISOString(),
    };
    context.audit({ targetId: room.conferenceId });
    if (known) return pass;
    await tx.insert(participants).values({
      tenantId,
      id: pass.participantId,
      conferenceId: room.conferenceId,
      origin: "walk_in",
      displayName: name,
      role: "attendee",
    });
    return pass;
  },
});
