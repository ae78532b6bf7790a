import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { loginNames, userSecrets, userSessions, users } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { AppError } from "@/lib/errors";
import { randomToken } from "@/lib/ids";
import { goOffline } from "@/lib/licences/commands";
import { channels } from "@/lib/realtime/channels";
import type { Actor } from "@/lib/server/actor";
import {
  type AttemptPolicy,
  attemptKey,
  clearAttempts,
  type Lock,
  reserveAttempt,
} from "@/lib/server/attempts";
import { anyone, type CommandContext, command } from "@/lib/server/command";
import { sha256 } from "@/lib/server/crypto";
import { amongStrangers, hashPassword, verifyPassword } from "@/lib/server/passwords";
import { addressPrefix } from "@/lib/server/request";
import { mine, type Scope } from "@/lib/server/scope";
import { sessionHours, sessionIdleHours } from "@/lib/server/session";
import { calmSignInLine } from "@/lib/server/sign-in-line";
import { canAdminister, canAdministerServer } from "@/lib/settings/policy";
import { getServerSettings } from "@/lib/settings/queries";
import { formatDuration } from "@/lib/time/format";
import { hasFactor, signChallenge } from "./factors/queries";
import { findLogin, reachOfLogin } from "./queries";
import { loginKey } from "./rules";
import { emptyInput, localeInput, signInInput, themeInput, unlockInput } from "./schema";

type Verified = { userId: string; key: Buffer; renew: { from: string; to: string } | null };

function lockedError(lock: Lock): AppError {
  const minutes = Math.max(1, Math.ceil(lock.seconds / 60));
  return new AppError("locked", { until: lock.until.toISOString(), duration: formatDuration(minutes) });
}

/**
 * Every way of signing in with a password ends here: reserve the attempt, then compare. Unknown, disabled and real
 * users take the same way and get the same answer.
 */
export async function verifyCredentials(
  login: string,
  password: string,
  policy: AttemptPolicy,
  reserve: typeof reserveAttempt = reserveAttempt,
): Promise<Verified> {
  const key = attemptKey("sign_in", loginKey(login));
  const attempt = await reserve("sign_in", key, policy);
  if (!attempt.open) throw lockedError(attempt.lock);
  const user = await findLogin(login);
  const { valid, outdated } = await verifyPassword(user?.secret ?? null, password);
  if (!valid || !user?.secret) {
    if (attempt.lock) throw lockedError(attempt.lock);
    throw new AppError("wrong_credentials", { left: attempt.left, duration: formatDuration(policy.minutes) });
  }
  const renew = outdated ? { from: user.secret, to: await hashPassword(password) } : null;
  return { userId: user.userId, key, renew };
}

/** What `verifyOwnPassword` found: whoever runs on clears the counter and sees whether the password is still that one. */
export type OwnPassword = { key: Buffer; secret: string };

/**
 * The person's own password once more, before what must not be done by whoever finds an open browser (G12). Tries are
 * counted apart from signing in: who is signed in is not thrown out by them.
 */
export async function verifyOwnPassword(actor: Actor, typed: string): Promise<OwnPassword> {
  if (actor.kind !== "user") throw new AppError("signed_out");
  const { lockout } = await getServerSettings();
  const key = attemptKey("old_password", actor.userId);
  const attempt = await reserveAttempt("old_password", key, lockout);
  const lockedFor = (lock: Lock) =>
    new AppError("old_password_locked", {
      duration: formatDuration(Math.max(1, Math.ceil(lock.seconds / 60))),
    });
  if (!attempt.open) throw lockedFor(attempt.lock);
  const user = await findLogin(actor.loginName);
  const { valid } = await verifyPassword(user?.secret ?? null, typed);
  if (valid && user?.secret) return { key, secret: user.secret };
  if (attempt.lock) throw lockedFor(attempt.lock);
  const params = { left: attempt.left, duration: formatDuration(lockout.minutes) };
  throw new AppError("invalid", undefined, { current: { code: "wrong_old_password", params } });
}

/** A new session of a person who has shown everything that is asked; gives the id for the cookie. */
export async function openSession(
  { tx, tenantId, actor }: CommandContext,
  userId: string,
  epoch: number,
): Promise<string> {
  const sid = randomToken(32);
  await tx.insert(userSessions).values({
    idHash: sha256(sid),
    tenantId,
    userId,
    epoch,
    idleExpiresAt: sql`app_now() + make_interval(hours => ${sessionIdleHours})`,
    absoluteExpiresAt: sql`app_now() + make_interval(hours => ${sessionHours})`,
    ip: actor.request.address,
    userAgent: actor.request.userAgent ?? null,
  });
  calmSignInLine(actor.request.address);
  return sid;
}

/** The password was right and is not enough. The try stays counted until the code is right, too. */
async function secondStep({ tx, tenantId }: Scope, userId: string, epoch: number): Promise<AppError> {
  const [row] = await tx.execute<{ until: string }>(sql`SELECT app_now() + interval '5 minutes' AS until`);
  const until = new Date(row?.until ?? 0).toISOString();
  return new AppError("second_factor_needed", {
    challenge: signChallenge({ tenantId, userId, epoch, until }),
  });
}

export const signIn = command({
  name: "auth.signIn",
  input: signInInput,
  limits: [
    { by: "address", max: 30, seconds: 60 },
    // Whoever has one address of a network often has them all.
    { by: (_input, { request }) => addressPrefix(request.address), max: 300, seconds: 60 },
  ],
  can: anyone,
  prepare: ({ login, password }) =>
    amongStrangers(async () => verifyCredentials(login, password, (await getServerSettings()).lockout)),
  reach: ({ login }) => reachOfLogin(login),
  subject: async (scope, _input, { userId }) => {
    const [user] = await scope.tx
      .select({ epoch: users.sessionEpoch })
      .from(users)
      .where(
        and(
          mine(scope, users.tenantId),
          eq(users.id, userId),
          isNull(users.disabledAt),
          isNull(users.deletedAt),
        ),
      )
      .for("share");
    return user ?? null;
  },
  run: async (context, _input, { epoch }, { userId, key, renew }) => {
    const { tx, audit, scope } = context;
    if (await hasFactor(scope, userId)) throw await secondStep(scope, userId, epoch);
    await clearAttempts(tx, key);
    if (renew) {
      // Unless it was changed in the meantime.
      await tx
        .update(userSecrets)
        .set({ secret: renew.to })
        .where(
          and(
            mine(scope, userSecrets.tenantId),
            eq(userSecrets.userId, userId),
            eq(userSecrets.secret, renew.from),
          ),
        );
    }
    const sid = await openSession(context, userId, epoch);
    audit({ targetId: userId });
    return { userId, sid };
  },
});

/** The person's own session and profile: the actor says whose, never the input. */
const self = async (scope: Scope) => (scope.actor.kind === "user" ? scope.actor : null);

export const signOut = command({
  name: "auth.signOut",
  input: emptyInput,
  subject: self,
  can: () => true,
  run: async ({ tx, scope, audit, disconnect }, _input, me) => {
    await tx
      .update(userSessions)
      .set({ revokedAt: now })
      .where(and(mine(scope, userSessions.tenantId), eq(userSessions.idHash, me.sessionHash)));
    await goOffline(scope, me.userId);
    // The service knows users, not sessions: other devices come back within seconds.
    disconnect(me.userId);
    audit({ targetId: me.userId });
    return {};
  },
});

/** Ends every session of a user at once, and what is open: the epoch decides, the rows say since when. */
export async function endSessions(context: CommandContext, userId: string): Promise<void> {
  const { tx, scope, publish, disconnect } = context;
  await tx
    .update(users)
    .set({ sessionEpoch: sql`${users.sessionEpoch} + 1` })
    .where(and(mine(scope, users.tenantId), eq(users.id, userId)));
  await tx
    .update(userSessions)
    .set({ revokedAt: now })
    .where(
      and(
        mine(scope, userSessions.tenantId),
        eq(userSessions.userId, userId),
        isNull(userSessions.revokedAt),
      ),
    );
  await goOffline(scope, userId);
  publish(channels.user(userId), "session.ended", {});
  disconnect(userId);
  await renameRooms(context, userId);
}

/** The end of the user's connections misses one that never said whose it is, so the rooms where the user is go on elsewhere. */
async function renameRooms({ tx, tenantId, publish, enqueue }: CommandContext, userId: string) {
  const rooms = await tx.execute<{ id: string; epoch: number }>(sql`
    UPDATE conferences c SET channel_epoch = c.channel_epoch + 1
    WHERE c.tenant_id = ${tenantId} AND c.id IN (SELECT d.conference_id FROM device_leases d
      JOIN participants p ON p.tenant_id = d.tenant_id AND p.id = d.participant_id
      WHERE d.tenant_id = ${tenantId} AND d.left_at IS NULL AND p.user_id = ${userId})
    RETURNING c.id, c.channel_epoch AS epoch`);
  for (const { id, epoch } of rooms) {
    publish(channels.meeting(id, epoch - 1), "channel.renamed", {});
    enqueue({ kind: "live.people", entityId: id, recipient: userId, version: epoch });
  }
}

export const signOutEverywhere = command({
  name: "auth.signOutEverywhere",
  input: emptyInput,
  subject: self,
  can: () => true,
  run: async (context, _input, me) => {
    await endSessions(context, me.userId);
    context.audit({ targetId: me.userId });
    return {};
  },
});

export const setTheme = command({
  name: "auth.setTheme",
  input: themeInput,
  subject: self,
  can: () => true,
  run: async ({ tx, scope, audit }, { theme }, me) => {
    await tx
      .update(users)
      .set({ theme: theme === "system" ? null : theme })
      .where(and(mine(scope, users.tenantId), eq(users.id, me.userId)));
    audit({ targetId: me.userId, diff: { theme } });
    return {};
  },
});

export const setLocale = command({
  name: "auth.setLocale",
  input: localeInput,
  subject: self,
  can: () => true,
  run: async ({ tx, scope, audit }, { locale }, me) => {
    await tx
      .update(users)
      .set({ locale })
      .where(and(mine(scope, users.tenantId), eq(users.id, me.userId)));
    audit({ targetId: me.userId, diff: { locale } });
    return {};
  },
});

/**
 * Ends a block before its time (B10). Administrators of an account reach its people; those of the server reach every
 * user ID, also one that nobody has. The next failure is the first again.
 */
export const unlock = command({
  name: "auth.unlock",
  input: unlockInput,
  subject: async (scope, { login }) => {
    const [user] = await scope.tx
      .select({ userId: loginNames.userId })
      .from(loginNames)
      .where(and(mine(scope, loginNames.tenantId), eq(loginNames.loginKey, loginKey(login))));
    if (user) return user;
    return canAdministerServer(scope.actor) === true ? { userId: undefined } : null;
  },
  can: canAdminister,
  run: async ({ tx, audit }, { login }, { userId }) => {
    const wasLocked = await clearAttempts(tx, attemptKey("sign_in", loginKey(login)));
    audit({ targetId: userId, diff: { wasLocked } });
    return { wasLocked };
  },
});
