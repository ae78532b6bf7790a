import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { conferences, mailMessages, participants } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import { type ReadableMail, renderMail } from "@/lib/ports/mail/render";
import { mine, type Scope } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";

const columns = {
  id: mailMessages.id,
  template: mailMessages.template,
  recipient: mailMessages.recipient,
  state: mailMessages.state,
  transport: mailMessages.transport,
  reply: mailMessages.reply,
  entityId: mailMessages.entityId,
  createdAt: mailMessages.createdAt,
};

/** A mail and the conference that it is about, as it is called now. */
export type ListedMail = MailRow & { conference: string | null };

export type MailRow = Pick<
  typeof mailMessages.$inferSelect,
  "id" | "template" | "recipient" | "state" | "transport" | "reply" | "entityId" | "createdAt"
>;

/** The mails of the account, newest first; a page after the given mail. */
export async function listMails(
  scope: Scope,
  limit: number,
  after?: string,
): Promise<{ mails: ListedMail[]; next: string | null }> {
  if (canAdminister(scope.actor) !== true) throw notFound();
  const { createdAt, id, tenantId } = mailMessages;
  // Compared in the database: an instant loses its microseconds on the way here and back.
  const older = isUuid(after)
    ? sql`(${createdAt}, ${id}) < (SELECT m.created_at, m.id FROM mail_messages m
        WHERE m.tenant_id = ${scope.tenantId} AND m.id = ${after})`
    : undefined;
  const rows = await scope.tx
    .select({ ...columns, conference: conferences.name })
    .from(mailMessages)
    .leftJoin(
      participants,
      and(eq(participants.tenantId, tenantId), eq(participants.id, mailMessages.entityId)),
    )
    .leftJoin(
      conferences,
      and(eq(conferences.tenantId, tenantId), eq(conferences.id, participants.conferenceId)),
    )
    .where(and(mine(scope, tenantId), older))
    .orderBy(desc(mailMessages.createdAt), desc(mailMessages.id))
    .limit(limit + 1);
  const mails = rows.slice(0, limit);
  return { mails, next: rows.length > limit ? (mails.at(-1)?.id ?? null) : null };
}

async function findRow(scope: Scope, id: string): Promise<MailRow | null> {
  const [row] = await scope.tx
    .select(columns)
    .from(mailMessages)
    .where(and(mine(scope, mailMessages.tenantId), eq(mailMessages.id, id)));
  return row ?? null;
}

/**
 * One mail. Its text is rendered again, and only when this mailbox is where it was sent to: a mail that left by a mail
 * server holds a link that is its reader's alone.
 */
export async function getMail(
  scope: Scope,
  id: string,
): Promise<{ mail: MailRow; readable: ReadableMail | null }> {
  if (canAdminister(scope.actor) !== true || !isUuid(id)) throw notFound();
  const mail = await findRow(scope, id);
  if (!mail) throw notFound();
  return { mail, readable: mail.transport === "mailbox" ? await renderMail(scope, mail) : null };
}
