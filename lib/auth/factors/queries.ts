import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { accounts, recoveryCodes, secondFactors } from "@/db/schema";
import type { UserActor } from "@/lib/server/actor";
import { hmac, sign, unseal, verify } from "@/lib/server/crypto";
import { mine, type Scope } from "@/lib/server/scope";
import { keyAddress } from "./rules";

const challenge = z.strictObject({
  step: z.literal(2),
  tenantId: z.uuid(),
  userId: z.uuid(),
  epoch: z.int(),
  until: z.iso.datetime(),
});
export type Challenge = z.output<typeof challenge>;

/** The first step was right: what the browser keeps until the second one. Nothing opens with it. */
export const signChallenge = (state: Omit<Challenge, "step">) => sign("browser", { step: 2, ...state });

export function readChallenge(signed: unknown): Challenge | null {
  const parsed = challenge.safeParse(verify("browser", typeof signed === "string" ? signed : undefined));
  return parsed.success ? parsed.data : null;
}

/**
 * What is kept of a recovery code: bound to its person, so that one row is no help for another, and to the server's key,
 * so that fifty bits cannot be guessed by whoever holds only the database.
 */
export const recoveryHash = (userId: string, key: string) => hmac("factor", `recovery:${userId}:${key}`);

/** Whether signing in needs a second step. */
export async function hasFactor(scope: Scope, userId: string): Promise<boolean> {
  const [row] = await scope.tx
    .select({ userId: secondFactors.userId })
    .from(secondFactors)
    .where(
      and(
        mine(scope, secondFactors.tenantId),
        eq(secondFactors.userId, userId),
        isNotNull(secondFactors.confirmedAt),
      ),
    );
  return row !== undefined;
}

export type Factor = { key: Buffer; lastStep: number; confirmedAt: Date | null };

/** The key of a person, held until the commit: two who use one code at once take turns. */
export async function lockFactor(scope: Scope, userId: string): Promise<Factor | null> {
  const [row] = await scope.tx
    .select({
      keySealed: secondFactors.keySealed,
      lastStep: secondFactors.lastStep,
      confirmedAt: secondFactors.confirmedAt,
    })
    .from(secondFactors)
    .where(and(mine(scope, secondFactors.tenantId), eq(secondFactors.userId, userId)))
    .for("update");
  if (!row) return null;
  const { keySealed, ...rest } = row;
  return { ...rest, key: Buffer.from(unseal("factor", keySealed), "base64") };
}

export type FactorView =
  | { state: "off" }
  /** Waits for the first code; the key is shown until then and never again. */
  | { state: "pending"; address: string; secret: string }
  | { state: "on"; since: Date; codesLeft: number };

/** What the actor's own profile shows. */
export async function getFactorView(scope: Scope<UserActor>): Promise<FactorView> {
  const { userId, loginName } = scope.actor;
  const [row] = await scope.tx
    .select({
      keySealed: secondFactors.keySealed,
      confirmedAt: secondFactors.confirmedAt,
      organisation: accounts.name,
    })
    .from(secondFactors)
    .innerJoin(accounts, eq(accounts.id, secondFactors.tenantId))
    .where(and(mine(scope, secondFactors.tenantId), eq(secondFactors.userId, userId)));
  if (!row) return { state: "off" };
  if (row.confirmedAt) {
    const [codes] = await scope.tx
      .select({ left: sql<number>`count(*)::int` })
      .from(recoveryCodes)
      .where(
        and(
          mine(scope, recoveryCodes.tenantId),
          eq(recoveryCodes.userId, userId),
          isNull(recoveryCodes.usedAt),
        ),
      );
    return { state: "on", since: row.confirmedAt, codesLeft: codes?.left ?? 0 };
  }
  const key = Buffer.from(unseal("factor", row.keySealed), "base64");
  const address = keyAddress(key, { issuer: `Foyer ${row.organisation}`, login: loginName });
  return { state: "pending", address, secret: new URL(address).searchParams.get("secret") ?? "" };
}
