import { saveAvatar } from "@/lib/accounts/avatars/commands";
import { AVATAR_BYTES } from "@/lib/accounts/avatars/rules";
import { AppError } from "@/lib/errors";
import { currentActor } from "@/lib/server/actor";
import { refusal, respond, runForRequest, withBytes } from "@/lib/server/transport";

/** The picture itself is the body. It is counted while it comes, and refused before there is too much of it. */
export async function POST(request: Request): Promise<Response> {
  const actor = await currentActor();
  try {
    if (actor.kind !== "user") throw new AppError("signed_out");
    const limit = { most: AVATAR_BYTES, tooLarge: "picture_too_large" } as const;
    return respond(await withBytes(request, limit, (image) => runForRequest(saveAvatar, actor, { image })));
  } catch (error) {
    return respond(refusal(error, "accounts.saveAvatar", actor));
  }
}
