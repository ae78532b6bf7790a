import "server-only";
import { and, eq, isNull, max } from "drizzle-orm";
import { deviceLeases, signals } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { channels } from "@/lib/realtime/channels";
import { command } from "@/lib/server/command";
import { mine } from "@/lib/server/scope";
import { reachOfRoom } from "../commands";
import { findDevice } from "../presence/commands";
import { stateOf } from "../presence/queries";
import { signalInput } from "../schema";

/** An event holds ten kilobytes at most; a larger body is fetched. */
const EVENT_BYTES = 8000;

/**
 * WebRTC signalling from one live device to another of the same session. The sender is stamped here, from the actor's
 * own device; nothing in the body says who speaks (T-23, T-24).
 */
export const signal = command({
  name: "live.signal",
  input: signalInput,
  reach: reachOfRoom,
  audited: false,
  limits: [{ by: "actor", max: 400, seconds: 10 }],
  subject: findDevice,
  can: () => true,
  run: async ({ scope, tx, tenantId, publish }, { generation, to, toGeneration, body }, device) => {
    if (stateOf(device, generation) !== "live") throw new AppError("not_in_room");
    // Locked, so that the numbers of one receiver become visible in their order and no reader skips one.
    const [target] = await tx
      .select({ generation: deviceLeases.generation })
      .from(deviceLeases)
      .where(
        and(
          mine(scope, deviceLeases.tenantId),
          eq(deviceLeases.participantId, to),
          eq(deviceLeases.sessionId, device.sessionId),
          isNull(deviceLeases.leftAt),
        ),
      )
      .for("no key update");
    if (!target || to === device.participantId) throw new AppError("not_found");
    if (target.generation !== toGeneration) return { delivered: false };
    const [last] = await tx
      .select({ seq: max(signals.seq) })
      .from(signals)
      .where(
        and(
          mine(scope, signals.tenantId),
          eq(signals.toParticipantId, to),
          eq(signals.toGeneration, toGeneration),
        ),
      );
    const [sent] = await tx
      .insert(signals)
      .values({
        tenantId,
        sessionId: device.sessionId,
        toParticipantId: to,
        toGeneration,
        fromParticipantId: device.participantId,
        fromGeneration: generation,
        body,
      })
      .returning({ seq: signals.seq });
    publish(channels.device(to, toGeneration), "signal", {
      seq: sent?.seq ?? 0,
      after: last?.seq ?? 0,
      from: device.participantId,
      fromGeneration: generation,
      ...(JSON.stringify(body).length <= EVENT_BYTES ? { body } : {}),
    });
    return { delivered: true };
  },
});
