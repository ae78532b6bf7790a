import "server-only";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { AppError } from "@/lib/errors";
import { formatConferenceId } from "@/lib/ids";
import { findReach, getConferencePage } from "@/lib/registrations/queries";
import { zoneCookie } from "@/lib/registrations/rules";
import { findActor, visitorOf } from "@/lib/server/actor";
import { withVisitor } from "@/lib/server/scope";
import { isZone } from "@/lib/time/zones";

/**
 * The conference behind an address, as this visitor may see it. What does not exist and what he may not know of end in
 * the same 404. Asked once a request; each page asks, none relies on another's answer.
 */
export const loadConference = cache(async (unverifiedId: string) => {
  const reach = await findReach(decoded(unverifiedId));
  if (!reach) notFound();
  const actor = await visitorOf(reach.tenantId, reach.conferenceId);
  // People of another account are guests here, but still themselves.
  const user = await findActor();
  try {
    const page = await withVisitor(actor, reach, (scope) => getConferencePage(scope, reach));
    const zone = user?.timeZone ?? decoded((await cookies()).get(zoneCookie)?.value ?? "");
    return { reach, actor, user, page, zone: isZone(zone) ? zone : null };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

/** Text of an address or a cookie; as it is when it was not encoded properly. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export type LoadedConference = Awaited<ReturnType<typeof loadConference>>;

/** One address per conference: other spellings of its ID lead there. */
export async function loadCanonical(unverifiedId: string, rest = ""): Promise<LoadedConference> {
  const loaded = await loadConference(unverifiedId);
  const id = formatConferenceId(loaded.page.publicId);
  if (decoded(unverifiedId) !== id) redirect(`/c/${id}${rest}`);
  return loaded;
}
