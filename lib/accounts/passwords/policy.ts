import type { Actor } from "@/lib/server/actor";

/** What the server lets people change about themselves, and who else can. */
export type SelfService = {
  allowed: { name: boolean; picture: boolean; email: boolean; password: boolean };
  administrator: string;
};

/** Whether people change their own name, picture, address or password (G07, G11). */
export function canChangeOwn(
  what: keyof SelfService["allowed"],
  actor: Actor,
  { allowed, administrator }: SelfService,
): true | { reason: "signed_out" | "self_service_off"; params?: { administrator: string } } {
  if (actor.kind !== "user") return { reason: "signed_out" };
  return allowed[what] || { reason: "self_service_off", params: { administrator } };
}
