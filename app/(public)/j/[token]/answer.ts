import "server-only";
import type { WireError } from "@/lib/errors";
import { respond } from "@/lib/server/transport";

/**
 * Forms of a personal link post to routes, not to server actions: the page sends no referrer, so that the link stays
 * with its owner, and a browser without scripts then also hides the origin, which the framework takes for an attack.
 * Our own check asks `Sec-Fetch-Site` first.
 */
export const seeOther = (path: string) => new Response(null, { status: 303, headers: { location: path } });

/** What stands in the way for a moment; the page of the link itself says everything else. */
const passing = new Set(["too_many_requests", "unavailable", "unexpected"]);

export function refused(token: string, error: WireError): Response {
  if (error.code === "foreign_origin") return respond({ ok: false, error });
  const query = new URLSearchParams({ error: error.code, seconds: String(error.params?.seconds ?? 0) });
  return seeOther(`/j/${encodeURIComponent(token)}${passing.has(error.code) ? `?${query}` : ""}`);
}
