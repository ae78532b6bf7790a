import type { Actor } from "@/lib/server/actor";

/** What is dangerous asks for the password again, unless it was typed within the last minutes. */
export function canAct(actor: Actor): true | { reason: "confirm_first" } {
  return (actor.kind === "user" && actor.isConfirmed) || { reason: "confirm_first" };
}
