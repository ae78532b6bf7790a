import "server-only";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { AppError } from "@/lib/errors";
import { formatConferenceId } from "@/lib/ids";
import { findReach, getConferencePage } from "@/lib/registrations/queries";
import { zoneCookie } from "@/lib/registrations/rules";
import { visitorOf } from "@/lib/server/actor";
import { withVisitor } from "@/lib/server/scope";
import { isZone } from "@/lib/time/zones";

/**
 * The conference behind an address, as this visitor may see it. What does not exist and what he may not know of end in
 * the same 404. Asked once a request; each page asks, none relies on another's answer.
 */
export const loadConference = cache(async (unverifiedId: string) => {
  const reach = await findReach(decodeURIComponent(unverifiedId));
  if (!reach) notFound();
  const actor = await visitorOf(reach.tenantId, reach.conferenceId);
  try {
    const page = await withVisitor(actor, reach, (scope) => getConferencePage(scope, reach));
    const zone =
      actor.kind === "user"
        ? actor.timeZone
        : decodeURIComponent((await cookies()).get(zoneCookie)?.value ?? "");
    return { reach, actor, page, zone: isZone(zone) ? zone : null };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

export type LoadedConference = Awaited<ReturnType<typeof loadConference>>;

/** One address per conference: other spellings of its ID lead there. */
export async function loadCanonical(unverifiedId: string, rest = ""): Promise<LoadedConference> {
  const loaded = await loadConference(unverifiedId);
  const id = formatConferenceId(loaded.page.publicId);
  if (decodeURIComponent(unverifiedId) !== id) redirect(`/c/${id}${rest}`);
  return loaded;
}
