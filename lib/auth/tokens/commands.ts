import "server-only";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { userTokens } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { uuidv7 } from "@/lib/ids";
import { mine, type Scope } from "@/lib/server/scope";
import { tokenHash, tokenOf } from "./queries";
import { type TokenPurpose, tokenHours } from "./rules";

type NewToken = {
  userId: string;
  purpose: TokenPurpose;
  payload?: Record<string, unknown>;
  /** Of work that may be done twice: the second time makes no second link. */
  id?: string;
};

/**
 * Makes a link for one person and one purpose; an older one of the same purpose works no more. The caller mails it: the
 * outbox is given the id, and `tokenOf` makes the link when the mail is written.
 */
export async function issueToken(
  scope: Scope,
  { userId, purpose, payload = {}, id = uuidv7() }: NewToken,
): Promise<string> {
  const { tx, tenantId } = scope;
  await tx.delete(userTokens).where(and(openOf(scope, userId, purpose), ne(userTokens.id, id)));
  await tx
    .insert(userTokens)
    .values({
      tenantId,
      id,
      userId,
      purpose,
      tokenHash: tokenHash(tokenOf(tenantId, id)),
      payload,
      expiresAt: sql`app_now() + make_interval(hours => ${tokenHours[purpose]})`,
    })
    .onConflictDoNothing({ target: [userTokens.tenantId, userTokens.id] });
  return id;
}

/** After it did its work; `payload` says what has to be known about it later. */
export async function useUpToken(scope: Scope, id: string, payload?: Record<string, unknown>): Promise<void> {
  await scope.tx
    .update(userTokens)
    .set(payload ? { usedAt: now, payload } : { usedAt: now })
    .where(and(mine(scope, userTokens.tenantId), eq(userTokens.id, id)));
}

/** Links that were not used yet work no more. */
export async function dropTokens(scope: Scope, userId: string, purpose: TokenPurpose): Promise<boolean> {
  const gone = await scope.tx
    .delete(userTokens)
    .where(openOf(scope, userId, purpose))
    .returning({ id: userTokens.id });
  return gone.length > 0;
}

const openOf = (scope: Scope, userId: string, purpose: TokenPurpose) =>
  and(
    mine(scope, userTokens.tenantId),
    eq(userTokens.userId, userId),
    eq(userTokens.purpose, purpose),
    isNull(userTokens.usedAt),
  );
