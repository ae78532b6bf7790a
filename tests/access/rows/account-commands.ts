import { randomBytes } from "node:crypto";
import { choicesText, rightCodes } from "@/lib/accounts/rules";
import type { RightCode } from "@/lib/server/actor";
import { hashPassword } from "@/lib/server/passwords";
import { owner } from "../../support/database";
import { type AccessWorld, actorOf, type Persona } from "../personas";
import { administratorsOnly, all, type CommandRow, guests, outcomes, ownAffairs } from "./types";

const aNewPerson = () => ({
  displayName: "Nora Nouvelle",
  login: `nora-${randomBytes(4).toString("hex")}`,
  email: "",
  password: "une phrase assez longue",
  rights: [],
  licence: { term: "none" },
  isAdministrator: false,
});

const anAccountForm = () => ({
  organisation: "Troisième SARL",
  timeZone: "Europe/Paris",
  locale: "fr",
  displayName: "Tiago Tiers",
  login: `tiago-${randomBytes(4).toString("hex")}`,
  email: "",
  password: "une phrase assez longue",
});

/** What was chosen for a person alone, as the form shows it. */
const choicesOf = async (userId: string) =>
  choicesText(
    await owner()<{ code: RightCode; effect: string }[]>`
      SELECT right_code AS code, effect FROM user_rights WHERE user_id = ${userId}`,
  );

async function knowsPassword(w: AccessWorld, persona: Persona): Promise<void> {
  const actor = await actorOf(w, persona);
  if (actor.kind !== "user") return;
  await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${actor.tenantId}, ${actor.userId}, 'password', ${await hashPassword("une phrase assez longue")})
    ON CONFLICT (tenant_id, user_id, kind) DO UPDATE SET secret = excluded.secret`;
}

/** Signing in, people, groups and rights. */
export const accountRows: Record<string, CommandRow> = {
  "auth.signIn": {
    given: async (w) => {
      const { tenantId, userId } = w.people.member;
      await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
        VALUES (${tenantId}, ${userId}, 'password', ${await hashPassword("une phrase assez longue")})
        ON CONFLICT DO NOTHING`;
    },
    input: (w) => ({ login: w.people.member.loginName, password: "une phrase assez longue" }),
    expect: outcomes("ok", {}),
  },
  "auth.signOut": { input: () => ({}), expect: ownAffairs },
  "auth.signOutEverywhere": { input: () => ({}), expect: ownAffairs },
  "auth.setTheme": { input: () => ({ theme: "dark" }), expect: ownAffairs },
  "auth.setLocale": { input: () => ({ locale: "fr" }), expect: ownAffairs },
  "accounts.saveProfile": {
    input: () => ({ locale: "fr", timeZone: "Europe/Dublin", theme: "dark" }),
    expect: ownAffairs,
  },
  // Of another account's people an administrator learns nothing, not even that they are there.
  "auth.unlock": { input: (w) => ({ login: w.people.member.loginName }), expect: administratorsOnly },
  // Each administrator makes people of their own account.
  "accounts.createUser": { input: aNewPerson, expect: { ...administratorsOnly, foreignAdministrator: "ok" } },
  "accounts.setRights": {
    input: async (w) => ({
      userId: w.people.member.userId,
      was: await choicesOf(w.people.member.userId),
      rights: { ...Object.fromEntries(rightCodes.map((code) => [code, "group"])), record: "allow" },
    }),
    expect: { ...administratorsOnly, foreignAdministrator: "not_found" },
    ids: ["userId"],
  },
  "accounts.createGroup": {
    input: () => ({ name: `Groupe ${randomBytes(4).toString("hex")}`, rights: ["record"] }),
    expect: { ...administratorsOnly, foreignAdministrator: "ok" },
  },
  "accounts.saveGroup": {
    input: async (w) => {
      const [row] = await owner()<{ version: number }[]>`SELECT version FROM groups WHERE id = ${w.groupId}`;
      return { groupId: w.groupId, version: row?.version, name: "Exploitation", rights: ["record"] };
    },
    expect: administratorsOnly,
    ids: ["groupId"],
  },
  "accounts.addMember": {
    input: (w) => ({ groupId: w.groupId, userId: w.people.invited.userId }),
    expect: administratorsOnly,
    ids: ["groupId", "userId"],
  },
  "accounts.removeMember": {
    input: (w) => ({ groupId: w.groupId, userId: w.people.member.userId }),
    expect: administratorsOnly,
    ids: ["groupId", "userId"],
  },
  "accounts.deleteGroup": {
    input: (w) => ({ groupId: w.groupId }),
    once: true,
    expect: administratorsOnly,
    ids: ["groupId"],
  },
  "accounts.setLicence": {
    input: (w) => ({ userId: w.people.member.userId, licence: { term: "none" } }),
    expect: administratorsOnly,
    ids: ["userId"],
  },
  "accounts.disableUser": {
    input: (w) => ({ userId: w.people.member.userId }),
    expect: administratorsOnly,
    ids: ["userId"],
  },
  "accounts.enableUser": {
    input: (w) => ({ userId: w.people.member.userId }),
    expect: administratorsOnly,
    ids: ["userId"],
  },
  "accounts.inviteUser": {
    input: () => {
      const login = `nora-${randomBytes(4).toString("hex")}`;
      return { displayName: "Nora Nouvelle", login, email: `${login}@example.org`, groups: [] };
    },
    expect: { ...administratorsOnly, foreignAdministrator: "ok" },
  },
  "accounts.checkImport": {
    input: () => ({ table: "Nora Nouvelle,nora@example.org", invite: true }),
    expect: { ...administratorsOnly, foreignAdministrator: "ok" },
  },
  "accounts.importUsers": {
    input: () => {
      const login = `nora-${randomBytes(4).toString("hex")}`;
      return { table: `Nora Nouvelle,${login}@example.org,${login}`, invite: true };
    },
    expect: { ...administratorsOnly, foreignAdministrator: "ok" },
  },
  "accounts.sendPasswordLink": {
    input: (w) => ({ userId: w.people.member.userId }),
    expect: administratorsOnly,
    ids: ["userId"],
  },
  "accounts.endUserSession": {
    once: true,
    input: (w) => ({
      userId: w.people.member.userId,
      session: w.actors.member.sessionHash.toString("hex"),
    }),
    expect: administratorsOnly,
    ids: ["userId"],
    neverLeaks: "a session is found together with its user only",
  },
  "accounts.endUserSessions": {
    input: (w) => ({ userId: w.people.member.userId }),
    expect: administratorsOnly,
    ids: ["userId"],
  },
  "accounts.exportUsers": {
    input: () => ({}),
    expect: { ...administratorsOnly, foreignAdministrator: "ok" },
  },
  "audit.export": {
    input: () => ({ filters: { outcome: "denied" } }),
    expect: { ...administratorsOnly, foreignAdministrator: "ok" },
  },
  "accounts.saveUser": {
    input: async (w) => {
      const { userId, name, loginName, email } = w.people.member;
      const [row] = await owner()<{ version: number }[]>`SELECT version FROM users WHERE id = ${userId}`;
      return { userId, version: row?.version, displayName: name, login: loginName, email };
    },
    expect: administratorsOnly,
    ids: ["userId"],
  },
  "accounts.setAdministrator": {
    input: (w) => ({ userId: w.people.member.userId, isAdministrator: true }),
    once: true,
    expect: administratorsOnly,
    ids: ["userId"],
  },
  "conferences.deleteUser": {
    once: true,
    input: async (w, persona) => {
      await knowsPassword(w, persona);
      return {
        userId: w.people.member.userId,
        conferences: "cancel",
        password: "une phrase assez longue",
      };
    },
    expect: { ...administratorsOnly, ...all(guests, "signed_out") },
    ids: ["userId"],
  },
  "auth.confirmPassword": {
    given: knowsPassword,
    input: () => ({ password: "une phrase assez longue" }),
    expect: outcomes<"ok" | "signed_out">("ok", all(["anonymous", ...guests], "signed_out")),
  },
  "accounts.setParallelEvents": {
    input: () => ({ was: 20, parallelEvents: 20 }),
    expect: administratorsOnly,
  },
  "accounts.openAccount": { input: anAccountForm, expect: outcomes("not_found", { administrator: "ok" }) },
};
