import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { loginNames, recoveryCodes, secondFactors, users } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { AppError } from "@/lib/errors";
import { newConferenceId } from "@/lib/ids";
import type { Actor } from "@/lib/server/actor";
import { attemptKey, clearAttempts, reserveAttempt } from "@/lib/server/attempts";
import { anyone, type CommandContext, command } from "@/lib/server/command";
import { seal } from "@/lib/server/crypto";
import { mine, type Scope } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { formatDuration } from "@/lib/time/format";
import { openSession, verifyOwnPassword } from "../commands";
import { type Factor, lockFactor, readChallenge, recoveryHash } from "./queries";
import { RECOVERY_CODES, recoveryCodeText, recoveryKey, stepOfCode, totpKey } from "./rules";
import { confirmFactorInput, enterCodeInput, ownPasswordInput } from "./schema";

const self = async ({ actor }: Scope) => (actor.kind === "user" ? actor : null);

/** Every step that changes how one signs in asks for the password. */
const guarded = {
  input: ownPasswordInput,
  prepare: ({ current }: { current: string }, actor: Actor) => verifyOwnPassword(actor, current),
  subject: self,
  can: (): true => true,
};

const paced = { by: "actor", max: 30, seconds: 60 } as const;

const ownFactor = (scope: Scope, userId: string) =>
  and(mine(scope, secondFactors.tenantId), eq(secondFactors.userId, userId));

/** A new key, which counts once a code of it was typed. One that is in use already stays as it is. */
export const startFactor = command({
  ...guarded,
  limits: [paced],
  name: "auth.startFactor",
  run: async ({ tx, scope, tenantId, audit }, _input, me, own) => {
    await clearAttempts(tx, own.key);
    const keySealed = seal("factor", randomBytes(20).toString("base64"));
    const [row] = await tx
      .insert(secondFactors)
      .values({ tenantId, userId: me.userId, keySealed })
      .onConflictDoUpdate({
        target: [secondFactors.tenantId, secondFactors.userId],
        set: { keySealed, createdAt: now, lastStep: 0 },
        setWhere: and(isNull(secondFactors.confirmedAt), mine(scope, secondFactors.tenantId)),
      })
      .returning({ userId: secondFactors.userId });
    if (!row) throw new AppError("second_factor_is_on");
    audit({ targetId: me.userId });
    return {};
  },
});

async function writeCodes(scope: Scope, userId: string): Promise<string[]> {
  const { tx, tenantId } = scope;
  await tx
    .delete(recoveryCodes)
    .where(and(mine(scope, recoveryCodes.tenantId), eq(recoveryCodes.userId, userId)));
  const codes = Array.from({ length: RECOVERY_CODES }, () => newConferenceId().slice(0, 10));
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ tenantId, userId, codeHash: recoveryHash(userId, code) })));
  return codes.map(recoveryCodeText);
}

/** Tries are counted by person before anything is compared, whatever the way. */
async function reserveCode(userId: string): Promise<Buffer> {
  const { lockout } = await getServerSettings();
  const key = attemptKey("second_factor", userId);
  const attempt = await reserveAttempt("second_factor", key, lockout);
  if (!attempt.open) {
    const minutes = Math.max(1, Math.ceil(attempt.lock.seconds / 60));
    throw new AppError("code_locked", { duration: formatDuration(minutes) });
  }
  return key;
}

const wrongCode = () => new AppError("invalid", undefined, { code: { code: "wrong_factor_code" } });

/** Uses a code of the app up: the same one, also a second later, and every older one are none any more. */
async function takeCode(scope: Scope, userId: string, factor: Factor, typed: string): Promise<boolean> {
  const code = totpKey(typed);
  const step = code && stepOfCode(factor.key, code, scope.now);
  if (!step || step <= factor.lastStep) return false;
  const taken = await scope.tx
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(ownFactor(scope, userId), lt(secondFactors.lastStep, step)))
    .returning({ userId: secondFactors.userId });
  return taken.length > 0;
}

/** The app has the key: from now on it is asked for. The codes for a lost telephone are shown this once. */
export const confirmFactor = command({
  name: "auth.confirmFactor",
  input: confirmFactorInput,
  limits: [{ by: "actor", max: 30, seconds: 60 }],
  prepare: async (_input, actor) => (actor.kind === "user" ? reserveCode(actor.userId) : null),
  subject: self,
  can: () => true,
  run: async ({ tx, scope, audit }, { code }, me, key) => {
    const factor = await lockFactor(scope, me.userId);
    if (!factor || factor.confirmedAt || !key) throw new AppError("second_factor_not_begun");
    if (!(await takeCode(scope, me.userId, factor, code))) throw wrongCode();
    await clearAttempts(tx, key);
    await tx.update(secondFactors).set({ confirmedAt: now }).where(ownFactor(scope, me.userId));
    audit({ targetId: me.userId });
    return { codes: await writeCodes(scope, me.userId) };
  },
});

/** Ten new codes; the old ones are worth nothing. */
export const renewCodes = command({
  ...guarded,
  limits: [paced],
  name: "auth.renewRecoveryCodes",
  run: async ({ tx, scope, audit }, _input, me, own) => {
    await clearAttempts(tx, own.key);
    const factor = await lockFactor(scope, me.userId);
    if (!factor?.confirmedAt) throw new AppError("second_factor_not_begun");
    audit({ targetId: me.userId });
    return { codes: await writeCodes(scope, me.userId) };
  },
});

async function removeAll(scope: Scope, userId: string): Promise<boolean> {
  const gone = await scope.tx
    .delete(secondFactors)
    .where(ownFactor(scope, userId))
    .returning({ userId: secondFactors.userId });
  await scope.tx
    .delete(recoveryCodes)
    .where(and(mine(scope, recoveryCodes.tenantId), eq(recoveryCodes.userId, userId)));
  return gone.length > 0;
}

export const removeFactor = command({
  ...guarded,
  limits: [paced],
  name: "auth.removeFactor",
  run: async ({ tx, scope, audit }, _input, me, own) => {
    await clearAttempts(tx, own.key);
    const removed = await removeAll(scope, me.userId);
    audit({ targetId: me.userId, diff: { removed } });
    return {};
  },
});

/** Given up before a code was typed: nothing was in force, so nothing is asked. */
export const dropFactor = command({
  name: "auth.dropFactor",
  input: confirmFactorInput.omit({ code: true }),
  subject: self,
  can: () => true,
  run: async ({ tx, scope, audit }, _input, me) => {
    const gone = await tx
      .delete(secondFactors)
      .where(and(ownFactor(scope, me.userId), isNull(secondFactors.confirmedAt)))
      .returning({ userId: secondFactors.userId });
    audit({ targetId: me.userId, diff: { dropped: gone.length > 0 } });
    return {};
  },
});

async function takeRecoveryCode({ scope }: CommandContext, userId: string, typed: string): Promise<boolean> {
  const key = recoveryKey(typed);
  if (!key) return false;
  const taken = await scope.tx
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(
      and(
        mine(scope, recoveryCodes.tenantId),
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, recoveryHash(userId, key)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0;
}

/** The second step of signing in: a code of the app, or one for a lost telephone. Only now there is a session. */
export const enterCode = command({
  name: "auth.enterCode",
  input: enterCodeInput,
  limits: [{ by: "address", max: 30, seconds: 60 }],
  can: anyone,
  reach: async ({ challenge }) => {
    const state = readChallenge(challenge);
    return state && { tenantId: state.tenantId };
  },
  prepare: async ({ challenge }) => {
    const state = readChallenge(challenge);
    return state && { state, key: await reserveCode(state.userId) };
  },
  subject: async (scope, _input, prepared) => {
    if (!prepared) return null;
    const { userId, epoch, until } = prepared.state;
    const [user] = await scope.tx
      .select({ id: users.id, epoch: users.sessionEpoch, login: loginNames.loginKey })
      .from(users)
      .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
      .where(
        and(
          mine(scope, users.tenantId),
          eq(users.id, userId),
          eq(users.sessionEpoch, epoch),
          isNull(users.disabledAt),
          isNull(users.deletedAt),
          sql`app_now() < ${until}::timestamptz`,
        ),
      )
      .for("share", { of: users });
    return user ?? null;
  },
  run: async (context, { code }, user, prepared) => {
    const { tx, scope, audit } = context;
    const factor = await lockFactor(scope, user.id);
    if (!factor?.confirmedAt || !prepared) throw new AppError("not_found");
    const byApp = await takeCode(scope, user.id, factor, code);
    const isRight = byApp || (await takeRecoveryCode(context, user.id, code));
    if (!isRight) throw wrongCode();
    await clearAttempts(tx, prepared.key);
    await clearAttempts(tx, attemptKey("sign_in", user.login));
    const sid = await openSession(context, user.id, user.epoch);
    audit({ targetId: user.id, diff: { by: byApp ? "app" : "recovery_code" } });
    return { userId: user.id, sid };
  },
});
