import { formatConferenceId } from "@/lib/ids";
import { cancelRegistration } from "@/lib/registrations/commands";
import { clearGuestCookie, clearReceipt } from "@/lib/registrations/guest-cookie";
import { currentActor } from "@/lib/server/actor";
import { runForRequest } from "@/lib/server/transport";
import { refused, seeOther } from "../answer";

/** Gives the seat back. */
export async function POST(_request: Request, { params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const result = await runForRequest(cancelRegistration, await currentActor(), { token });
  if (!result.ok) return refused(token, result.error);
  const { publicId, conferenceId } = result.data;
  await clearGuestCookie(conferenceId);
  await clearReceipt(conferenceId);
  return seeOther(`/c/${formatConferenceId(publicId)}?cancelled=1`);
}
