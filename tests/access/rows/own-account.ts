import { findAvatar } from "@/lib/accounts/avatars/queries";
import { findPendingEmail } from "@/lib/accounts/emails/queries";
import { findNamedUser, getSelfService } from "@/lib/accounts/passwords/queries";
import { getFactorView, hasFactor, lockFactor, signChallenge } from "@/lib/auth/factors/queries";
import { codeAt, stepAt } from "@/lib/auth/factors/rules";
import { listOwnSessions } from "@/lib/auth/sessions/queries";
import { findToken, findTokenOf, lockToken, tokenHash, tokenOf } from "@/lib/auth/tokens/queries";
import type { TokenPurpose } from "@/lib/auth/tokens/rules";
import { seal } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { clock, owner } from "../../support/database";
import { aPicture } from "../../support/pictures";
import { type AccessWorld, actorOf, type Persona } from "../personas";
import { type CommandRow, outcomes, ownAffairs, type QueryRow, users } from "./types";

const password = "une phrase assez longue";
let hashed: Promise<string> | undefined;

/** Everybody knows their own password, and the server lets people change what is theirs. */
async function withPassword(w: AccessWorld, persona: Persona) {
  const actor = await actorOf(w, persona);
  await owner()`UPDATE server_settings SET settings = settings
    || '{"selfService":{"name":true,"picture":true,"email":true,"password":true}}'::jsonb`;
  if (actor.kind !== "user") return;
  hashed ??= hashPassword(password);
  const secret = await hashed;
  await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${actor.tenantId}, ${actor.userId}, 'password', ${secret})
    ON CONFLICT (tenant_id, user_id, kind) DO UPDATE SET secret = ${secret}`;
}

/** A link that was mailed to the member. */
async function aLink(w: AccessWorld, purpose: TokenPurpose, id: string): Promise<string> {
  const { tenantId, userId } = w.people.member;
  const token = tokenOf(tenantId, id);
  const payload = purpose === "confirm_email" ? { email: `h-${id}@example.org` } : {};
  await owner()`DELETE FROM user_tokens WHERE user_id = ${userId} AND purpose = ${purpose} AND used_at IS NULL`;
  await owner()`INSERT INTO user_tokens (tenant_id, id, user_id, purpose, token_hash, payload, expires_at)
    VALUES (${tenantId}, ${id}, ${userId}, ${purpose}, ${tokenHash(token)}, ${owner().json(payload)},
      app_now() + interval '1 hour')`;
  return token;
}

/** The link is the right: whoever holds it acts as its reader. */
const byLink = (purpose: TokenPurpose, more: Record<string, unknown> = {}): CommandRow => {
  const ids = new WeakMap<AccessWorld, string>();
  return {
    once: true,
    given: async (w) => {
      const id = crypto.randomUUID();
      ids.set(w, id);
      await aLink(w, purpose, id);
    },
    input: (w) => ({ token: tokenOf(w.people.member.tenantId, ids.get(w) ?? ""), ...more }),
    expect: outcomes("ok", {}),
  };
};

/** The key of everybody's app, in use or not yet. */
const appKey = Buffer.from("12345678901234567890");

const withFactor =
  (isOn: boolean) =>
  async (w: AccessWorld, persona: Persona): Promise<void> => {
    await withPassword(w, persona);
    const actor = await actorOf(w, persona);
    if (actor.kind !== "user") return;
    await owner()`INSERT INTO second_factors (tenant_id, user_id, key_sealed, confirmed_at)
      VALUES (${actor.tenantId}, ${actor.userId}, ${seal("factor", appKey.toString("base64"))},
        ${isOn ? new Date() : null})
      ON CONFLICT (tenant_id, user_id) DO UPDATE SET last_step = 0, confirmed_at = excluded.confirmed_at`;
  };

const codeNow = async () => codeAt(appKey, stepAt(await clock.now()));

/** About the own second step, with the own password. */
const ownFactor = (isOn: boolean): CommandRow => ({
  given: withFactor(isOn),
  input: () => ({ current: password }),
  expect: signedIn(),
});

export const ownAccountCommands: Record<string, CommandRow> = {
  "accounts.saveName": {
    given: withPassword,
    input: () => ({ displayName: "Nora Nouvelle" }),
    expect: signedIn(),
  },
  "accounts.saveAvatar": {
    given: withPassword,
    input: async () => ({ image: new Uint8Array(await aPicture()) }),
    expect: signedIn(),
  },
  "accounts.removeAvatar": { given: withPassword, input: () => ({}), expect: signedIn() },
  "accounts.changePassword": {
    given: withPassword,
    input: () => ({ current: password, password: "une autre phrase assez longue" }),
    expect: signedIn(),
  },
  "accounts.changeEmail": {
    given: withPassword,
    input: () => ({ current: password, email: `neu-${crypto.randomUUID().slice(0, 8)}@example.org` }),
    expect: signedIn(),
  },
  "accounts.cancelEmail": { input: () => ({}), expect: ownAffairs },
  "accounts.confirmEmail": byLink("confirm_email"),
  "accounts.requestReset": {
    input: () => ({ who: `nobody-${crypto.randomUUID().slice(0, 8)}` }),
    expect: outcomes("ok", {}),
  },
  "accounts.resetPassword": byLink("reset_password", { password: "une autre phrase assez longue" }),
  // Of a session that is not one's own nobody learns whether there is one.
  "auth.endSession": {
    input: async (w) => {
      const [row] = await owner()<{ session: string }[]>`INSERT INTO user_sessions
        (id_hash, tenant_id, user_id, epoch, created_at, idle_expires_at, absolute_expires_at)
        SELECT sha256(gen_random_uuid()::text::bytea), tenant_id, id, session_epoch, app_now(),
          app_now() + interval '1 hour', app_now() + interval '1 hour'
        FROM users WHERE id = ${w.people.member.userId} RETURNING encode(id_hash, 'hex') AS session`;
      return { session: row?.session };
    },
    expect: outcomes<"ok" | "not_found" | "signed_out">("not_found", {
      anonymous: "signed_out",
      member: "ok",
    }),
  },
  "auth.startFactor": ownFactor(false),
  "auth.renewRecoveryCodes": ownFactor(true),
  "auth.removeFactor": ownFactor(true),
  "auth.dropFactor": { given: withFactor(false), input: () => ({}), expect: ownAffairs },
  "auth.confirmFactor": {
    given: withFactor(false),
    input: async () => ({ code: await codeNow() }),
    expect: ownAffairs,
  },
  // Whoever took the first step in this browser takes the second one.
  "auth.enterCode": {
    given: async (w) => withFactor(true)(w, "member"),
    input: async (w) => {
      const { tenantId, userId } = w.people.member;
      const until = new Date((await clock.now()).getTime() + 60_000).toISOString();
      const [row] = await owner()<{ epoch: number }[]>`
        SELECT session_epoch AS epoch FROM users WHERE id = ${userId}`;
      const state = { tenantId, userId, epoch: row?.epoch ?? 1, until };
      return { challenge: signChallenge(state), code: await codeNow() };
    },
    expect: outcomes("ok", {}),
  },
  "auth.endOtherSessions": { input: () => ({}), expect: ownAffairs },
};

/** Whoever is not signed in is told so; a guest has no account here. */
function signedIn() {
  return outcomes<"ok" | "signed_out">("ok", {
    anonymous: "signed_out",
    guest: "signed_out",
    otherGuest: "signed_out",
  });
}

const ownAffair = { users, isOwnAffair: true, usersOnly: true } as const;

export const ownAccountQueries: Record<string, QueryRow> = {
  "accounts/avatars.findAvatar": {
    read: (s, w) => findAvatar(s, w.people.member.userId),
    users,
    usersOnly: true,
  },
  "accounts/emails.findPendingEmail": {
    ...ownAffair,
    users: ["member"],
    read: (s) => findPendingEmail(s),
    neverLeaks: "the actor's own address",
  },
  "accounts/passwords.getSelfService": { read: (s) => getSelfService(s), users, isOwnAffair: true },
  "accounts/passwords.findNamedUser": { read: (s, w) => findNamedUser(s, w.people.member.userId), users },
  "auth/factors.getFactorView": {
    ...ownAffair,
    read: (s) => getFactorView(s),
    neverLeaks: "the actor's own",
  },
  "auth/factors.hasFactor": { read: (s, w) => hasFactor(s, w.people.member.userId), users },
  "auth/factors.lockFactor": { read: (s, w) => lockFactor(s, w.people.member.userId), users, locks: true },
  "auth/sessions.listOwnSessions": {
    ...ownAffair,
    read: (s) => listOwnSessions(s),
    neverLeaks: "the actor's own sessions",
  },
  "auth/tokens.findToken": { read: (s, w) => findToken(s, w.mailToken, ["confirm_email"]), users },
  "auth/tokens.lockToken": {
    read: (s, w) => lockToken(s, w.mailToken, ["confirm_email"]),
    users,
    locks: true,
  },
  "auth/tokens.findTokenOf": {
    read: (s, w) => findTokenOf(s, w.people.member.userId, "confirm_email"),
    users,
  },
};
