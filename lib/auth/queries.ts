import "server-only";
import { sql } from "drizzle-orm";
import * as z from "zod";
import { pool } from "@/db/client";
import type { Reach } from "@/lib/server/command";
import { sign, verify } from "@/lib/server/crypto";
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

const blockedState = z.strictObject({ login: z.string().max(200), until: z.iso.datetime() });
export type BlockedState = z.infer<typeof blockedState>;

/** Where a blocked user ID is told so. Signed, so that nobody can be shown a block that does not exist. */
export function blockedPath(state: BlockedState, next: string): string {
  return `/sign-in?${new URLSearchParams({ blocked: sign("browser", state), next })}`;
}

export function readBlocked(signed: unknown): BlockedState | null {
  const parsed = blockedState.safeParse(verify("browser", typeof signed === "string" ? signed : undefined));
  return parsed.success ? parsed.data : null;
}
