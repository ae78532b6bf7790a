import "server-only";
import { and, asc, eq, isNotNull, isNull, ne, or } from "drizzle-orm";
import { conferences, deviceLeases, participants, users } from "@/db/schema";
import { channels } from "@/lib/realtime/channels";
import { command } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import { peopleInput } from "../schema";
import { bumpRoster, endSession, listLive, lockLiveSession, recordLeave } from "../sessions/commands";

/**
 * A running room follows what was decided about its people outside of it: who was removed or disabled goes out (T-22), a
 * changed role is shown, a deleted conference ends. The system's own work after such a save; safe to run twice.
 */
export const followPeople = command({
  name: "live.followPeople",
  input: peopleInput,
  reach: async ({ tenantId }) => ({ tenantId }),
  audited: false,
  subject: findConference,
  can: (actor) => (actor.kind === "system" ? true : { reason: "forbidden" }),
  run: async (context, { conferenceId }, { channelEpoch, deletedAt }) => {
    const { scope } = context;
    const session = await lockLiveSession(scope, conferenceId);
    if (!session) return { removed: 0 };
    const out = deletedAt ? await listLive(scope, session.id) : await listRemoved(scope, session.id);
    for (const { participantId, generation } of out) {
      await recordLeave(scope, participantId, generation, "ended");
      context.publish(channels.device(participantId, generation), "device.removed", { generation });
    }
    if ((await listLive(scope, session.id)).length === 0) {
      await endSession(context, session, channelEpoch, deletedAt ? "ended_for_all" : "last_left");
    } else {
      await bumpRoster(context, session, channelEpoch);
    }
    return { removed: out.length };
  },
});

/** Deleted ones too. */
async function findConference(scope: Scope, { conferenceId }: { conferenceId: string }) {
  const [row] = await scope.tx
    .select({ channelEpoch: conferences.channelEpoch, deletedAt: conferences.deletedAt })
    .from(conferences)
    .where(and(mine(scope, conferences.tenantId), eq(conferences.id, conferenceId)));
  return row ?? null;
}

async function listRemoved(scope: Scope, sessionId: string) {
  return scope.tx
    .select({ participantId: deviceLeases.participantId, generation: deviceLeases.generation })
    .from(deviceLeases)
    .innerJoin(
      participants,
      and(eq(participants.tenantId, deviceLeases.tenantId), eq(participants.id, deviceLeases.participantId)),
    )
    .leftJoin(users, and(eq(users.tenantId, participants.tenantId), eq(users.id, participants.userId)))
    .where(
      and(
        mine(scope, deviceLeases.tenantId),
        eq(deviceLeases.sessionId, sessionId),
        isNull(deviceLeases.leftAt),
        or(ne(participants.state, "active"), isNotNull(users.disabledAt)),
      ),
    )
    .orderBy(asc(deviceLeases.participantId));
}
