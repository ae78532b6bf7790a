import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { env } from "@/lib/env";
import { uuidv7 } from "@/lib/ids";
import type { OutboxRow } from "@/lib/jobs/outbox";
import { type SystemActor, systemActor } from "@/lib/server/actor";
import { enter, openScope, type Scope } from "@/lib/server/scope";
import { mailFrom } from "./layout";
import { mailbox } from "./mailbox";
import type { Delivery, MailMessage, MailTransport } from "./port";
import { renderMail } from "./render";
import { smtp } from "./smtp";

const transportNow = (): MailTransport => {
  const { smtpUrl } = env();
  return smtpUrl ? smtp(smtpUrl) : mailbox;
};

/**
 * Sends the mail that an outbox row asks for. The row of the mail is its memory: a mail that was sent or refused is
 * never tried again, whatever happens to the outbox, and every try of one mail carries the same Message-ID.
 */
export async function sendMail(row: OutboxRow): Promise<void> {
  const transport = transportNow();
  const mail = await begin(row, transport.name);
  if (!mail) return;
  let delivery: Delivery;
  try {
    delivery = await transport.send(mail.message);
  } catch (error) {
    const reply = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    await record(row.tenantId, mail.id, { state: row.isLastTry ? "failed" : "sending", reply });
    throw error;
  }
  await record(row.tenantId, mail.id, delivery);
}

function inTenant<T>(tenantId: string, work: (scope: Scope<SystemActor>) => Promise<T>): Promise<T> {
  return pool().db.transaction(async (tx) => {
    const now = await enter(tx, "foyer_app", { tenantId });
    return work(openScope(systemActor("mail"), tx, tenantId, now));
  });
}

type MailRow = { id: string; state: "sending" | "sent" | "failed"; message_id: string };

/** Renders the mail and notes that it is on its way; null when it is not to be sent (any more). */
function begin(row: OutboxRow, transport: MailTransport["name"]) {
  return inTenant(row.tenantId, async (scope): Promise<{ id: string; message: MailMessage } | null> => {
    const template = row.kind.replace(/^mail\./, "");
    if (await isOvertaken(scope, row)) return null;
    const mail = await renderMail(scope, { template, entityId: row.entityId });
    if (!mail) return null;
    const messageId = `<${row.id}@${new URL(env().baseUrl).hostname}>`;
    const [kept] = await scope.tx.execute<MailRow>(sql`
      INSERT INTO mail_messages AS m (tenant_id, id, template, entity_id, entity_version, recipient, message_id, transport)
      VALUES (${row.tenantId}, ${uuidv7()}, ${template}, ${row.entityId}, ${row.entityVersion}, ${mail.to.address}, ${messageId}, ${transport})
      ON CONFLICT ON CONSTRAINT mail_messages_once_key DO UPDATE
        SET transport = CASE WHEN m.state = 'sending' THEN excluded.transport ELSE m.transport END
      RETURNING id, state, message_id`);
    if (kept?.state !== "sending") return null;
    return {
      id: kept.id,
      message: {
        messageId: kept.message_id,
        from: mailFrom(),
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        language: mail.language,
        calendar: mail.calendar,
      },
    };
  });
}

/** A newer mail of the same kind to the same person waits behind this one and will say the same. */
async function isOvertaken(scope: Scope, row: OutboxRow): Promise<boolean> {
  const newer = await scope.tx.execute(sql`SELECT 1 FROM outbox WHERE tenant_id = ${scope.tenantId}
    AND kind = ${row.kind} AND entity_id = ${row.entityId} AND recipient = ${row.recipient}
    AND entity_version > ${row.entityVersion} AND dead_at IS NULL LIMIT 1`);
  return newer.length > 0;
}

async function record(
  tenantId: string,
  id: string,
  { state, reply }: { state: MailRow["state"]; reply: string },
) {
  await inTenant(tenantId, ({ tx }) =>
    tx.execute(sql`UPDATE mail_messages SET state = ${state}, reply = ${reply},
      sent_at = CASE WHEN ${state} = 'sent' THEN app_now() END
    WHERE tenant_id = ${tenantId} AND id = ${id}`),
  );
}
