import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { conferenceSessions, conferences, deviceLeases, participants } from "@/db/schema";
import { mine, type Scope } from "@/lib/server/scope";
import { findUserName } from "../queries";
import type { DeviceState, Ending } from "../schema";

export type OwnDevice = {
  participantId: string;
  conferenceId: string;
  sessionId: string;
  generation: number;
  clientId: string;
  isLive: boolean;
  microphone: boolean;
  camera: boolean;
  rosterSeq: number;
  channelEpoch: number;
  hasEnded: boolean;
  endReason: "ended_for_all" | "last_left" | "lease_lapsed" | null;
  endedBy: string | null;
};

/** The actor's own device row in a conference, live or not; null when they were never inside. */
export async function findOwnDevice(scope: Scope, conferenceId: string): Promise<OwnDevice | null> {
  const { actor } = scope;
  if (actor.kind !== "user" && actor.kind !== "guest") return null;
  const [row] = await scope.tx
    .select({
      participantId: deviceLeases.participantId,
      conferenceId: deviceLeases.conferenceId,
      sessionId: deviceLeases.sessionId,
      generation: deviceLeases.generation,
      clientId: deviceLeases.clientId,
      isLive: sql<boolean>`${deviceLeases.leftAt} IS NULL AND ${deviceLeases.leaseExpiresAt} > app_clock()`,
      microphone: deviceLeases.microphoneOn,
      camera: deviceLeases.cameraOn,
      rosterSeq: conferenceSessions.rosterSeq,
      channelEpoch: conferences.channelEpoch,
      hasEnded: sql<boolean>`${conferenceSessions.endedAt} IS NOT NULL`,
      endReason: conferenceSessions.endReason,
      endedBy: conferenceSessions.endedBy,
    })
    .from(deviceLeases)
    .innerJoin(
      participants,
      and(eq(participants.tenantId, deviceLeases.tenantId), eq(participants.id, deviceLeases.participantId)),
    )
    .innerJoin(
      conferenceSessions,
      and(
        eq(conferenceSessions.tenantId, deviceLeases.tenantId),
        eq(conferenceSessions.id, deviceLeases.sessionId),
      ),
    )
    .innerJoin(
      conferences,
      and(eq(conferences.tenantId, deviceLeases.tenantId), eq(conferences.id, deviceLeases.conferenceId)),
    )
    .where(
      and(
        mine(scope, deviceLeases.tenantId),
        eq(deviceLeases.conferenceId, conferenceId),
        isNull(conferences.deletedAt),
        actor.kind === "user"
          ? eq(participants.userId, actor.userId)
          : eq(participants.id, actor.participantId),
        eq(participants.state, "active"),
      ),
    );
  return row ?? null;
}

/** What a device of this generation has to be told. */
export function stateOf(device: OwnDevice, generation: number): DeviceState {
  if (generation !== device.generation) return "replaced";
  if (device.hasEnded) return "ended";
  return device.isLive ? "live" : "lapsed";
}

export async function endingOf(scope: Scope, device: OwnDevice): Promise<Ending | null> {
  if (!device.endReason) return null;
  return {
    reason: device.endReason,
    by: device.endedBy ? await findUserName(scope, device.endedBy) : null,
  };
}

/** Whether somebody in this session has fallen silent, so that a sweep has work. */
export async function hasLapsed(scope: Scope, sessionId: string): Promise<boolean> {
  const [row] = await scope.tx
    .select({ one: sql`1` })
    .from(deviceLeases)
    .where(
      and(
        mine(scope, deviceLeases.tenantId),
        eq(deviceLeases.sessionId, sessionId),
        sql`${deviceLeases.leftAt} IS NULL AND ${deviceLeases.leaseExpiresAt} <= app_now()`,
      ),
    )
    .limit(1);
  return row !== undefined;
}
