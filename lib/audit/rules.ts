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

/** Message keys have no dots. */
export const actionKey = (action: string): string => action.replace(".", "_");
