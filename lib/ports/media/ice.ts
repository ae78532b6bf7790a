import "server-only";
import { createHmac } from "node:crypto";
import { env } from "@/lib/env";

const TURN_SECONDS = 600;

export type IceServer = { urls: string[]; username?: string; credential?: string };

/**
 * Where browsers find each other. Credentials of the relay are those of TURN's REST convention: a name that carries its
 * own end and an HMAC over it, so that a leaked one is worth ten minutes. Without a relay only direct ways remain.
 */
export function iceServers(participantId: string, now = Date.now()): IceServer[] {
  const { turn } = env();
  if (!turn) return [];
  const username = `${Math.floor(now / 1000) + TURN_SECONDS}:${participantId}`;
  const credential = createHmac("sha1", turn.secret).update(username).digest("base64");
  const stun = turn.url.replace(/^turns?:/, "stun:").replace(/\?.*$/, "");
  return [{ urls: [stun] }, { urls: [turn.url], username, credential }];
}
