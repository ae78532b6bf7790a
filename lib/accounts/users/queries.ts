import "server-only";
import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { groupMembers, groups, loginNames, userSessions, users } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { listLocked } from "@/lib/auth/queries";
import { type Device, deviceOf } from "@/lib/auth/sessions/rules";
import { notFound } from "@/lib/errors";
import { rightSources } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";
import { type EffectiveRight, effectiveRights, type Governed, type RightSource } from "../policy";
import { type DirectoryCursor, matches } from "../queries";
import type { userStates } from "./schema";

/** Invited: no password is set yet. Locked: wrong passwords block the user ID for a while. */
export type UserState = (typeof userStates)[number];

export type ListedUser = {
  id: string;
  name: string;
  email: string | null;
  login: string;
  isAdministrator: boolean;
  state: UserState;
  /** Names of the person's groups, in order. */
  groups: string[];
};

export type UsersPage = { users: ListedUser[]; before?: DirectoryCursor; after?: DirectoryCursor };

type Wanted = {
  q?: string;
  /** Only the people of this group, or only the others. */
  group?: string;
  outside?: boolean;
  state?: UserState;
  limit: number;
  after?: DirectoryCursor;
  before?: DirectoryCursor;
};

function gate(scope: Scope): void {
  if (canAdminister(scope.actor) !== true) throw notFound();
}

function inGroup(scope: Scope, { group, outside }: Wanted): SQL | undefined {
  if (!group) return undefined;
  const isMember = sql`EXISTS (SELECT 1 FROM ${groupMembers} WHERE ${mine(scope, groupMembers.tenantId)}
    AND ${groupMembers.groupId} = ${group} AND ${groupMembers.userId} = ${users.id})`;
  return outside ? sql`NOT ${isMember}` : isMember;
}

/** In words, because a select of one table leaves the table out of its columns. */
const stateOf = (locked: readonly string[]) => sql<UserState>`CASE
  WHEN users.disabled_at IS NOT NULL THEN 'disabled'
  WHEN users.id::text = ANY (string_to_array(${locked.join(",")}, ',')) THEN 'locked'
  WHEN NOT EXISTS (SELECT 1 FROM user_secrets s WHERE s.tenant_id = users.tenant_id AND s.user_id = users.id
    AND s.kind = 'password') THEN 'invited'
  ELSE 'active' END`;

/** One page of the people of the account in the order of their names, those who are disabled too. */
export async function listUsers(scope: Scope, wanted: Wanted): Promise<UsersPage> {
  gate(scope);
  const { limit, after, before } = wanted;
  const typed = (wanted.q ?? "").slice(0, 200).trim();
  const locked = (await listLocked(scope)).map(({ userId }) => userId);
  const place = sql`(${inNameOrder(users.nameKey)}, ${users.id})`;
  const by = before ? desc : asc;
  const rows = await scope.tx
    .select({
      id: users.id,
      name: users.displayName,
      nameKey: users.nameKey,
      email: users.email,
      login: loginNames.loginKey,
      isAdministrator: sql<boolean>`${users.administratorSince} IS NOT NULL`,
      state: stateOf(locked),
      groups: sql<string[]>`ARRAY(SELECT g.name FROM group_members m
        JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
        WHERE m.tenant_id = ${users.tenantId} AND m.user_id = ${users.id} ORDER BY g.name_key COLLATE "und-x-icu")`,
    })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .where(
      and(
        mine(scope, users.tenantId),
        isNull(users.deletedAt),
        inGroup(scope, wanted),
        wanted.state ? sql`${stateOf(locked)} = ${wanted.state}` : undefined,
        typed ? matches(typed) : undefined,
        before ? sql`${place} < (${before.nameKey}, ${before.id}::uuid)` : undefined,
        after ? sql`${place} > (${after.nameKey}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(by(inNameOrder(users.nameKey)), by(users.id))
    .limit(limit + 1);
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (before) shown.reverse();
  const cursorOf = (row?: (typeof rows)[number]) => row && { nameKey: row.nameKey ?? "", id: row.id };
  return {
    users: shown.map(({ nameKey: _, ...user }) => user),
    before: (before ? more : after) ? cursorOf(shown[0]) : undefined,
    after: before || more ? cursorOf(shown.at(-1)) : undefined,
  };
}

/** Every right of one person: whether they have it, and where it comes from. */
export async function getRights(scope: Scope, userId: string): Promise<EffectiveRight[]> {
  gate(scope);
  const [row] = await scope.tx
    .select({ sources: sql<RightSource[]>`${rightSources(sql`users.tenant_id`, sql`users.id`)}` })
    .from(users)
    .where(and(mine(scope, users.tenantId), eq(users.id, userId), isNull(users.deletedAt)));
  if (!row) throw notFound();
  return effectiveRights(row.sources);
}

/** The groups of one person in the order of their names; everyone's is not among them. */
export async function listGroupsOf(scope: Scope, userId: string): Promise<{ id: string; name: string }[]> {
  gate(scope);
  const rows = await scope.tx
    .select({ id: groups.id, name: groups.name })
    .from(groupMembers)
    .innerJoin(groups, and(eq(groups.tenantId, groupMembers.tenantId), eq(groups.id, groupMembers.groupId)))
    .where(and(mine(scope, groupMembers.tenantId), eq(groupMembers.userId, userId)))
    .orderBy(asc(inNameOrder(groups.nameKey)));
  return rows.map(({ id, name }) => ({ id, name: name ?? "" }));
}

export type UserDetails = Governed & {
  name: string;
  login: string;
  version: number;
  state: UserState;
};

/** One person of the account with everything that the policy asks about. */
export async function getUserDetails(scope: Scope, userId: string): Promise<UserDetails> {
  gate(scope);
  const locked = (await listLocked(scope)).map((one) => one.userId);
  const [row] = await scope.tx
    .select({
      ...governed(userId),
      name: users.displayName,
      login: loginNames.loginKey,
      version: users.version,
      state: stateOf(locked),
    })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .where(and(mine(scope, users.tenantId), eq(users.id, userId), isNull(users.deletedAt)));
  if (!row) throw notFound();
  return row;
}

/** The columns of a person that the policy asks about. */
export const governed = (userId: string) => ({
  id: users.id,
  accountRole: users.accountRole,
  email: users.email,
  isAdministrator: sql<boolean>`users.administrator_since IS NOT NULL`,
  isDisabled: sql<boolean>`users.disabled_at IS NOT NULL`,
  hasPassword: sql<boolean>`EXISTS (SELECT 1 FROM user_secrets s WHERE s.tenant_id = users.tenant_id
    AND s.user_id = users.id AND s.kind = 'password')`,
  otherAdministrators: sql<number>`(SELECT count(*)::int FROM users o WHERE o.tenant_id = users.tenant_id
    AND o.id <> ${userId} AND o.administrator_since IS NOT NULL AND o.disabled_at IS NULL AND o.deleted_at IS NULL)`,
});

export type UserSession = {
  id: string;
  device: Device;
  address: string | null;
  since: Date;
  seen: Date;
  isThis: boolean;
};

/** Where a person of the account is signed in now, the latest used first. A session is named by what its id hashes to. */
export async function listSessionsOf(scope: Scope, userId: string): Promise<UserSession[]> {
  gate(scope);
  const own = scope.actor.kind === "user" ? scope.actor.sessionHash : null;
  const rows = await scope.tx
    .select({
      hash: userSessions.idHash,
      userAgent: userSessions.userAgent,
      address: userSessions.ip,
      since: userSessions.createdAt,
      seen: userSessions.lastSeenAt,
    })
    .from(userSessions)
    .innerJoin(users, and(eq(users.tenantId, userSessions.tenantId), eq(users.id, userSessions.userId)))
    .where(
      and(
        mine(scope, userSessions.tenantId),
        eq(userSessions.userId, userId),
        eq(userSessions.epoch, users.sessionEpoch),
        sql`${userSessions.revokedAt} IS NULL AND ${userSessions.idleExpiresAt} > app_now()
          AND ${userSessions.absoluteExpiresAt} > app_now() AND ${users.disabledAt} IS NULL`,
      ),
    )
    .orderBy(desc(userSessions.lastSeenAt))
    .limit(100);
  return rows.map(({ hash, userAgent, ...row }) => ({
    ...row,
    id: hash.toString("hex"),
    device: deviceOf(userAgent),
    isThis: own?.equals(hash) ?? false,
  }));
}
