import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferences } from "@/db/schema";
import { AppError, notFound } from "@/lib/errors";
import type { Decision } from "@/lib/server/command";
import { unseal } from "@/lib/server/crypto";
import { mine } from "@/lib/server/scope";
import { entriesOf, type Person, type UserScope } from "../entries/queries";
import type { Entry } from "../lists/rules";
import { canCancel, canDelete, canEdit, canInvite, canSeeAnalytics } from "../policy";
import { countMailed, getConferenceSubject } from "../queries";

const c = alias(conferences, "c");

export type Card = Entry & {
  description: string | null;
  moderators: Person[];
  /** Only for those who may invite; null when there is none (E06, rule 21). */
  pin: string | null;
  may: Record<"edit" | "cancel" | "remove" | "invite" | "seeAnalytics", Decision>;
  /** How many people a cancellation is mailed to; counted for those who may cancel. */
  awaited: number;
};

/** The card of a conference that the actor owns, takes part in, or oversees as host of the account (E04–E12). */
export async function getCard(scope: UserScope, conferenceId: string): Promise<Card> {
  const { actor } = scope;
  const subject = await getConferenceSubject(scope, conferenceId);
  const [entry] = await entriesOf(scope, [conferenceId]);
  const [row] = await scope.tx.execute<{ description: string | null; pin_sealed: Buffer | null }>(sql`
    SELECT c.description, c.pin_sealed FROM conferences c
    WHERE ${mine(scope, c.tenantId)} AND c.id = ${conferenceId}`);
  if (!row || !entry) throw notFound();
  const may = {
    edit: canEdit(actor, subject),
    cancel: canCancel(actor, subject),
    remove: canDelete(actor, subject),
    invite: canInvite(actor, subject),
    seeAnalytics: canSeeAnalytics(actor, subject),
  };
  return {
    ...entry,
    description: row.description,
    moderators: await moderatorsOf(scope, conferenceId),
    pin: row.pin_sealed && may.invite === true ? unseal("pin", row.pin_sealed) : null,
    may,
    awaited: may.cancel === true ? await countMailed(scope, conferenceId) : 0,
  };
}

/** The card, or null for what does not exist or is out of reach. */
export async function findCard(scope: UserScope, conferenceId: string): Promise<Card | null> {
  try {
    return await getCard(scope, conferenceId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

async function moderatorsOf(scope: UserScope, conferenceId: string): Promise<Person[]> {
  const rows = await scope.tx.execute<Person>(sql`
    SELECT u.id, u.display_name AS name FROM conferences c
      JOIN participants p ON p.tenant_id = c.tenant_id AND p.conference_id = c.id
      JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id
    WHERE ${mine(scope, c.tenantId)} AND c.id = ${conferenceId} AND p.role = 'moderator'
      AND p.user_id IS NOT NULL AND p.state = 'active'
    ORDER BY u.name_key LIMIT 5`);
  return [...rows];
}
