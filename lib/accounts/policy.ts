import type { Actor, Licence, RightCode } from "@/lib/server/actor";
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

export type RightState = { code: RightCode; granted: boolean };

/** Every right in order, and whether this person has it. */
export const effectiveRights = (granted: ReadonlySet<RightCode>): RightState[] =>
  rightCodes.map((code) => ({ code, granted: granted.has(code) }));

export type LicenceState =
  | { term: "permanent" }
  | { term: "temporary"; expiresAt: Date; endsSoon: boolean }
  | { term: "none" };

const day = 24 * 3600 * 1000;

/** The licence as it stands now; one that ends within a day is worth a warning. */
export function licenceState(licence: Licence, now: Date): LicenceState {
  if (licence.term !== "temporary") return licence;
  const left = licence.expiresAt.getTime() - now.getTime();
  if (left <= 0) return { term: "none" };
  return { term: "temporary", expiresAt: licence.expiresAt, endsSoon: left <= day };
}
