import "server-only";
import { accountMails, renderAccountMail } from "@/lib/accounts/mail";
import { findMailSubject, renderConferenceMail } from "@/lib/conferences/mail";
import { renderConfirmation } from "@/lib/registrations/mail";
import type { Scope } from "@/lib/server/scope";
import { mailHtml, mailText, type RenderedMail } from "./layout";
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
  const rendered = await rendersOf(scope, mail);
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

async function rendersOf(
  scope: Scope,
  mail: { template: string; entityId: string },
): Promise<RenderedMail | null> {
  const ofAccount = accountMails.find((name) => name === mail.template);
  if (ofAccount) return renderAccountMail(scope, ofAccount, mail.entityId);
  const template = mailTemplates.find((name) => name === mail.template);
  const subject = template && (await findMailSubject(scope, mail.entityId));
  if (!subject) return null;
  return template === "registration" ? renderConfirmation(subject) : renderConferenceMail(template, subject);
}
