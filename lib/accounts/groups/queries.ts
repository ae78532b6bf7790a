import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { groups } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { notFound } from "@/lib/errors";
import type { RightCode } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";

export type Group = {
  id: string;
  /** Null: everyone. */
  name: string | null;
  isEveryone: boolean;
  version: number;
  people: number;
  rights: RightCode[];
};

function gate(scope: Scope): void {
  if (canAdminister(scope.actor) !== true) throw notFound();
}

const columns = {
  id: groups.id,
  name: groups.name,
  isEveryone: groups.isEveryone,
  version: groups.version,
  // In words: a column of the only table would stand there without its table.
  people: sql<number>`(CASE WHEN groups.is_everyone
    THEN (SELECT count(*) FROM users u WHERE u.tenant_id = groups.tenant_id AND u.deleted_at IS NULL)
    ELSE (SELECT count(*) FROM group_members m JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
      WHERE m.tenant_id = groups.tenant_id AND m.group_id = groups.id AND u.deleted_at IS NULL) END)::int`,
  rights: sql<RightCode[]>`ARRAY(SELECT r.right_code FROM group_rights r
    WHERE r.tenant_id = groups.tenant_id AND r.group_id = groups.id)`,
};

/** Every group of the account: everyone first, then by name. There are at most `groupsMax`. */
export async function listGroups(scope: Scope): Promise<Group[]> {
  gate(scope);
  return scope.tx
    .select(columns)
    .from(groups)
    .where(mine(scope, groups.tenantId))
    .orderBy(sql`${groups.isEveryone} DESC`, asc(inNameOrder(groups.nameKey)));
}

export async function getGroup(scope: Scope, groupId: string): Promise<Group> {
  gate(scope);
  const [group] = await scope.tx
    .select(columns)
    .from(groups)
    .where(and(mine(scope, groups.tenantId), eq(groups.id, groupId)));
  if (!group) throw notFound();
  return group;
}

/** How many there are beside everyone. */
export async function countGroups(scope: Scope): Promise<number> {
  const [row] = await scope.tx
    .select({ count: sql<number>`count(*)::int` })
    .from(groups)
    .where(and(mine(scope, groups.tenantId), eq(groups.isEveryone, false)));
  return row?.count ?? 0;
}
