import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { loginNames, users } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { notFound } from "@/lib/errors";
import { attemptKey } from "@/lib/server/attempts";
import type { Reach } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";
import { loginKey, loginPattern } from "./rules";

const nowhere = "00000000-0000-0000-0000-000000000000";

export type Login = { tenantId: string; userId: string; secret: string | null };

/** No statement is spared for a name that nobody has: the time of the answer must not tell. */
const doorName = (typed: string) => (loginPattern.test(loginKey(typed)) ? loginKey(typed) : "");

/** The user behind a typed user ID, with the stored password; null for unknown and disabled users alike. */
export async function findLogin(typed: string): Promise<Login | null> {
  return pool().db.transaction(
    async (tx) => {
      const [user] = await tx.execute<{ tenant_id: string; user_id: string }>(
        sql`SELECT tenant_id, user_id FROM door_login(${doorName(typed)})`,
      );
      const tenantId = user?.tenant_id ?? nowhere;
      const userId = user?.user_id ?? nowhere;
      await tx.execute(sql`SELECT set_config('app.tenant', ${tenantId}, true)`);
      const [row] = await tx.execute<{ secret: string }>(sql`SELECT secret FROM user_secrets
        WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND kind = 'password'`);
      return user ? { tenantId, userId, secret: row?.secret ?? null } : null;
    },
    { accessMode: "read only" },
  );
}

/** The account in which a typed user ID signs in. */
export async function reachOfLogin(typed: string): Promise<Reach | null> {
  const [user] = await pool().db.execute<{ tenant_id: string }>(
    sql`SELECT tenant_id FROM door_login(${doorName(typed)})`,
  );
  return user ? { tenantId: user.tenant_id } : null;
}

/** The database's clock, which every lock and session is measured by. */
export async function databaseNow(): Promise<Date> {
  const [row] = await pool().db.execute<{ now: string }>(sql`SELECT app_now() AS now`);
  return new Date(row?.now ?? Date.now());
}

export type LockedPerson = { userId: string; name: string; login: string; until: Date };

/** The people of the account who cannot sign in at the moment, those who wait longest last. */
export async function listLocked(scope: Scope): Promise<LockedPerson[]> {
  if (canAdminister(scope.actor) !== true) throw notFound();
  const people = await scope.tx
    .select({ userId: users.id, name: users.displayName, login: loginNames.loginKey })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .where(and(mine(scope, users.tenantId), isNull(users.deletedAt)))
    .orderBy(asc(inNameOrder(users.nameKey)));
  // Counters know no names, only what their keys would be.
  const byKey = new Map(people.map((one) => [attemptKey("sign_in", one.login).toString("hex"), one]));
  const locks = await scope.tx.execute<{ key: string; until: string }>(sql`
    SELECT encode(key, 'hex') AS key, locked_until AS until FROM attempt_counters
    WHERE purpose = 'sign_in' AND locked_until > app_now()
      AND encode(key, 'hex') = ANY (string_to_array(${[...byKey.keys()].join(",")}, ','))
    ORDER BY locked_until`);
  return locks.flatMap(({ key, until }) => {
    const one = byKey.get(key);
    return one ? [{ ...one, until: new Date(until) }] : [];
  });
}
