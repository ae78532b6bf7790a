import "server-only";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { userSessions, users } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { goOffline } from "@/lib/licences/commands";
import { channels } from "@/lib/realtime/channels";
import { type CommandContext, command } from "@/lib/server/command";
import { mine } from "@/lib/server/scope";
import { emptyInput } from "../schema";
import { endSessionInput } from "./schema";

/** Pages of ended sessions go away; those of others ask and stay. */
async function tell({ scope, publish, disconnect }: CommandContext, userId: string): Promise<void> {
  await goOffline(scope, userId);
  publish(channels.user(userId), "session.ended", {});
  disconnect(userId);
}

/**
 * Ends every session of a user but one. The epoch goes up as for all of them, so that what was not seen in time ends
 * too, and the one that stays goes along.
 */
export async function endOtherSessions(
  context: CommandContext,
  userId: string,
  keep: Buffer | null,
): Promise<number> {
  const { tx, scope } = context;
  const own = and(mine(scope, userSessions.tenantId), eq(userSessions.userId, userId));
  const [user] = await tx
    .update(users)
    .set({ sessionEpoch: sql`${users.sessionEpoch} + 1` })
    .where(and(mine(scope, users.tenantId), eq(users.id, userId)))
    .returning({ epoch: users.sessionEpoch });
  const ended = await tx
    .update(userSessions)
    .set({ revokedAt: now })
    .where(and(own, isNull(userSessions.revokedAt), keep ? ne(userSessions.idHash, keep) : undefined))
    .returning({ id: userSessions.idHash });
  if (keep && user) {
    await tx
      .update(userSessions)
      .set({ epoch: user.epoch })
      .where(and(own, eq(userSessions.idHash, keep), isNull(userSessions.revokedAt)));
  }
  await tell(context, userId);
  return ended.length;
}

/** One of the person's own sessions: the actor says whose, never the input. */
export const endSession = command({
  name: "auth.endSession",
  input: endSessionInput,
  subject: async ({ actor, tx, tenantId }, { session }) => {
    if (actor.kind !== "user") return null;
    const [row] = await tx
      .select({ idHash: userSessions.idHash })
      .from(userSessions)
      .where(
        and(
          eq(userSessions.tenantId, tenantId),
          eq(userSessions.userId, actor.userId),
          eq(userSessions.idHash, Buffer.from(session, "hex")),
          isNull(userSessions.revokedAt),
        ),
      );
    return row ? { ...row, userId: actor.userId } : null;
  },
  can: () => true,
  run: async (context, _input, { idHash, userId }) => {
    const { tx, scope, audit } = context;
    await tx
      .update(userSessions)
      .set({ revokedAt: now })
      .where(and(mine(scope, userSessions.tenantId), eq(userSessions.idHash, idHash)));
    await tell(context, userId);
    audit({ targetId: userId });
    return {};
  },
});

/** Everywhere but here. */
export const endOthers = command({
  name: "auth.endOtherSessions",
  input: emptyInput,
  subject: async ({ actor }) => (actor.kind === "user" ? actor : null),
  can: () => true,
  run: async (context, _input, me) => {
    const ended = await endOtherSessions(context, me.userId, me.sessionHash);
    context.audit({ targetId: me.userId, diff: { ended } });
    return { ended };
  },
});
