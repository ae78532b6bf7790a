import "server-only";
import { findTokenOf } from "@/lib/auth/tokens/queries";
import type { UserActor } from "@/lib/server/actor";
import type { Scope } from "@/lib/server/scope";

/** The address that waits for its confirmation; null when none does. */
export async function findPendingEmail(scope: Scope<UserActor>): Promise<string | null> {
  const token = await findTokenOf(scope, scope.actor.userId, "confirm_email");
  return token ? String(token.payload.email) : null;
}
