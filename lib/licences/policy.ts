import type { Actor } from "@/lib/server/actor";
import type { LicenceTerms } from "./rules";

/** A person's licence as it is kept, also when it has ended. `administrator` can give and extend licences. */
export type OwnLicence = {
  term: "permanent" | "temporary" | null;
  expiresAt: Date | null;
  extensions: number;
  terms: Pick<LicenceTerms, "shows" | "mayExtend" | "extensions">;
  administrator: string;
};

type Reason = "no_licence" | "licence_is_permanent" | "licence_renewal_off" | "licence_extensions_used";
type Decision = true | { reason: Reason | "signed_out"; params?: Record<string, string | number> };

/** Rule 5.2: only a temporary licence, and only as long as the administrator leaves the button there (D08, D12, D13). */
export function canExtend(actor: Actor, { term, extensions, terms, administrator }: OwnLicence): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  if (term === null) return { reason: "no_licence", params: { administrator } };
  if (term === "permanent") return { reason: "licence_is_permanent" };
  if (!terms.mayExtend || !terms.shows) return { reason: "licence_renewal_off", params: { administrator } };
  if (terms.extensions !== null && extensions >= terms.extensions) {
    return { reason: "licence_extensions_used", params: { limit: terms.extensions, administrator } };
  }
  return true;
}

/** Of an account: whether the person has an online licence already, and how many others have one. */
export type OnlinePlace = { isHeld: boolean; others: number; limit: number | null; administrator: string };

/** Rule 5.6: one a person, however many pages are open; administrators take none. */
export function canGoOnline(
  actor: Actor,
  { isHeld, others, limit, administrator }: OnlinePlace,
): true | { reason: "no_online_licence"; params: { limit: number; administrator: string } } {
  const isExempt = actor.kind === "user" && actor.isAdministrator;
  if (isExempt || isHeld || limit === null || others < limit) return true;
  return { reason: "no_online_licence", params: { limit, administrator } };
}
