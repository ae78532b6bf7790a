import "server-only";
import { sql } from "drizzle-orm";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/server/actor";
import { attemptKey, clearAttempts, reserveAttempt } from "@/lib/server/attempts";
import { anyone, type CommandContext, command } from "@/lib/server/command";
import { amongStrangers, hashPassword, verifyPassword } from "@/lib/server/passwords";
import { addressPrefix } from "@/lib/server/request";
import type { Scope } from "@/lib/server/scope";
import { formatDuration } from "@/lib/time/format";
import { canAdministerServer } from "./policy";
import { getServerSettings, guestPassOf } from "./queries";
import {
  enterGuestPageInput,
  guestCode,
  guestPageInput,
  mailSwitchInput,
  mediaLimitsInput,
  organisationInput,
  type ServerSettings,
  selfServiceInput,
  signInPolicyInput,
} from "./schema";

const current = ({ tx }: Scope) => getServerSettings(tx);

/** Changes some settings if nobody else did since the form was filled. */
async function save({ tx, audit }: CommandContext, version: number, patch: Partial<ServerSettings>) {
  const saved =
    await tx.execute(sql`UPDATE server_settings SET settings = settings || ${JSON.stringify(patch)}::jsonb,
    version = version + 1, updated_at = app_now() WHERE version = ${version} RETURNING 1`);
  if (saved.length === 0) throw new AppError("conflict");
  const { guestPageCode, ...shown } = patch;
  audit({
    diff: guestPageCode === undefined ? shown : { ...shown, guestPageProtected: guestPageCode !== null },
  });
  return { version: version + 1 };
}

const shared = { role: "foyer_control", subject: current, can: canAdministerServer } as const;

export const saveOrganisation = command({
  ...shared,
  name: "settings.saveOrganisation",
  input: organisationInput,
  run: (context, { version, organisation, contact }) => save(context, version, { organisation, contact }),
});

export const saveSignInPolicy = command({
  ...shared,
  name: "settings.saveSignInPolicy",
  input: signInPolicyInput,
  run: (context, { version, attempts, minutes, mailEnds }) =>
    save(context, version, { lockout: { attempts, minutes, mailEnds } }),
});

export const saveSelfService = command({
  ...shared,
  name: "settings.saveSelfService",
  input: selfServiceInput,
  run: (context, { version, name, picture, email, password }) =>
    save(context, version, { selfService: { name, picture, email, password } }),
});

export const saveMailSwitch = command({
  ...shared,
  name: "settings.saveMailSwitch",
  input: mailSwitchInput,
  run: (context, { version, mailInvitations }) => save(context, version, { mailInvitations }),
});

export const saveMediaLimits = command({
  ...shared,
  name: "settings.saveMediaLimits",
  input: mediaLimitsInput,
  run: (context, { version, all_on_screen, lecture, role_based }) =>
    save(context, version, { mediaLimits: { all_on_screen, lecture, role_based } }),
});

export const saveGuestPage = command({
  ...shared,
  name: "settings.saveGuestPage",
  input: guestPageInput,
  limits: [{ by: "actor", max: 60, seconds: 60 }],
  prepare: async ({ code }) => (code.trim() ? hashPassword(code.trim()) : null),
  run: async (context, { version, isProtected, code }, settings, hashed) => {
    if (!isProtected) return save(context, version, { guestPageCode: null });
    const typed = code.trim();
    const problem =
      typed === "" && settings.guestPageCode === null
        ? "required"
        : typed !== "" && typed.length < guestCode.min
          ? "too_short"
          : undefined;
    if (problem) throw new AppError("invalid", undefined, { code: { code: problem } });
    return save(context, version, { guestPageCode: hashed ?? settings.guestPageCode });
  },
});

/** The guest page belongs to no account. */
const nowhere = "00000000-0000-0000-0000-000000000000";

/** Wrong codes are counted by network: there is one code for everybody, so locking it would lock everybody out. */
const policy = { attempts: 10, minutes: 15 };

async function tryCode(code: string, actor: Actor) {
  const key = attemptKey("guest_page", addressPrefix(actor.request.address));
  const attempt = await reserveAttempt("guest_page", key, policy);
  const locked = (seconds: number) =>
    new AppError("code_locked", { duration: formatDuration(Math.max(1, Math.ceil(seconds / 60))) });
  if (!attempt.open) throw locked(attempt.lock.seconds);
  const { guestPageCode } = await getServerSettings();
  const { valid } = await verifyPassword(guestPageCode, code.trim());
  if (valid) return { key, guestPageCode };
  if (attempt.lock) throw locked(attempt.lock.seconds);
  const params = { left: attempt.left, duration: formatDuration(policy.minutes) };
  throw new AppError("wrong_code", params);
}

/** Shows the guest page to whoever knows its code; answers with the pass that the browser keeps. */
export const enterGuestPage = command({
  name: "settings.enterGuestPage",
  input: enterGuestPageInput,
  limits: [{ by: "address", max: 30, seconds: 60 }],
  can: anyone,
  audited: false,
  reach: async () => ({ tenantId: nowhere }),
  prepare: ({ code }, actor) => amongStrangers(() => tryCode(code, actor)),
  subject: current,
  run: async ({ tx }, _input, _settings, { key, guestPageCode }) => {
    await clearAttempts(tx, key);
    return { pass: guestPassOf(guestPageCode ?? "") };
  },
});
