import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { accounts, loginNames, users } from "@/db/schema";
import { mine, type Scope } from "@/lib/server/scope";
import { findGranter, getServerSettings } from "@/lib/settings/queries";
import type { SelfService } from "./policy";

/** What the actor may change about themselves, and who changes the rest. */
export async function getSelfService(scope: Scope): Promise<SelfService> {
  const { selfService } = await getServerSettings(scope.tx);
  return { allowed: selfService, administrator: await findGranter(scope) };
}

export type Addressed = { tenantId: string; userId: string };

/** Whom a typed user ID or address means, in every account; before any account is known, ids only. */
export async function findAddressed(typed: string): Promise<Addressed[]> {
  const who = typed.trim();
  const rows = await pool().db.execute<{ tenant_id: string; user_id: string }>(
    who.includes("@") ? sql`SELECT * FROM door_email(${who})` : sql`SELECT * FROM door_login(${who})`,
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, userId: row.user_id }));
}

export type NamedUser = { userId: string; login: string; organisation: string; email: string | null };

/** How a person signs in, for a mail that says so. */
export async function findNamedUser(scope: Scope, userId: string): Promise<NamedUser | null> {
  const [row] = await scope.tx
    .select({
      userId: users.id,
      login: loginNames.loginKey,
      organisation: accounts.name,
      email: users.email,
    })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .innerJoin(accounts, eq(accounts.id, users.tenantId))
    .where(and(mine(scope, users.tenantId), eq(users.id, userId)));
  return row ?? null;
}
