import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors";
import { findReach, getConferencePage } from "@/lib/registrations/queries";
import type { SeatsNow } from "@/lib/registrations/rules";
import { visitorOf } from "@/lib/server/actor";
import { withVisitor } from "@/lib/server/scope";

const unknown = () =>
  Response.json(
    { ok: false, error: { code: "not_found" } },
    { status: 404, headers: { "cache-control": "no-store" } },
  );

/** What moves on a conference page: the free seats and the state. Asked often, so an unchanged answer has no body. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const reach = await findReach((await params).id);
  if (!reach) return unknown();
  const actor = await visitorOf(reach.tenantId, reach.conferenceId);
  try {
    const page = await withVisitor(actor, reach, (scope) => getConferencePage(scope, reach));
    const capacity = page.seats?.capacity ?? 0;
    const body: SeatsNow = {
      free: page.free ?? 0,
      taken: capacity - (page.free ?? 0),
      capacity,
      state: `${page.state} ${page.registration}`,
    };
    const text = JSON.stringify(body);
    const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
    const headers = { etag, "cache-control": "private, no-cache", "content-type": "application/json" };
    return request.headers.get("if-none-match") === etag
      ? new Response(null, { status: 304, headers })
      : new Response(text, { headers });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return unknown();
    throw error;
  }
}
