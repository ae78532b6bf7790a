import { searchInvitees } from "@/lib/conferences/queries";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import { requireActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { respond } from "@/lib/server/transport";
import { cleanLine } from "@/lib/text";

/** Suggestions while inviting: `?q=` and, for somebody who may invite to it only, `&conference=`. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  // Whatever is typed is looked for; what cannot be part of a name is left out.
  const q = cleanLine((searchParams.get("q") ?? "").slice(0, 100));
  const conference = searchParams.get("conference");
  try {
    if (conference !== null && !isUuid(conference)) throw new AppError("not_found");
    const conferenceId = conference ?? undefined;
    const actor = await requireActor();
    const data = await withActor(actor, (scope) => searchInvitees(scope, { q, conferenceId, limit: 12 }));
    return respond({ ok: true, data });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return respond({ ok: false, error: { code: error.code, params: error.params } });
  }
}
