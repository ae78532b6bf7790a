import "server-only";
import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import * as z from "zod";
import { type Executor, pool } from "@/db/client";
import { accounts, users } from "@/db/schema";
import { sameBytes, sha256, sign, verify } from "@/lib/server/crypto";
import { mine, type Scope } from "@/lib/server/scope";
import { type ServerSettings, serverSettingsSchema } from "./schema";

/** The server's settings; what was never set has its default. Not secret and not of any account, so no scope is asked. */
export async function getServerSettings(
  tx: Executor = pool().db,
): Promise<ServerSettings & { version: number }> {
  const [row] = await tx.execute<{ settings: unknown; version: number }>(
    sql`SELECT settings, version FROM server_settings`,
  );
  return { ...serverSettingsSchema.parse(row?.settings ?? {}), version: row?.version ?? 0 };
}

const guestPass = z.strictObject({ page: z.string() });

/** Bound to the code: another code closes the page again. */
const passOf = (guestPageCode: string) => sha256(guestPageCode).toString("base64url");

/** What a browser keeps that knew the code. */
export const guestPassOf = (guestPageCode: string) => sign("browser", { page: passOf(guestPageCode) });

/** Whether a browser may see the guest page: everybody may, unless the administrator set a code (A13). */
export function isGuestPageOpen(settings: ServerSettings, pass: string | undefined): boolean {
  if (settings.guestPageCode === null) return true;
  const parsed = guestPass.safeParse(verify("browser", pass));
  return (
    parsed.success && sameBytes(Buffer.from(parsed.data.page), Buffer.from(passOf(settings.guestPageCode)))
  );
}

/** Whom to ask for a right: the host, else an administrator of the account, else its name. */
export async function findGranter(scope: Scope): Promise<string> {
  const [person] = await scope.tx
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
    .orderBy(sql`${users.accountRole} = 'host' DESC`, asc(users.administratorSince))
    .limit(1);
  if (person) return person.name;
  const [account] = await scope.tx
    .select({ name: accounts.name })
    .from(accounts)
    .where(mine(scope, accounts.id));
  return account?.name ?? "";
}
