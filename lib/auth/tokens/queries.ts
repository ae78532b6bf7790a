import "server-only";
import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { users, userTokens } from "@/db/schema";
import { systemActor } from "@/lib/server/actor";
import { hmac, sha256 } from "@/lib/server/crypto";
import { mine, type Scope, withSystem } from "@/lib/server/scope";
import { isToken, type TokenPurpose } from "./rules";

/**
 * The token of a link by mail: an HMAC over its row, so that a mail that waits can be written when it is sent and holds
 * nothing that the database could give away. Kept is only what it hashes to.
 */
export const tokenOf = (tenantId: string, id: string) =>
  hmac("link", `token:${tenantId}.${id}`).toString("base64url");

export const tokenHash = (token: string) => sha256(token);

/** The account in which a link still works, before any account is known; null for every other one. */
export async function reachOfToken(token: string): Promise<{ tenantId: string } | null> {
  if (!isToken(token)) return null;
  const [row] = await pool().db.execute<{ tenant_id: string }>(
    sql`SELECT tenant_id FROM door_token(${tokenHash(token)})`,
  );
  return row ? { tenantId: row.tenant_id } : null;
}

/** What a link leads to: its row and its person. */
export type OpenToken = {
  id: string;
  userId: string;
  purpose: TokenPurpose;
  payload: Record<string, unknown>;
  name: string;
  email: string | null;
};

const columns = {
  id: userTokens.id,
  userId: userTokens.userId,
  purpose: userTokens.purpose,
  payload: userTokens.payload,
  name: users.displayName,
  email: users.email,
};

const open = (scope: Scope, purposes: readonly TokenPurpose[]) =>
  and(
    mine(scope, userTokens.tenantId),
    inArray(userTokens.purpose, [...purposes]),
    isNull(userTokens.usedAt),
    gt(userTokens.expiresAt, sql`app_now()`),
    isNull(users.disabledAt),
    isNull(users.deletedAt),
  );

const person = and(eq(users.tenantId, userTokens.tenantId), eq(users.id, userTokens.userId));

/** The link while it works. Looking does not use it up. */
export async function findToken(
  scope: Scope,
  token: string,
  purposes: readonly TokenPurpose[],
): Promise<OpenToken | null> {
  const [row] = await scope.tx
    .select(columns)
    .from(userTokens)
    .innerJoin(users, person)
    .where(and(open(scope, purposes), eq(userTokens.tokenHash, tokenHash(token))));
  return row ?? null;
}

/** The same for whoever is going to use it: held until the commit, so that it works once. */
export async function lockToken(
  scope: Scope,
  token: string,
  purposes: readonly TokenPurpose[],
): Promise<OpenToken | null> {
  const [row] = await scope.tx
    .select(columns)
    .from(userTokens)
    .innerJoin(users, person)
    .where(and(open(scope, purposes), eq(userTokens.tokenHash, tokenHash(token))))
    .for("update", { of: userTokens });
  return row ?? null;
}

/** The link of one purpose that a person has not used yet. */
export async function findTokenOf(
  scope: Scope,
  userId: string,
  purpose: TokenPurpose,
): Promise<OpenToken | null> {
  const [row] = await scope.tx
    .select(columns)
    .from(userTokens)
    .innerJoin(users, person)
    .where(and(open(scope, [purpose]), eq(userTokens.userId, userId)));
  return row ?? null;
}

/** The link as its page sees it, before any account is known; null when it does not work (any more). */
export async function openToken(token: string, purposes: readonly TokenPurpose[]): Promise<OpenToken | null> {
  const reach = await reachOfToken(token);
  return (
    reach &&
    withSystem(systemActor("link by mail"), reach.tenantId, (scope) => findToken(scope, token, purposes))
  );
}
