import "server-only";
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { userSessions, users } from "@/db/schema";
import type { UserActor } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";
import { type Device, deviceOf } from "./rules";

export type OwnSession = {
  id: string;
  isCurrent: boolean;
  device: Device;
  address: string | null;
  since: Date;
  seen: Date;
};

/** Where the actor is signed in, this browser first, then by last use. */
export async function listOwnSessions(scope: Scope<UserActor>): Promise<OwnSession[]> {
  const { userId, sessionHash } = scope.actor;
  const rows = await scope.tx
    .select({
      id: sql<string>`encode(${userSessions.idHash}, 'hex')`,
      isCurrent: sql<boolean>`${userSessions.idHash} = ${sessionHash}`,
      userAgent: userSessions.userAgent,
      address: userSessions.ip,
      since: userSessions.createdAt,
      seen: userSessions.lastSeenAt,
    })
    .from(userSessions)
    .innerJoin(users, and(eq(users.tenantId, userSessions.tenantId), eq(users.id, userSessions.userId)))
    .where(
      and(
        mine(scope, userSessions.tenantId),
        eq(userSessions.userId, userId),
        eq(userSessions.epoch, users.sessionEpoch),
        isNull(userSessions.revokedAt),
        gt(userSessions.idleExpiresAt, sql`app_now()`),
        gt(userSessions.absoluteExpiresAt, sql`app_now()`),
      ),
    )
    .orderBy(desc(sql`${userSessions.idHash} = ${sessionHash}`), desc(userSessions.lastSeenAt))
    .limit(100);
  return rows.map(({ userAgent, ...row }) => ({ ...row, device: deviceOf(userAgent) }));
}
