import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { users } from "@/db/schema";
import { verifyOwnPassword } from "@/lib/auth/commands";
import { emptyInput } from "@/lib/auth/schema";
import { endOtherSessions } from "@/lib/auth/sessions/commands";
import { dropTokens, issueToken, useUpToken } from "@/lib/auth/tokens/commands";
import { lockToken, reachOfToken } from "@/lib/auth/tokens/queries";
import { AppError } from "@/lib/errors";
import { clearAttempts } from "@/lib/server/attempts";
import { anyone, command } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { canChangeOwn } from "../passwords/policy";
import { getSelfService } from "../passwords/queries";
import { changeEmailInput, confirmEmailInput } from "./schema";

async function isTaken(scope: Scope, email: string, userId: string): Promise<boolean> {
  const [row] = await scope.tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        mine(scope, users.tenantId),
        eq(users.emailKey, email.toLowerCase()),
        ne(users.id, userId),
        isNull(users.deletedAt),
      ),
    );
  return row !== undefined;
}

/** The new address counts once its owner has opened the link that goes there (G09, G12). */
export const changeEmail = command({
  name: "accounts.changeEmail",
  input: changeEmailInput,
  limits: [
    { by: "actor", max: 30, seconds: 60 },
    // Each is a mail to an address that somebody typed.
    { by: "actor", max: 10, seconds: 3600 },
  ],
  prepare: async ({ current }, actor) =>
    (await getServerSettings()).selfService.email && actor.kind === "user"
      ? verifyOwnPassword(actor, current)
      : null,
  subject: getSelfService,
  can: (actor, subject) => canChangeOwn("email", actor, subject),
  run: async ({ tx, scope, actor, enqueue, audit }, { email }, _subject, own) => {
    if (actor.kind !== "user" || !own) throw new AppError("signed_out");
    await clearAttempts(tx, own.key);
    const problem = email.toLowerCase() === actor.email?.toLowerCase() ? "email_same" : undefined;
    const code = problem ?? ((await isTaken(scope, email, actor.userId)) ? "email_taken" : undefined);
    if (code) throw new AppError("invalid", undefined, { email: { code } });
    // Two who ask at once take turns, so that one link is left.
    await tx
      .select({ id: users.id })
      .from(users)
      .where(and(mine(scope, users.tenantId), eq(users.id, actor.userId)))
      .for("update");
    const id = await issueToken(scope, {
      userId: actor.userId,
      purpose: "confirm_email",
      payload: { email },
    });
    enqueue({ kind: "mail.confirm_email", entityId: id });
    audit({ targetId: actor.userId, diff: { fields: ["email"] } });
    return { email };
  },
});

/** The address stays as it was, and the link that was sent works no more. */
export const cancelEmail = command({
  name: "accounts.cancelEmail",
  input: emptyInput,
  subject: async ({ actor }) => (actor.kind === "user" ? actor : null),
  can: () => true,
  run: async ({ scope, audit }, _input, me) => {
    const cancelled = await dropTokens(scope, me.userId, "confirm_email");
    audit({ targetId: me.userId, diff: { cancelled } });
    return { cancelled };
  },
});

/** Whoever holds the link reads the mails of the address. The old one is told, and other sessions end. */
export const confirmEmail = command({
  name: "accounts.confirmEmail",
  input: confirmEmailInput,
  limits: [{ by: "address", max: 20, seconds: 60 }],
  can: anyone,
  reach: ({ token }) => reachOfToken(token),
  subject: (scope, { token }) => lockToken(scope, token, ["confirm_email"]),
  run: async (context, _input, token) => {
    const { tx, scope, actor } = context;
    const { userId, payload, email: from } = token;
    const email = String(payload.email);
    if (await isTaken(scope, email, userId)) throw new AppError("email_taken");
    await tx
      .update(users)
      .set({ email })
      .where(and(mine(scope, users.tenantId), eq(users.id, userId)));
    await useUpToken(scope, token.id, { email, from });
    await dropTokens(scope, userId, "reset_password");
    const isHere = actor.kind === "user" && actor.userId === userId;
    await endOtherSessions(context, userId, isHere ? actor.sessionHash : null);
    if (from) context.enqueue({ kind: "mail.email_changed", entityId: token.id });
    context.audit({ targetId: userId, diff: { fields: ["email"] } });
    return { isHere };
  },
});
