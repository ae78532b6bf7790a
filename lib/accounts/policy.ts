import type { Actor, RightCode } from "@/lib/server/actor";
import { canAdminister } from "@/lib/settings/policy";
import { rightCodes } from "./rules";

/** Nobody is locked out by their own hand, and an account always has its host. */
export function canDisable(
  actor: Actor,
  user: { id: string; accountRole: string },
): true | { reason: "not_found" | "not_yourself" | "host_stays" } {
  const may = canAdminister(actor);
  if (may !== true) return may;
  if (actor.kind === "user" && actor.userId === user.id) return { reason: "not_yourself" };
  return user.accountRole === "host" ? { reason: "host_stays" } : true;
}

/** What speaks about a right of a person: a choice for that person alone, or a group that gives it. */
export type RightSource = {
  code: RightCode;
  effect: "allow" | "deny";
  /** Null: the person's own. The group that is everyone has no name. */
  group: { id: string; name: string | null } | null;
};

export type EffectiveRight = {
  code: RightCode;
  granted: boolean;
  /** What was chosen for this person alone; it beats the groups. */
  own: "allow" | "deny" | null;
  /** The person's groups that give it. */
  groups: { id: string; name: string | null }[];
};

/** Every right in order: whether the person has it, and where that comes from. */
export function effectiveRights(sources: readonly RightSource[]): EffectiveRight[] {
  return rightCodes.map((code) => {
    const about = sources.filter((source) => source.code === code);
    const own = about.find((source) => !source.group)?.effect ?? null;
    const groups = about.flatMap(({ group }) => group ?? []);
    return { code, granted: own ? own === "allow" : groups.length > 0, own, groups };
  });
}

/** The rights alone. */
export const rightsOf = (sources: readonly RightSource[]): ReadonlySet<RightCode> =>
  new Set(effectiveRights(sources).flatMap(({ code, granted }) => (granted ? code : [])));
