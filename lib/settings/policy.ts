import type { Actor } from "@/lib/server/actor";

/** For everybody else the control panel and its actions do not exist (A06). */
export function canAdminister(actor: Actor): true | { reason: "not_found" } {
  return actor.kind === "user" && actor.isAdministrator ? true : { reason: "not_found" };
}

/** What concerns every account of the server. */
export function canAdministerServer(actor: Actor): true | { reason: "not_found" } {
  return actor.kind === "user" && actor.isServerAdministrator ? true : { reason: "not_found" };
}
