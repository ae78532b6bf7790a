import { findAvatar } from "@/lib/accounts/avatars/queries";
import { AppError, notFound } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import { currentActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { refusal, respond } from "@/lib/server/transport";

/** The picture of a person, for whoever is in the same account. Nothing in it can run, whatever it once was. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ user: string }> },
): Promise<Response> {
  const actor = await currentActor();
  try {
    const { user } = await params;
    if (actor.kind !== "user") throw new AppError("signed_out");
    const image = isUuid(user) ? await withActor(actor, (scope) => findAvatar(scope, user)) : null;
    if (!image) throw notFound();
    return new Response(new Uint8Array(image), {
      headers: {
        "content-type": "image/webp",
        "content-length": String(image.length),
        "cache-control": "private, no-store",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return respond(refusal(error, "accounts.findAvatar", actor));
  }
}
