import { saveAvatar } from "@/lib/accounts/avatars/commands";
import { AVATAR_BYTES } from "@/lib/accounts/avatars/rules";
import { currentActor } from "@/lib/server/actor";
import { readBytes, refusal, respond, runForRequest } from "@/lib/server/transport";

/** The picture itself is the body. It is counted while it comes, and refused before there is too much of it. */
export async function POST(request: Request): Promise<Response> {
  const actor = await currentActor();
  try {
    const image = await readBytes(request, AVATAR_BYTES);
    if (!image) return respond({ ok: false, error: { code: "picture_too_large" } });
    return respond(await runForRequest(saveAvatar, actor, { image }));
  } catch (error) {
    return respond(refusal(error, "accounts.saveAvatar", actor));
  }
}
