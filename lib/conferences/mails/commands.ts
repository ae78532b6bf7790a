import "server-only";
import { sql } from "drizzle-orm";
import { AppError } from "@/lib/errors";
import { command } from "@/lib/server/command";
import { hit } from "@/lib/server/rate-limit";
import { canResend } from "../policy";
import { findMailedPerson } from "./queries";
import { resendInput } from "./schema";

/** To one person, whoever presses. */
const RESENDS = { max: 3, seconds: 3600 };

/**
 * Sends the confirmation or the invitation once more, for the owner who sees that it was refused. It goes to the
 * address that is known now; nobody is shown the link (rule 3.10). While one waits, no second one is added.
 */
export const resendMail = command({
  name: "conferences.resendMail",
  input: resendInput,
  limits: [{ by: "actor", max: 60, seconds: 3600 }],
  subject: findMailedPerson,
  can: canResend,
  run: async (ctx, _input, { id, participantId, template }) => {
    // Counted only now: whoever may not send must not use up the tries of those who may.
    const seconds = await hit(`conferences.resendMail:participant:${participantId}`, RESENDS, ctx.tx);
    if (seconds > 0) throw new AppError("too_many_requests", { seconds });
    const [last] = await ctx.tx.execute<{ version: number }>(sql`
      SELECT coalesce(max(entity_version), 0)::int AS version FROM mail_messages
      WHERE tenant_id = ${ctx.tenantId} AND template = ${template} AND entity_id = ${participantId}`);
    const version = (last?.version ?? 0) + 1;
    ctx.enqueue({ kind: `mail.${template}`, entityId: participantId, version });
    ctx.audit({ targetId: participantId, diff: { conferenceId: id, template } });
    return { participantId };
  },
});
