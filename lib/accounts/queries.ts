import "server-only";
import { and, asc, desc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { accounts, licences, loginNames, userRights, users } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { notFound } from "@/lib/errors";
import type { RightCode, UserActor } from "@/lib/server/actor";
import { sha256 } from "@/lib/server/crypto";
import { enter, mine, type Scope } from "@/lib/server/scope";
import { nameKey } from "@/lib/text";

export type DirectoryUser = {
  id: string;
  name: string;
  email: string | null;
  login: string;
  avatarVersion: number | null;
};

/** Where a page of the directory ends. */
export type DirectoryCursor = { nameKey: string; id: string };

// Letters that people leave out when they type; the same letters as in lib/text.
const accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿł";
const plain = "aaaaaaceeeeiiiinoooooouuuuyyl";

/** Text that LIKE takes literally. */
const literal = (text: string) => text.replace(/[\\%_]/g, "\\$&");

/** Each word typed begins a word of the name, or the whole is the beginning of the e-mail or user ID. */
export function matches(typed: string): SQL | undefined {
  const name = sql`translate(${users.nameKey}, ${accented}, ${plain})`;
  const whole = `${literal(typed.trim().toLowerCase())}%`;
  const words = nameKey(typed)
    .split(/[\s-]+/)
    .filter(Boolean)
    .slice(0, 5);
  const inName = words.map(
    (word) => sql`(${name} LIKE ${`${literal(word)}%`} OR ${name} LIKE ${`% ${literal(word)}%`}
      OR ${name} LIKE ${`%-${literal(word)}%`})`,
  );
  return or(
    inName.length > 0 ? and(...inName) : undefined,
    sql`${users.emailKey} LIKE ${whole}`,
    sql`${loginNames.loginKey} LIKE ${whole}`,
  );
}

type Bound = { after?: DirectoryCursor; before?: DirectoryCursor };

/** Rows of the directory beyond a bound, counted from it: those before it come in the opposite order. */
function directoryRows(scope: Scope, q: string, limit: number, { after, before }: Bound) {
  const typed = q.slice(0, 200);
  const place = sql`(${inNameOrder(users.nameKey)}, ${users.id})`;
  const by = before ? desc : asc;
  return scope.tx
    .select({
      id: users.id,
      name: users.displayName,
      email: users.email,
      login: loginNames.loginKey,
      avatarVersion: users.avatarVersion,
      nameKey: users.nameKey,
    })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .where(
      and(
        mine(scope, users.tenantId),
        isNull(users.deletedAt),
        isNull(users.disabledAt),
        typed.trim() ? matches(typed) : undefined,
        before ? sql`${place} < (${before.nameKey}, ${before.id}::uuid)` : undefined,
        after ? sql`${place} > (${after.nameKey}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(by(inNameOrder(users.nameKey)), by(users.id))
    .limit(limit);
}

type DirectoryRow = Awaited<ReturnType<typeof directoryRows>>[number];

const person = ({ nameKey: _, ...shown }: DirectoryRow): DirectoryUser => shown;
const cursorOf = (row: DirectoryRow | undefined): DirectoryCursor | undefined =>
  row && { nameKey: row.nameKey ?? "", id: row.id };

/** People of the account whom one can invite, in the order of their names; one page after a cursor. */
export async function searchUsers(
  scope: Scope,
  q: string,
  limit: number,
  after?: DirectoryCursor,
): Promise<{ users: DirectoryUser[]; next: DirectoryCursor | null }> {
  const rows = await directoryRows(scope, q, limit + 1, { after });
  const page = rows.slice(0, limit);
  return {
    users: page.map(person),
    next: (rows.length > limit && cursorOf(page.at(-1))) || null,
  };
}

export type DirectoryPage = { people: DirectoryUser[]; before?: DirectoryCursor; after?: DirectoryCursor };

/** One page of the address book that the administrators keep: people, and where the pages around it begin (A04). */
export async function listDirectory(
  scope: Scope<UserActor>,
  { q = "", limit, ...bound }: Bound & { q?: string; limit: number },
): Promise<DirectoryPage> {
  const rows = await directoryRows(scope, q, limit + 1, bound);
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (bound.before) shown.reverse();
  return {
    people: shown.map(person),
    before: (bound.before ? more : bound.after) ? cursorOf(shown[0]) : undefined,
    after: bound.before || more ? cursorOf(shown.at(-1)) : undefined,
  };
}

/** Names of those who keep the account: its host first, then its administrators. */
export async function listAdministrators(scope: Scope, limit: number): Promise<string[]> {
  const rows = await scope.tx
    .select({ name: users.displayName })
    .from(users)
    .where(
      and(
        mine(scope, users.tenantId),
        isNull(users.deletedAt),
        isNull(users.disabledAt),
        or(eq(users.accountRole, "host"), sql`${users.administratorSince} IS NOT NULL`),
      ),
    )
    .orderBy(sql`${users.accountRole} = 'host' DESC`, asc(users.administratorSince), asc(users.id))
    .limit(limit);
  return rows.map((row) => row.name);
}

/** The time zone that the actor chose, if any, and the account's, which holds otherwise. */
export async function getOwnTimeZone(
  scope: Scope<UserActor>,
): Promise<{ own: string | null; account: string }> {
  const [row] = await scope.tx
    .select({ own: users.timeZone, account: accounts.timeZone })
    .from(users)
    .innerJoin(accounts, eq(accounts.id, users.tenantId))
    .where(and(mine(scope, users.tenantId), eq(users.id, scope.actor.userId)));
  if (!row) throw notFound();
  return row;
}

export type AccountUser = Omit<DirectoryUser, "avatarVersion"> & {
  accountRole: "host" | "collaborator" | "member";
  isAdministrator: boolean;
  isDisabled: boolean;
  rights: RightCode[];
  licence: { term: "permanent" | "temporary"; expiresAt: Date | null } | null;
};

/** One person of the account, with rights and licence; null when there is none. */
export async function findUser(scope: Scope, userId: string): Promise<AccountUser | null> {
  const [row] = await scope.tx
    .select({
      id: users.id,
      name: users.displayName,
      email: users.email,
      login: loginNames.loginKey,
      accountRole: users.accountRole,
      isAdministrator: sql<boolean>`${users.administratorSince} IS NOT NULL`,
      isDisabled: sql<boolean>`${users.disabledAt} IS NOT NULL`,
      term: licences.term,
      expiresAt: licences.expiresAt,
    })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .leftJoin(licences, and(eq(licences.tenantId, users.tenantId), eq(licences.userId, users.id)))
    .where(and(mine(scope, users.tenantId), eq(users.id, userId), isNull(users.deletedAt)));
  if (!row) return null;
  const granted = await scope.tx
    .select({ code: userRights.rightCode })
    .from(userRights)
    .where(and(mine(scope, userRights.tenantId), eq(userRights.userId, userId)));
  const { term, expiresAt, ...user } = row;
  return {
    ...user,
    rights: granted.map((right) => right.code),
    licence: term ? { term, expiresAt } : null,
  };
}

export async function getUser(scope: Scope, userId: string): Promise<AccountUser> {
  const user = await findUser(scope, userId);
  if (!user) throw notFound();
  return user;
}

export type AccountFacts = { name: string; timeZone: string; parallelEvents: number; users: number };

/** The account that the scope is in. */
export async function getAccount(scope: Scope): Promise<AccountFacts> {
  const [row] = await scope.tx
    .select({
      name: accounts.name,
      timeZone: accounts.timeZone,
      parallelEvents: accounts.parallelEvents,
      users: sql<number>`(SELECT count(*)::int FROM users u WHERE u.tenant_id = accounts.id AND u.deleted_at IS NULL)`,
    })
    .from(accounts)
    .where(mine(scope, accounts.id));
  if (!row) throw notFound();
  return row;
}

/** Whether a link for the first administrator can still be used. Looking does not use it up. */
export async function isSetUpOpen(token: string): Promise<boolean> {
  return pool().db.transaction(
    async (tx) => {
      await enter(tx, "foyer_control", {});
      const rows = await tx.execute(sql`SELECT 1 FROM one_time_tokens WHERE token_hash = ${sha256(token)}
        AND purpose = 'first_administrator' AND used_at IS NULL AND expires_at > app_now()
        AND NOT EXISTS (SELECT 1 FROM accounts)`);
      return rows.length > 0;
    },
    { accessMode: "read only" },
  );
}
