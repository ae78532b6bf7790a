import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { conferences, loginNames, participants, users } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { mine, type Scope } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";

const p = alias(participants, "p");

/** For administrators at home: on the page of another account's webinar they are guests. */
function gate({ actor, tenantId }: Scope): void {
  if (canAdminister(actor) !== true || actor.kind !== "user" || actor.tenantId !== tenantId) throw notFound();
}

export type Owned = { id: string; kind: "scheduled" | "room"; version: number; isLive: boolean };

/** What a person owns that is not over: conferences that lie ahead, and rooms. */
export async function listOwned(scope: Scope, userId: string): Promise<Owned[]> {
  gate(scope);
  const rows = await scope.tx
    .select({
      id: conferences.id,
      kind: conferences.kind,
      version: conferences.version,
      isLive: sql<boolean>`EXISTS (SELECT 1 FROM conference_sessions s WHERE s.tenant_id = conferences.tenant_id
        AND s.conference_id = conferences.id AND s.ended_at IS NULL)`,
    })
    .from(conferences)
    .where(
      and(
        mine(scope, conferences.tenantId),
        eq(conferences.ownerId, userId),
        isNull(conferences.deletedAt),
        isNull(conferences.cancelledAt),
        sql`(conferences.last_ends_at IS NULL OR conferences.last_ends_at > app_now())`,
      ),
    )
    .orderBy(conferences.id);
  return rows.map((row) => ({ ...row, kind: row.kind === "room" ? "room" : "scheduled" }));
}

export type Membership = { conferenceId: string; participantId: string };

/** Where a person is expected as somebody else's guest, in what is not over. */
export async function listMemberships(scope: Scope, userId: string): Promise<Membership[]> {
  gate(scope);
  const rows = await scope.tx.execute<{ conference_id: string; participant_id: string }>(sql`
    SELECT p.conference_id, p.id AS participant_id FROM participants p
      JOIN conferences c ON c.tenant_id = p.tenant_id AND c.id = p.conference_id
    WHERE ${mine(scope, p.tenantId)} AND p.user_id = ${userId} AND p.state = 'active' AND p.role <> 'owner'
      AND c.deleted_at IS NULL AND c.cancelled_at IS NULL AND (c.last_ends_at IS NULL OR c.last_ends_at > app_now())
    ORDER BY p.conference_id`);
  return rows.map((row) => ({ conferenceId: row.conference_id, participantId: row.participant_id }));
}

/** Whose user ID it is, among those of the account who can sign in. */
export async function findHeir(scope: Scope, login: string): Promise<string | null> {
  gate(scope);
  const [row] = await scope.tx
    .select({ userId: loginNames.userId })
    .from(loginNames)
    .innerJoin(users, and(eq(users.tenantId, loginNames.tenantId), eq(users.id, loginNames.userId)))
    .where(
      and(
        mine(scope, loginNames.tenantId),
        eq(loginNames.loginKey, login),
        isNull(users.disabledAt),
        isNull(users.deletedAt),
      ),
    );
  return row?.userId ?? null;
}
