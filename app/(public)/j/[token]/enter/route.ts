import { formatConferenceId } from "@/lib/ids";
import { claimLink } from "@/lib/registrations/commands";
import { setGuestCookie } from "@/lib/registrations/guest-cookie";
import { currentActor } from "@/lib/server/actor";
import { runForRequest } from "@/lib/server/transport";
import { refused, seeOther } from "../answer";

/** The link becomes a guest's cookie and leaves the address bar (rule 8). */
export async function POST(_request: Request, { params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const result = await runForRequest(claimLink, await currentActor(), { token });
  if (!result.ok) return refused(token, result.error);
  const { publicId, ...guest } = result.data;
  await setGuestCookie(guest);
  return seeOther(`/c/${formatConferenceId(publicId)}/room`);
}
