import "server-only";
import { env } from "@/lib/env";
import { hmac, sha256 } from "./crypto";

/**
 * The token of a personal link (rule 8): an HMAC over participant and generation, so that it can be mailed again
 * without being stored. Raising the generation revokes it.
 */
export const linkToken = (participantId: string, generation: number) =>
  hmac("link", `${participantId}.${generation}`).toString("base64url");

/** What the database keeps of a token. */
export const linkHash = (token: string) => sha256(token);

/** Whether the text has the form of a token; anything else is not looked up. */
export const isLinkToken = (text: string) => /^[A-Za-z0-9_-]{43}$/.test(text);

/** The address that a person opens. */
export const linkAddress = (token: string) => `${env().baseUrl}/j/${token}`;
