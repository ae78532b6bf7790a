import { createHash } from "node:crypto";
import { findReach, getConferencePage } from "@/lib/registrations/queries";
import type { SeatsNow } from "@/lib/registrations/rules";
import { visitorOf } from "@/lib/server/actor";
import { withVisitor } from "@/lib/server/scope";
import { refusal, respond } from "@/lib/server/transport";

/** What moves on a conference page: the free seats and the state. Asked often, so an unchanged answer has no body. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const reach = await findReach((await params).id);
  if (!reach) return respond({ ok: false, error: { code: "not_found" } });
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
    return respond(refusal(error, "seats", actor));
  }
}
