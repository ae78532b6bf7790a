import { AppError } from "@/lib/errors";
import { getMail } from "@/lib/mailbox/queries";
import type { ReadableMail } from "@/lib/ports/mail/render";
import { findActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";

/** The mail as far as the sender of this request may read it; for everybody else there is none. */
export async function readMail(id: string): Promise<ReadableMail | null> {
  const actor = await findActor();
  if (!actor) return null;
  try {
    return (await withActor(actor, (scope) => getMail(scope, id))).readable;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
