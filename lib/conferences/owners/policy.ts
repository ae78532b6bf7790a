import { canDisable, type Governed } from "@/lib/accounts/policy";
import type { Actor } from "@/lib/server/actor";
import type { Decision } from "@/lib/server/command";

/** As for disabling; besides, nobody is taken out of a conference that is running. */
export function canDeleteUser(actor: Actor, user: Governed & { live: number }): Decision {
  const may = canDisable(actor, user);
  if (may !== true) return may;
  return user.live === 0 || { reason: "user_is_live", params: { count: user.live } };
}
