import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { deviceLeases } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { iceServers } from "@/lib/ports/media/ice";
import { command } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import { reachOfRoom } from "../commands";
import { findConferenceId, getRoster } from "../queries";
import { AWAY_SECONDS, LEASE_SECONDS } from "../rules";
import { deviceInput, type PollResult, pollInput, stateInput } from "../schema";
import { bumpRoster, lockSession, renewLease } from "../sessions/commands";
import { signalsAfter } from "../signals/queries";
import { endingOf, findOwnDevice, hasLapsed, type OwnDevice, stateOf } from "./queries";

/** The actor's device in the conference of the address. */
export async function findDevice(
  scope: Scope,
  { publicId }: { publicId: string },
): Promise<OwnDevice | null> {
  const conferenceId = await findConferenceId(scope, publicId);
  return conferenceId ? findOwnDevice(scope, conferenceId) : null;
}

const refusals = {
  replaced: "connected_elsewhere",
  ended: "conference_over",
  lapsed: "not_in_room",
} as const;

/** A device speaks for itself only; whether it still counts is decided when it is written. */
function demandLive(device: OwnDevice, generation: number): void {
  const state = stateOf(device, generation);
  if (state !== "live") throw new AppError(refusals[state]);
}

const own = (scope: Scope, device: OwnDevice, generation: number) =>
  and(
    mine(scope, deviceLeases.tenantId),
    eq(deviceLeases.participantId, device.participantId),
    eq(deviceLeases.generation, generation),
    isNull(deviceLeases.leftAt),
    sql`${deviceLeases.leaseExpiresAt} > app_clock()`,
  );

/** Every 15 s. A lease that has run out is not revived: the stay ended with it, and the device joins again. */
export const heartbeat = command({
  name: "live.heartbeat",
  input: deviceInput,
  reach: reachOfRoom,
  audited: false,
  limits: [{ by: "actor", max: 60, seconds: 60 }],
  subject: findDevice,
  can: () => true,
  run: async ({ scope, tx }, { generation }, device) => {
    demandLive(device, generation);
    // The session first: joins and leaves take their locks in the same order.
    await renewLease(scope, device.sessionId);
    const renewed = await tx
      .update(deviceLeases)
      .set({ leaseExpiresAt: sql`app_clock() + make_interval(secs => ${LEASE_SECONDS})` })
      .where(own(scope, device, generation))
      .returning({ generation: deviceLeases.generation });
    if (renewed.length === 0) throw new AppError("connected_elsewhere");
    return { rosterSeq: device.rosterSeq, isSweepDue: await hasLapsed(scope, device.sessionId) };
  },
});

/** Microphone and camera as the others are shown and as their browsers enforce (T-25). */
export const setDevices = command({
  name: "live.setDevices",
  input: stateInput,
  reach: reachOfRoom,
  audited: false,
  limits: [{ by: "actor", max: 60, seconds: 20 }],
  subject: findDevice,
  can: () => true,
  run: async (context, { publicId, generation, microphone, camera }, device) => {
    const { scope, tx } = context;
    demandLive(device, generation);
    const session = await lockSession(scope, device.sessionId);
    if (!session) throw new AppError("conference_over");
    const changed = await tx
      .update(deviceLeases)
      .set({ microphoneOn: microphone, cameraOn: camera })
      .where(own(scope, device, generation))
      .returning({ generation: deviceLeases.generation });
    if (changed.length === 0) throw new AppError("connected_elsewhere");
    const { entries } = await getRoster(scope, session.id, [device.participantId]);
    await bumpRoster(context, session, device.channelEpoch, { entries });
    return { publicId, microphone, camera };
  },
});

/** A page that closes may be a reload, so its lease is only shortened: the reload's join renews it. */
export const away = command({
  name: "live.away",
  input: deviceInput,
  reach: reachOfRoom,
  audited: false,
  limits: [{ by: "actor", max: 60, seconds: 60 }],
  subject: findDevice,
  can: () => true,
  run: async ({ scope, tx }, { generation }, device) => {
    const shortened = await tx
      .update(deviceLeases)
      .set({
        leaseExpiresAt: sql`least(${deviceLeases.leaseExpiresAt}, app_clock() + make_interval(secs => ${AWAY_SECONDS}))`,
      })
      .where(own(scope, device, generation))
      .returning({ generation: deviceLeases.generation });
    return { shortened: shortened.length > 0 };
  },
});

/**
 * All that a device may have missed: its own state, the roster when it moved, signals in order. A command because it
 * reads the room's people for somebody who is proven to be among them, guests included.
 */
export const poll = command({
  name: "live.poll",
  input: pollInput,
  reach: reachOfRoom,
  audited: false,
  limits: [{ by: "actor", max: 400, seconds: 60 }],
  subject: findDevice,
  can: () => true,
  run: async ({ scope }, { generation, since, signal }, device): Promise<PollResult> => {
    const state = stateOf(device, generation);
    const isLive = state === "live";
    return {
      state,
      channelEpoch: device.channelEpoch,
      ending: state === "ended" ? await endingOf(scope, device) : null,
      roster: isLive && device.rosterSeq !== since ? await getRoster(scope, device.sessionId) : null,
      signals: isLive ? await signalsAfter(scope, device.participantId, generation, signal) : [],
      iceServers: isLive ? iceServers(device.participantId) : [],
      isSweepDue: isLive && (await hasLapsed(scope, device.sessionId)),
    };
  },
});
