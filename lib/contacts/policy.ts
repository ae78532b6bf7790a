import type { Actor } from "@/lib/server/actor";
import type { Decision } from "@/lib/server/command";

/**
 * Contacts of one's own come with the right; without it there is only the directory (H03, H05).
 * `who` names the person who can give the right.
 */
export function canKeepContacts(actor: Actor, { who }: { who: string }): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  return actor.rights.has("address_book") || { reason: "right_address_book", params: { who } };
}
