import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { resetPassword } from "@/lib/accounts/passwords/commands";
import {
  disableUser,
  enableUser,
  endUserSession,
  endUserSessions,
  inviteUser,
  sendPasswordLink,
} from "@/lib/accounts/users/commands";
import { getUserDetails, listSessionsOf } from "@/lib/accounts/users/queries";
import { signIn } from "@/lib/auth/commands";
import { openToken } from "@/lib/auth/tokens/queries";
import { drainOutbox } from "@/lib/jobs/outbox";
import { getMail, listMails } from "@/lib/mailbox/queries";
import { actorOfSession, type UserActor } from "@/lib/server/actor";
import { hashPassword } from "@/lib/server/passwords";
import { withActor } from "@/lib/server/scope";
import { clock, owner } from "../support/database";
import { aGroup } from "../support/groups";
import { as, codeOf } from "../support/run";
import {
  anAccount,
  anonymous,
  aPerson,
  aRequest,
  aSession,
  type Person,
  signedIn,
  type Tenant,
} from "../support/world";

const password = "une phrase assez longue";
let tenant: Tenant;
let host: Person;
let administrator: UserActor;
beforeEach(async () => {
  await clock.reset();
  await owner()`DELETE FROM outbox`;
  tenant = await anAccount("Personnes SCOP");
  host = await aPerson(tenant, { name: "Théodore Vasseur", role: "host", isAdministrator: true });
  administrator = await signedIn(host);
});
afterAll(() => clock.reset());

const unique = () => `u${crypto.randomUUID().slice(0, 8)}`;
const invitation = (over: Record<string, unknown> = {}) => {
  const login = unique();
  return { displayName: "Nora Nouvelle", login, email: `${login}@clairval.example`, groups: [], ...over };
};

/** The address in the newest mail of the account, where mails arrive without a mail server. */
async function mailedLink(): Promise<string> {
  await drainOutbox();
  return withActor(administrator, async (scope) => {
    const { mails } = await listMails(scope, 1);
    const { readable } = await getMail(scope, mails[0]?.id ?? "");
    const [, token = ""] = /\/password\/([A-Za-z0-9_-]{43})/.exec(readable?.text ?? "") ?? [];
    return token;
  });
}

const choose = (token: string, chosen = password) =>
  as(anonymous()).run(resetPassword, { token, password: chosen });
const enter = (login: string, typed = password) => as(anonymous()).run(signIn, { login, password: typed });
const details = (userId: string) => withActor(administrator, (scope) => getUserDetails(scope, userId));

async function withPassword(options: Parameters<typeof aPerson>[1] = {}) {
  const person = await aPerson(tenant, options);
  await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${tenant.id}, ${person.userId}, 'password', ${await hashPassword(password)})`;
  return person;
}

/** The person's actor at the next request. */
const nextRequest = async (sid: string) => actorOfSession(sid, aRequest());

describe("[A05] whoever is invited", () => {
  test("gets a mail with a link, sets a password once and signs in; the groups are there already", async () => {
    const groupId = await aGroup(tenant, { name: "Studio", rights: ["record"] });
    const form = invitation({ groups: [groupId] });
    const { userId } = await as(administrator).do(inviteUser, form);
    expect(await details(userId)).toMatchObject({ state: "invited", hasPassword: false });
    const token = await mailedLink();
    expect(await openToken(token, ["activate"])).toMatchObject({ userId, name: "Nora Nouvelle" });
    expect(codeOf(await enter(form.login))).toBe("wrong_credentials");
    const weak = await choose(token, "Nora2026!");
    expect(!weak.ok && weak.error.fields?.password?.code).toBe("password_common");
    expect(codeOf(await choose(token))).toBe("ok");
    const answer = await enter(form.login);
    expect(answer.ok && [...((await nextRequest(answer.data.sid))?.rights ?? [])]).toEqual(["record"]);
    expect(codeOf(await choose(token, "une autre phrase longue"))).toBe("not_found");
    expect(await openToken(token, ["activate"])).toBeNull();
    expect(await details(userId)).toMatchObject({ state: "active", hasPassword: true });
  });

  test("opens nothing with a link that is over, overtaken, cut short, or of somebody disabled", async () => {
    const { userId } = await as(administrator).do(inviteUser, invitation());
    const first = await mailedLink();
    await as(administrator).do(sendPasswordLink, { userId });
    const second = await mailedLink();
    expect(second).not.toBe(first);
    for (const token of [first, second.slice(1), `${second}A`, "A".repeat(43), ""]) {
      expect([token, codeOf(await choose(token))]).toEqual([token, "not_found"]);
    }
    await as(administrator).do(disableUser, { userId });
    expect(await openToken(second, ["activate"])).toBeNull();
    await as(administrator).do(enableUser, { userId });
    await clock.advance(7 * 24 * 3600 - 60);
    expect(await openToken(second, ["activate"])).not.toBeNull();
    await clock.advance(120);
    expect(codeOf(await choose(second))).toBe("not_found");
  });

  test("who opens the same link twice at once sets one password", async () => {
    const form = invitation();
    await as(administrator).do(inviteUser, form);
    const token = await mailedLink();
    const passwords = ["une phrase assez longue", "une autre phrase longue", "encore une phrase longue"];
    const answers = await Promise.all(passwords.map((chosen) => choose(token, chosen)));
    expect(answers.map(codeOf).sort()).toEqual(["not_found", "not_found", "ok"]);
    const right = passwords[answers.findIndex((answer) => answer.ok)] ?? "";
    expect(codeOf(await enter(form.login, right))).toBe("ok");
  });

  test("what is taken is said at its field, and one form sent twice is one person and one mail", async () => {
    const form = invitation({ requestId: crypto.randomUUID() });
    const first = await as(administrator).do(inviteUser, form);
    expect(await as(administrator).do(inviteUser, form)).toEqual(first);
    const mails = await owner()`SELECT 1 FROM outbox WHERE kind = 'mail.activate'`;
    expect(mails).toHaveLength(1);
    const again = await as(administrator).run(inviteUser, { ...form, requestId: undefined });
    expect(!again.ok && again.error.fields).toEqual({
      login: { code: "user_id_taken" },
      email: { code: "email_taken" },
    });
    // Of another account's people one learns only that the user ID is taken.
    const other = await signedIn(
      await aPerson(await anAccount("Autre"), { role: "host", isAdministrator: true }),
    );
    const elsewhere = await as(other).run(inviteUser, { ...form, requestId: undefined });
    expect(codeOf(elsewhere)).toBe("user_id_taken");
  });
});

describe("a password that is reset", () => {
  test("opens nothing from that moment on, and what was open ends (T-22)", async () => {
    const person = await withPassword();
    const answer = await enter(person.loginName);
    const sid = answer.ok ? answer.data.sid : "";
    expect(await nextRequest(sid)).not.toBeNull();
    await as(administrator).do(sendPasswordLink, { userId: person.userId });
    expect(await nextRequest(sid)).toBeNull();
    expect(codeOf(await enter(person.loginName))).toBe("wrong_credentials");
    expect(codeOf(await choose(await mailedLink(), "une toute autre phrase"))).toBe("ok");
    expect(codeOf(await enter(person.loginName, "une toute autre phrase"))).toBe("ok");
  });

  test("needs an address to go to, somebody who may sign in, and not oneself", async () => {
    const person = await withPassword();
    const send = (userId: string) => as(administrator).run(sendPasswordLink, { userId });
    expect(codeOf(await send(host.userId))).toBe("not_yourself");
    await owner()`UPDATE users SET email = NULL WHERE id = ${person.userId}`;
    expect(codeOf(await send(person.userId))).toBe("user_without_email");
    await as(administrator).do(disableUser, { userId: person.userId });
    expect(codeOf(await send(person.userId))).toBe("user_disabled");
    expect(codeOf(await enter(person.loginName))).toBe("wrong_credentials");
  });
});

describe("sessions", () => {
  test("are listed while they open something, and end one by one or all at once", async () => {
    const person = await aPerson(tenant);
    const [one, two] = [await aSession(person), await aSession(person)];
    const list = () => withActor(administrator, (scope) => listSessionsOf(scope, person.userId));
    const [first, ...others] = await list();
    expect([first?.isThis, others.length]).toEqual([false, 1]);
    await as(administrator).do(endUserSession, { userId: person.userId, session: first?.id });
    const left = [await nextRequest(one), await nextRequest(two)].filter(Boolean);
    expect(left).toHaveLength(1);
    expect((await list()).map(({ id }) => id)).toEqual(others.map(({ id }) => id));
    await as(administrator).do(endUserSessions, { userId: person.userId });
    expect([await nextRequest(one), await nextRequest(two), await list()]).toEqual([null, null, []]);
  });

  test("of somebody else are nobody's but the administrators'", async () => {
    const [person, nosy] = [await aPerson(tenant), await signedIn(await aPerson(tenant))];
    await aSession(person);
    const [session] = await withActor(administrator, (scope) => listSessionsOf(scope, person.userId));
    const asked = { userId: person.userId, session: session?.id };
    expect(codeOf(await as(nosy).run(endUserSession, asked))).toBe("not_found");
    expect(codeOf(await as(nosy).run(endUserSession, { ...asked, userId: nosy.userId }))).toBe("not_found");
    expect(codeOf(await as(nosy).run(endUserSessions, { userId: person.userId }))).toBe("not_found");
    await expect(withActor(nosy, (scope) => listSessionsOf(scope, person.userId))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
