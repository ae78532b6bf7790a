import "server-only";
import { env } from "@/lib/env";
import { sameBytes, sha256 } from "@/lib/server/crypto";

/** Whether a request comes from the scheduler. Digests are compared, so that time tells nothing, not even the length. */
export function isScheduler(request: Request): boolean {
  const [scheme, secret, more] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !secret || more !== undefined) return false;
  return sameBytes(sha256(secret), sha256(env().cronSecret));
}

/** For everybody else there is no such route. */
export const noRoute = () =>
  Response.json(
    { ok: false, error: { code: "not_found" } },
    { status: 404, headers: { "cache-control": "no-store" } },
  );
