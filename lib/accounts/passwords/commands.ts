import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { loginNames, userSecrets, users } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { endSessions, verifyOwnPassword } from "@/lib/auth/commands";
import { endOtherSessions } from "@/lib/auth/sessions/commands";
import { dropTokens, issueToken, useUpToken } from "@/lib/auth/tokens/commands";
import { lockToken, reachOfToken } from "@/lib/auth/tokens/queries";
import { AppError } from "@/lib/errors";
import { attemptKey, clearAttempts } from "@/lib/server/attempts";
import { anyone, type CommandContext, command } from "@/lib/server/command";
import { hmac } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { mine, type Scope } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { passwordProblem } from "../rules";
import { canChangeOwn } from "./policy";
import { getSelfService } from "./queries";
import { changePasswordInput, issueResetInput, requestResetInput, resetPasswordInput } from "./schema";

/** Words that a password of this person must not be made of. */
async function wordsOf(scope: Scope, userId: string) {
  const [row] = await scope.tx
    .select({ name: users.displayName, email: users.email, login: loginNames.loginKey })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .where(and(mine(scope, users.tenantId), eq(users.id, userId), isNull(users.deletedAt)));
  return row ?? null;
}

function refuseBad(password: string, words: readonly (string | null)[]): void {
  const problem = passwordProblem(password, words);
  if (problem) throw new AppError("invalid", undefined, { password: { code: problem } });
}

/** The person is told by mail, who may be another one than whoever did it (ASVS 6.3.7). */
async function told(context: CommandContext, userId: string): Promise<void> {
  const [row] = await context.tx
    .select({ epoch: users.sessionEpoch })
    .from(users)
    .where(and(mine(context.scope, users.tenantId), eq(users.id, userId)));
  context.enqueue({ kind: "mail.password_changed", entityId: userId, version: row?.epoch });
}

/** With the old one; every other session ends (G10, G12). */
export const changePassword = command({
  name: "accounts.changePassword",
  input: changePasswordInput,
  limits: [{ by: "actor", max: 30, seconds: 60 }],
  prepare: async ({ current, password }, actor) => {
    if (actor.kind !== "user" || !(await getServerSettings()).selfService.password) return null;
    refuseBad(password, [actor.name, actor.loginName, actor.email]);
    const own = await verifyOwnPassword(actor, current);
    if (current.normalize("NFC") === password.normalize("NFC")) {
      throw new AppError("invalid", undefined, { password: { code: "password_same" } });
    }
    return { ...own, next: await hashPassword(password) };
  },
  subject: getSelfService,
  can: (actor, subject) => canChangeOwn("password", actor, subject),
  run: async (context, _input, _subject, prepared) => {
    const { tx, scope, actor } = context;
    if (actor.kind !== "user" || !prepared) throw new AppError("signed_out");
    await clearAttempts(tx, prepared.key);
    const saved = await tx
      .update(userSecrets)
      .set({ secret: prepared.next, changedAt: now })
      .where(
        and(
          mine(scope, userSecrets.tenantId),
          eq(userSecrets.userId, actor.userId),
          eq(userSecrets.kind, "password"),
          eq(userSecrets.secret, prepared.secret),
        ),
      )
      .returning({ kind: userSecrets.kind });
    if (saved.length === 0) throw new AppError("conflict");
    await dropTokens(scope, actor.userId, "reset_password");
    const ended = await endOtherSessions(context, actor.userId, actor.sessionHash);
    await told(context, actor.userId);
    context.audit({ targetId: actor.userId, diff: { ended } });
    return { ended };
  },
});

/** A request belongs to no account until it is known whom it means. */
const nowhere = "00000000-0000-0000-0000-000000000000";

/** Counted by what was typed without keeping it. */
const typedKey = (who: string) => hmac("attempt", `reset:${who.trim().toLowerCase()}`).toString("base64url");

/**
 * "I forgot my password". The same single row whoever it means, so that neither answer nor time tell who exists; who it
 * means is looked up afterwards, where nobody waits.
 */
export const requestReset = command({
  name: "accounts.requestReset",
  input: requestResetInput,
  limits: [
    { by: "address", max: 10, seconds: 60 },
    { by: "address", max: 60, seconds: 3600 },
    { by: ({ who }) => typedKey(who), max: 3, seconds: 3600 },
  ],
  can: anyone,
  audited: false,
  reach: async () => ({ tenantId: nowhere }),
  subject: async () => ({}),
  run: async ({ enqueue }, { who }) => {
    enqueue({ kind: "accounts.reset", entityId: crypto.randomUUID(), payload: { who } });
    return {};
  },
});

/** Makes the link for one person, and the mail unless another account's names it already. The server itself. */
export const issueReset = command({
  name: "accounts.issueReset",
  input: issueResetInput,
  reach: async ({ tenantId }) => ({ tenantId }),
  subject: async (scope, { userId }) => {
    const [user] = await scope.tx
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(
        and(
          mine(scope, users.tenantId),
          eq(users.id, userId),
          isNull(users.deletedAt),
          isNull(users.disabledAt),
        ),
      )
      .for("update");
    return user ?? null;
  },
  can: (actor) => (actor.kind === "system" ? true : { reason: "forbidden" }),
  run: async ({ scope, enqueue, audit }, { id, names }, user) => {
    audit({ targetId: user.id, diff: { mailed: user.email !== null } });
    // Without an address the administrators are the way.
    if (user.email === null) return {};
    const payload = names ? { names } : {};
    await issueToken(scope, { id, userId: user.id, purpose: "reset_password", payload });
    if (names) enqueue({ kind: "mail.reset_password", entityId: id });
    return {};
  },
});

/** By the mailed link, once: a new password, also the first one. Every session ends. */
export const resetPassword = command({
  name: "accounts.resetPassword",
  input: resetPasswordInput,
  limits: [{ by: "address", max: 20, seconds: 60 }],
  can: anyone,
  reach: ({ token }) => reachOfToken(token),
  prepare: ({ password }) => hashPassword(password),
  subject: (scope, { token }) => lockToken(scope, token, ["reset_password", "activate"]),
  run: async (context, { password }, token, secret) => {
    const { tx, scope, tenantId } = context;
    const words = await wordsOf(scope, token.userId);
    if (!words) throw new AppError("not_found");
    refuseBad(password, [words.name, words.login, words.email]);
    await tx
      .insert(userSecrets)
      .values({ tenantId, userId: token.userId, kind: "password", secret })
      .onConflictDoUpdate({
        target: [userSecrets.tenantId, userSecrets.userId, userSecrets.kind],
        set: { secret, changedAt: sql`app_now()` },
      });
    await useUpToken(scope, token.id);
    await dropTokens(scope, token.userId, "reset_password");
    await endSessions(context, token.userId);
    const { lockout } = await getServerSettings(tx);
    if (lockout.mailEnds) await clearAttempts(tx, attemptKey("sign_in", words.login));
    await clearAttempts(tx, attemptKey("old_password", token.userId));
    if (token.purpose === "reset_password") await told(context, token.userId);
    context.audit({ targetId: token.userId, diff: { by: token.purpose } });
    return { login: words.login };
  },
});
