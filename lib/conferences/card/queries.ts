import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferences } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { AppError, notFound } from "@/lib/errors";
import { unseal } from "@/lib/server/crypto";
import { mine } from "@/lib/server/scope";
import { entriesOf, type UserScope } from "../entries/queries";
import type { CardView, Person } from "../lists/rules";
import { canCancel, canDelete, canEdit, canInvite, canSeeAnalytics } from "../policy";
import { countMailed, getConferenceSubject } from "../queries";

const c = alias(conferences, "c");

/** The card of a conference that the actor owns, takes part in, or oversees as host of the account (E04–E12). */
export async function getCard(scope: UserScope, conferenceId: string): Promise<CardView> {
  const { actor } = scope;
  const subject = await getConferenceSubject(scope, conferenceId);
  const [entry] = await entriesOf(scope, [conferenceId]);
  const [row] = await scope.tx.execute<{ description: string | null; pin_sealed: Buffer | null }>(sql`
    SELECT c.description, c.pin_sealed FROM conferences c
    WHERE ${mine(scope, c.tenantId)} AND c.id = ${conferenceId}`);
  if (!row || !entry) throw notFound();
  const may = {
    edit: canEdit(actor, subject) === true,
    cancel: canCancel(actor, subject) === true,
    remove: canDelete(actor, subject) === true,
    invite: canInvite(actor, subject) === true,
    seeAnalytics: canSeeAnalytics(actor, subject) === true,
  };
  return {
    ...entry,
    description: row.description,
    moderators: await moderatorsOf(scope, conferenceId),
    pin: row.pin_sealed && may.invite ? unseal("pin", row.pin_sealed) : null,
    may,
    awaited: may.cancel ? await countMailed(scope, conferenceId) : 0,
  };
}

/** The card, or null for what does not exist or is out of reach. */
export async function findCard(scope: UserScope, conferenceId: string): Promise<CardView | null> {
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
    ORDER BY ${inNameOrder(sql`u.name_key`)} LIMIT 5`);
  return [...rows];
}
