import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { avatars, users } from "@/db/schema";
import type { UserActor } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";

/** The picture of somebody of the account, whom everybody there finds in the directory; null without one. */
export async function findAvatar(scope: Scope<UserActor>, userId: string): Promise<Buffer | null> {
  const [row] = await scope.tx
    .select({ image: avatars.image })
    .from(avatars)
    .innerJoin(users, and(eq(users.tenantId, avatars.tenantId), eq(users.id, avatars.userId)))
    .where(and(mine(scope, avatars.tenantId), eq(avatars.userId, userId), isNull(users.deletedAt)));
  return row?.image ?? null;
}
