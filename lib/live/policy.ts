import type { Actor } from "@/lib/server/actor";
import { type Door, type DoorFacts, door, type Person, standingOf } from "./rules";

type Decision = true | Exclude<Door, string>;

/** Rule 5: users need a PRO licence, whatever their role; guests need none. */
function hasLicence(actor: Actor): boolean {
  return actor.kind !== "user" || actor.licence.term !== "none";
}

/** `granter` can give a licence. */
export type Joining = { facts: DoorFacts; person: Person; granter: string };

export function canJoin(actor: Actor, { facts, person, granter }: Joining): Decision {
  if (actor.kind !== "user" && actor.kind !== "guest") return { reason: "signed_out" };
  if (!hasLicence(actor)) return { reason: "no_licence", params: { administrator: granter } };
  const way = door(facts, standingOf(person));
  return typeof way === "string" ? true : way;
}

/** Rule 10: owner, moderators and the host; operators where they take part. */
export function mayEnd(actor: Actor, person: Person): boolean {
  if (actor.kind !== "user") return false;
  if (standingOf(person) === "leads") return true;
  return person.role !== null && actor.rights.has("operator");
}

export const canEndForAll = (actor: Actor, person: Person): Decision =>
  mayEnd(actor, person) ? true : { reason: "only_leaders_end" };
