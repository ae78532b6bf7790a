import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferences } from "@/db/schema";
import { notFound } from "@/lib/errors";
import type { Decision } from "@/lib/server/command";
import { unseal } from "@/lib/server/crypto";
import { mine } from "@/lib/server/scope";
import { entriesOf, type Person, type UserScope } from "../entries/queries";
import { type Entry, stateOf } from "../lists/rules";
import { canCancel, canEdit, canInvite, canSeeAnalytics, type PolicySubject, type Relation } from "../policy";

const c = alias(conferences, "c");

export type Card = Entry & {
  description: string | null;
  moderators: Person[];
  /** Only for those who may invite; null when there is none (E06, rule 21). */
  pin: string | null;
  hasPin: boolean;
  may: Record<"edit" | "cancel" | "invite" | "seeAnalytics", Decision>;
};

type CardRow = {
  description: string | null;
  pin_sealed: Buffer | null;
  owner_id: string;
  my_role: Relation["role"];
  is_host: boolean;
};

/** The card of a conference that the actor owns, takes part in, or oversees as host of the account (E04–E12). */
export async function getCard(scope: UserScope, conferenceId: string, now: Date): Promise<Card> {
  const { userId } = scope.actor;
  const [row] = await scope.tx.execute<CardRow>(sql`
    SELECT c.description, c.pin_sealed, c.owner_id, me.role AS my_role, h.id IS NOT NULL AS is_host
    FROM conferences c
      LEFT JOIN participants me ON me.tenant_id = c.tenant_id AND me.conference_id = c.id
        AND me.user_id = ${userId} AND me.state = 'active'
      LEFT JOIN users h ON h.tenant_id = c.tenant_id AND h.id = ${userId} AND h.account_role = 'host'
    WHERE ${mine(scope, c.tenantId)} AND c.id = ${conferenceId} AND c.deleted_at IS NULL
      AND (c.owner_id = ${userId} OR me.id IS NOT NULL OR h.id IS NOT NULL)`);
  const [entry] = row ? await entriesOf(scope, [conferenceId]) : [];
  if (!row || !entry) throw notFound();
  const state = stateOf(entry, now);
  const subject: PolicySubject = {
    kind: entry.timing.kind,
    ownerName: entry.owner.name,
    cancelledAt: entry.timing.cancelledAt,
    isLive: state === "live",
    isOver: state === "ended",
    relation: { isOwner: row.owner_id === userId, isHost: row.is_host, role: row.my_role },
  };
  const invite = canInvite(scope.actor, subject);
  return {
    ...entry,
    description: row.description,
    moderators: await moderatorsOf(scope, conferenceId),
    pin: row.pin_sealed && invite === true ? unseal("pin", row.pin_sealed) : null,
    hasPin: row.pin_sealed !== null,
    may: {
      edit: canEdit(scope.actor, subject),
      cancel: canCancel(scope.actor, subject),
      invite,
      seeAnalytics: canSeeAnalytics(scope.actor, subject),
    },
  };
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
