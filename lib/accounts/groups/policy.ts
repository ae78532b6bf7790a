import type { Actor } from "@/lib/server/actor";
import type { Decision } from "@/lib/server/command";
import { canAdminister } from "@/lib/settings/policy";
import { groupsMax } from "../rules";

export function canCreateGroup(actor: Actor, { count }: { count: number }): Decision {
  const may = canAdminister(actor);
  if (may !== true) return may;
  return count < groupsMax || { reason: "too_many_groups", params: { max: groupsMax } };
}

/** Everyone is always there. */
export function canDeleteGroup(actor: Actor, { isEveryone }: { isEveryone: boolean }): Decision {
  const may = canAdminister(actor);
  if (may !== true) return may;
  return isEveryone ? { reason: "everyone_stays" } : true;
}
