import "server-only";
import { headers } from "next/headers.js";
import { env } from "@/lib/env";
import { uuidv7 } from "@/lib/ids";
import { ourCodeRuns } from "./unread";

/** Who is on the other end of the wire; part of every actor and every audit row. */
export type RequestInfo = { id: string; address: string; userAgent: string | undefined };

/** The launcher's name for the socket's own address; it overwrites whatever the client sent under this name. */
export const PEER_HEADER = "x-foyer-peer";

/**
 * The client's address: the k-th entry from the end of the forwarded chain, where k is TRUSTED_PROXIES.
 * Entries further to the front were written by the client and are never believed.
 */
export function clientAddress(header: (name: string) => string | null): string {
  const forwarded = (header("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const peer = process.env.FOYER_PEER_HEADER === "1" ? header(PEER_HEADER) : undefined;
  const chain = peer ? [...forwarded, peer] : forwarded;
  const fromEnd = peer ? env().trustedProxies + 1 : Math.max(env().trustedProxies, 1);
  return chain[chain.length - fromEnd] ?? chain[0] ?? "unknown";
}

/** /24 of IPv4 and /56 of IPv6: what one household or one attacker usually holds. */
export function addressPrefix(address: string): string {
  const v4 = address.replace(/^::ffff:/, "");
  if (/^\d+\.\d+\.\d+\.\d+$/.test(v4)) return `${v4.split(".").slice(0, 3).join(".")}.0/24`;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(":").filter(Boolean);
  while (groups.length + rest.length < 8) groups.push("0");
  const all = [...groups, ...rest].map((g) => g.padStart(4, "0"));
  return `${all.slice(0, 3).join(":")}:${(all[3] ?? "0000").slice(0, 2)}00::/56`;
}

export async function requestInfo(): Promise<RequestInfo> {
  ourCodeRuns();
  const list = await headers();
  return {
    id: uuidv7(),
    address: clientAddress((name) => list.get(name)),
    userAgent: list.get("user-agent")?.slice(0, 300) ?? undefined,
  };
}

/**
 * Server actions and routes with cookies accept writes from our own pages only: `Sec-Fetch-Site` first, else Origin;
 * both absent is refused.
 */
export function isSameOrigin(header: (name: string) => string | null): boolean {
  const site = header("sec-fetch-site");
  if (site) return site === "same-origin";
  const origin = header("origin");
  return origin !== null && origin === env().baseUrl;
}
