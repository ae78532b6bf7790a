import { canAct } from "@/lib/auth/policy";
import type { Actor, RightCode } from "@/lib/server/actor";
import type { Decision } from "@/lib/server/command";
import { canAdminister } from "@/lib/settings/policy";
import { rightCodes } from "./rules";

/** A person as the policy sees them; `otherAdministrators` are those of the account who could act in their place. */
export type Governed = {
  id: string;
  accountRole: string;
  isAdministrator: boolean;
  isDisabled: boolean;
  email: string | null;
  hasPassword: boolean;
  otherAdministrators: number;
};

/** What takes somebody out of their account: not by their own hand, not the host, and never the last administrator. */
function canTakeOut(actor: Actor, user: Governed): Decision {
  const may = canAdminister(actor);
  if (may !== true) return may;
  if (actor.kind === "user" && actor.userId === user.id) return { reason: "not_yourself" };
  if (user.accountRole === "host") return { reason: "host_stays" };
  const isLast = user.isAdministrator && user.otherAdministrators === 0;
  return isLast ? { reason: "last_administrator" } : true;
}

export const canDisable = canTakeOut;

/** Who is an administrator reaches everything of the account, so the password is asked again. */
export function canSetAdministrator(
  actor: Actor,
  user: Governed,
  { isAdministrator }: { isAdministrator: boolean },
): Decision {
  const may = isAdministrator ? canAdminister(actor) : canTakeOut(actor, user);
  return may === true ? canAct(actor) : may;
}

/** A link goes to the person's own address; one's own password is changed in the profile. */
export function canSendLink(actor: Actor, user: Governed): Decision {
  const may = canAdminister(actor);
  if (may !== true) return may;
  if (actor.kind === "user" && actor.userId === user.id) return { reason: "not_yourself" };
  if (user.isDisabled) return { reason: "user_disabled" };
  if (!user.email) return { reason: "user_without_email" };
  // What was never set is not taken away.
  return user.hasPassword ? canAct(actor) : true;
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
