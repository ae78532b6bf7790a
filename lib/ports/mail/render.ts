import "server-only";
import { findMailSubject, renderConferenceMail } from "@/lib/conferences/mail";
import { renderConfirmation } from "@/lib/registrations/mail";
import type { Scope } from "@/lib/server/scope";
import { mailHtml, mailText } from "./layout";
import type { MailMessage } from "./port";

const mailTemplates = ["registration", "invitation", "changed", "cancelled", "removed", "withdrawn"] as const;
export type MailTemplate = (typeof mailTemplates)[number];

export type ReadableMail = Pick<MailMessage, "to" | "subject" | "html" | "text" | "language" | "calendar">;

/**
 * A mail as it reads now. Used to send it and to show it in the administrator's mailbox, because texts are not kept:
 * they hold personal links. Null when there is nothing to say (any more) or nobody to say it to.
 */
export async function renderMail(
  scope: Scope,
  mail: { template: string; entityId: string },
): Promise<ReadableMail | null> {
  const template = mailTemplates.find((name) => name === mail.template);
  const subject = template && (await findMailSubject(scope, mail.entityId));
  if (!subject) return null;
  const rendered =
    template === "registration" ? renderConfirmation(subject) : renderConferenceMail(template, subject);
  if (!rendered) return null;
  const { to, content, calendar } = rendered;
  return {
    to,
    subject: rendered.subject,
    html: mailHtml(content),
    text: mailText(content),
    language: content.language,
    calendar,
  };
}
