import { createHash } from "node:crypto";

/** Before the first link there is nothing to cover. */
export const GENESIS = Buffer.alloc(32);

/** The hash of a link covers its event and, by the link before, everything earlier. */
export const linkHash = (previous: Buffer, digest: Buffer): Buffer =>
  createHash("sha256").update(previous).update(digest).digest();

/**
 * The digest of an event from what is stored now: each value with its length in bytes, `~` for none. The database makes
 * the same one when the event happens (`audit_digest`); computing it here needs no trust in its functions.
 */
export function digestOf(values: readonly (string | null)[]): Buffer {
  const hash = createHash("sha256");
  for (const value of values) hash.update(value === null ? "~" : `${Buffer.byteLength(value)}:${value}`);
  return hash.digest();
}

/** Parts of the product, as the log is filtered by. They are the first words of the names of commands. */
export const areas = [
  "accounts",
  "analytics",
  "audit",
  "auth",
  "conferences",
  "contacts",
  "licences",
  "live",
  "registrations",
  "settings",
] as const;
export type Area = (typeof areas)[number];

export type AuditEvent = {
  id: string;
  at: Date;
  actorKind: "user" | "guest" | "anonymous" | "system";
  actorId: string | null;
  /** Null for strangers, the system and whoever is erased. */
  actorName: string | null;
  action: string;
  targetId: string | null;
  targetName: string | null;
  /** Whether the target is a person of the account, who has a page. */
  targetIsUser: boolean;
  outcome: "ok" | "denied";
  reason: string | null;
  requestId: string | null;
  address: string | null;
  userAgent: string | null;
  diff: Record<string, unknown> | null;
};
