import { beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/db/client";
import { cancelEmail, changeEmail, confirmEmail } from "@/lib/accounts/emails/commands";
import { findPendingEmail } from "@/lib/accounts/emails/queries";
import { changePassword, issueReset, requestReset, resetPassword } from "@/lib/accounts/passwords/commands";
import { saveName } from "@/lib/accounts/personal/commands";
import { signIn } from "@/lib/auth/commands";
import { endOthers, endSession } from "@/lib/auth/sessions/commands";
import { listOwnSessions } from "@/lib/auth/sessions/queries";
import { issueToken } from "@/lib/auth/tokens/commands";
import { openToken, tokenOf } from "@/lib/auth/tokens/queries";
import { drainOutbox } from "@/lib/jobs/outbox";
import { renderMail } from "@/lib/ports/mail/render";
import { actorOfSession, systemActor } from "@/lib/server/actor";
import { enter, openScope, withActor, withSystem } from "@/lib/server/scope";
import { saveSelfService, saveSignInPolicy } from "@/lib/settings/commands";
import { getServerSettings } from "@/lib/settings/queries";
import { clock, owner } from "../support/database";
import { demoPassword, withPassword } from "../support/passwords";
import { as, codeOf } from "../support/run";
import { anonymous, aPerson, aRequest, aSession, type Person, signedIn, world } from "../support/world";

const w = await world();
const { administrator } = w.actors;
const better = "une tout autre phrase";

beforeEach(async () => {
  await owner()`DELETE FROM outbox`;
  await owner()`DELETE FROM mail_messages`;
  await owner()`DELETE FROM rate_limits`;
});

async function selfService(change: { name?: boolean; email?: boolean; password?: boolean }) {
  const { selfService: now, version } = await getServerSettings();
  await as(administrator).do(saveSelfService, { version, ...now, ...change });
}

const aUser = (options?: Parameters<typeof aPerson>[1]) =>
  aPerson(w.tenant, options).then((p) => withPassword(p));
const tries = async ({ loginName }: Person, password: string) =>
  codeOf(await as(anonymous()).run(signIn, { login: loginName, password }));
const stillIn = async (sid: string) => (await actorOfSession(sid, aRequest())) !== null;

/** Does what waits, and gives the mails that were written, as their readers see them. */
async function mailed(template: string) {
  await drainOutbox();
  const rows = await owner()<{ tenant_id: string; entity_id: string; recipient: string }[]>`
    SELECT tenant_id, entity_id, recipient FROM mail_messages WHERE template = ${template} ORDER BY created_at`;
  return Promise.all(
    rows.map(async ({ tenant_id: tenantId, entity_id: entityId, recipient }) => {
      const mail = await withSystem(systemActor("test"), tenantId, (scope) =>
        renderMail(scope, { template, entityId }),
      );
      return { recipient, subject: mail?.subject, text: mail?.text ?? "" };
    }),
  );
}

const linksIn = (text: string, path: "password" | "email") =>
  [...text.matchAll(new RegExp(`http://localhost:3000/${path}/([A-Za-z0-9_-]{43})`, "g"))].map(
    ([, token = ""]) => token,
  );

describe("[G10, G12] changing one's own password", () => {
  test("needs the old one, ends every other session and none of this one, and says so by mail", async () => {
    const person = await aUser();
    const [here, elsewhere] = [await aSession(person), await aSession(person)];
    const actor = await actorOfSession(here, aRequest());
    if (!actor) throw new Error("no session");
    const wrong = await as(actor).run(changePassword, { current: "not this one", password: better });
    expect(wrong).toMatchObject({
      error: { code: "invalid", fields: { current: { code: "wrong_old_password", params: { left: 9 } } } },
    });
    expect(await tries(person, demoPassword)).toBe("ok");
    await as(actor).do(changePassword, { current: demoPassword, password: better });
    expect([await stillIn(here), await stillIn(elsewhere)]).toEqual([true, false]);
    expect([await tries(person, demoPassword), await tries(person, better)]).toEqual([
      "wrong_credentials",
      "ok",
    ]);
    const [mail, ...more] = await mailed("password_changed");
    expect([mail?.recipient, more]).toEqual([person.email, []]);
    expect(mail?.text).toContain(person.loginName);
    const [audit] = await owner()`SELECT diff FROM audit_events WHERE action = 'accounts.changePassword'
      AND actor_id = ${person.userId} AND outcome = 'ok'`;
    expect(JSON.stringify(audit)).not.toContain(better);
  });

  test.each([
    ["short", "too_short"],
    ["Password2026!", "password_common"],
    [demoPassword, "password_same"],
  ])("%j is refused at its field, and the old one stays", async (password, code) => {
    const person = await aUser();
    const result = await as(await signedIn(person)).run(changePassword, { current: demoPassword, password });
    expect(result).toMatchObject({ error: { fields: { password: { code } } } });
    expect(await tries(person, demoPassword)).toBe("ok");
  });

  test("wrong old passwords, also in parallel, are counted apart and lock neither the sign-in nor the session (rule 9)", async () => {
    const person = await aUser();
    const sid = await aSession(person);
    const actor = await actorOfSession(sid, aRequest());
    if (!actor) throw new Error("no session");
    const guess = () => as(actor).run(changePassword, { current: "a wrong guess", password: better });
    const codes = (await Promise.all(Array.from({ length: 20 }, guess))).map(codeOf);
    expect(codes.filter((code) => code === "invalid")).toHaveLength(9);
    expect(codes.filter((code) => code === "old_password_locked")).toHaveLength(11);
    const right = await as(actor).run(changePassword, { current: demoPassword, password: better });
    expect(codeOf(right)).toBe("old_password_locked");
    expect([await stillIn(sid), await tries(person, demoPassword)]).toEqual([true, "ok"]);
  });

  test("[G11] where the server does not allow it, it is refused with the name of who can, and nothing is tried", async () => {
    const person = await aUser();
    await selfService({ password: false, email: false });
    try {
      const actor = await signedIn(person);
      const refused = { code: "self_service_off", params: { administrator: w.people.administrator.name } };
      const change = { current: demoPassword, password: better };
      expect(await as(actor).run(changePassword, change)).toMatchObject({ error: refused });
      const email = { current: demoPassword, email: "neu@clairval.example" };
      expect(await as(actor).run(changeEmail, email)).toMatchObject({ error: refused });
      expect(await tries(person, demoPassword)).toBe("ok");
    } finally {
      await selfService({ password: true, email: true });
    }
  });
});

describe("a forgotten password", () => {
  const ask = (who: string) => as(anonymous()).run(requestReset, { who });

  test("the link comes by mail, works once, and ends every session", async () => {
    const person = await aUser();
    const sid = await aSession(person);
    expect(await ask(` ${person.loginName.toUpperCase()} `)).toEqual({ ok: true, data: {} });
    const [mail] = await mailed("reset_password");
    expect(mail?.recipient).toBe(person.email);
    const [token = ""] = linksIn(mail?.text ?? "", "password");
    expect(await openToken(token, ["reset_password"])).toMatchObject({ userId: person.userId });
    // Looking does not use it up, and what the database keeps is not the link.
    expect(await openToken(token, ["reset_password"])).not.toBeNull();
    expect(JSON.stringify(await owner()`SELECT * FROM user_tokens`)).not.toContain(token);
    const results = await Promise.all(
      Array.from({ length: 5 }, () => as(anonymous()).run(resetPassword, { token, password: better })),
    );
    expect(results.map(codeOf).sort()).toEqual(["not_found", "not_found", "not_found", "not_found", "ok"]);
    expect(await tries(person, better)).toBe("ok");
    expect(await stillIn(sid)).toBe(false);
    expect(await openToken(token, ["reset_password"])).toBeNull();
    expect((await mailed("password_changed")).map((each) => each.recipient)).toEqual([person.email]);
  });

  test("names that nobody has leave the same answer and the same work, and no mail (enumeration)", async () => {
    const person = await aUser();
    const silent = await aUser();
    await owner()`UPDATE users SET email = NULL WHERE id = ${silent.userId}`;
    const gone = await aUser();
    await owner()`UPDATE users SET disabled_at = app_now() WHERE id = ${gone.userId}`;
    const counts: unknown[] = [];
    await owner()`DELETE FROM user_tokens`;
    for (const who of [
      person.loginName,
      "nobody.at.all",
      "nobody@example.org",
      silent.loginName,
      gone.loginName,
    ]) {
      await owner()`DELETE FROM outbox`;
      const result = await ask(who);
      const [row] = await owner()`SELECT (SELECT count(*)::int FROM outbox) AS waiting,
        (SELECT count(*)::int FROM user_tokens) AS links`;
      counts.push([result, row]);
      await owner()`DELETE FROM user_tokens`;
    }
    expect(new Set(counts.map((each) => JSON.stringify(each))).size).toBe(1);
    await owner()`DELETE FROM outbox`;
    for (const who of ["nobody.at.all", "nobody@example.org", silent.loginName, gone.loginName])
      await ask(who);
    expect(await mailed("reset_password")).toEqual([]);
  });

  test("one mail names all users of the address, each with a link of its own", async () => {
    const email = `partagee-${crypto.randomUUID().slice(0, 8)}@example.org`;
    const [mine, theirs] = [await aUser(), await withPassword(await aPerson(w.other))];
    await owner()`UPDATE users SET email = ${email} WHERE id IN (${mine.userId}, ${theirs.userId})`;
    await ask(email.toUpperCase());
    const mails = await mailed("reset_password");
    expect(mails).toHaveLength(1);
    for (const { loginName } of [mine, theirs]) expect(mails[0]?.text).toContain(loginName);
    const links = linksIn(mails[0]?.text ?? "", "password");
    const whose = await Promise.all(links.map((token) => openToken(token, ["reset_password"])));
    expect(whose.map((each) => each?.userId).sort()).toEqual([mine.userId, theirs.userId].sort());
  });

  test("a newer link kills the older one, an hour ends it, and the same work done twice makes one", async () => {
    const person = await aUser();
    const id = crypto.randomUUID();
    const names = [{ tenantId: w.tenant.id, id, login: person.loginName, organisation: w.tenant.name }];
    const work = { tenantId: w.tenant.id, userId: person.userId, id, names };
    for (let i = 0; i < 2; i++) await as(systemActor("test")).do(issueReset, work);
    expect(await mailed("reset_password")).toHaveLength(1);
    const old = tokenOf(w.tenant.id, id);
    expect(await openToken(old, ["reset_password"])).not.toBeNull();
    await ask(person.loginName);
    const [mail] = (await mailed("reset_password")).slice(-1);
    const [token = ""] = linksIn(mail?.text ?? "", "password");
    expect(await openToken(old, ["reset_password"])).toBeNull();
    expect(codeOf(await as(anonymous()).run(resetPassword, { token: old, password: better }))).toBe(
      "not_found",
    );
    try {
      await clock.advance(3601);
      expect(codeOf(await as(anonymous()).run(resetPassword, { token, password: better }))).toBe("not_found");
    } finally {
      await clock.reset();
    }
    expect(codeOf(await as(anonymous()).run(resetPassword, { token, password: "short" }))).toBe("invalid");
    expect(codeOf(await as(anonymous()).run(resetPassword, { token, password: better }))).toBe("ok");
  });

  test("[B10] works during a block, and ends it where the administrator lets it (rule 9)", async () => {
    const set = async (mailEnds: boolean) => {
      const { version } = await getServerSettings();
      await as(administrator).do(saveSignInPolicy, { version, attempts: 3, minutes: 60, mailEnds });
    };
    const reset = async (person: Person) => {
      await ask(person.loginName);
      const [mail] = (await mailed("reset_password")).slice(-1);
      const [token = ""] = linksIn(mail?.text ?? "", "password");
      await as(anonymous()).do(resetPassword, { token, password: better });
    };
    for (const [mailEnds, after] of [
      [true, "ok"],
      [false, "locked"],
    ] as const) {
      await set(mailEnds);
      const person = await aUser();
      for (let i = 0; i < 3; i++) await tries(person, "wrong wrong");
      expect(await tries(person, demoPassword)).toBe("locked");
      await reset(person);
      expect(await tries(person, better)).toBe(after);
    }
    const { version } = await getServerSettings();
    await as(administrator).do(saveSignInPolicy, { version, attempts: 10, minutes: 1440, mailEnds: true });
  });

  test("is asked for three times an hour at most, from whatever network", async () => {
    const { loginName } = await aUser();
    const codes: string[] = [];
    for (let i = 0; i < 5; i++) codes.push(codeOf(await ask(i % 2 ? loginName : `${loginName} `)));
    expect(codes).toEqual(["ok", "ok", "ok", "too_many_requests", "too_many_requests"]);
  });

  test("an activation link gives the first password by the same door", async () => {
    const person = await aPerson(w.tenant);
    const id = crypto.randomUUID();
    await pool().db.transaction(async (tx) => {
      const now = await enter(tx, "foyer_app", { tenantId: w.tenant.id });
      const scope = openScope(systemActor("test"), tx, w.tenant.id, now);
      await issueToken(scope, { id, userId: person.userId, purpose: "activate" });
    });
    const token = tokenOf(w.tenant.id, id);
    expect(codeOf(await as(anonymous()).run(confirmEmail, { token }))).toBe("not_found");
    await as(anonymous()).do(resetPassword, { token, password: better });
    expect(await tries(person, better)).toBe("ok");
  });
});

describe("[G09, G12] changing one's own e-mail address", () => {
  const addressOf = async ({ userId }: Person) => {
    const [row] = await owner()<{ email: string | null }[]>`SELECT email FROM users WHERE id = ${userId}`;
    return row?.email;
  };
  const fresh = () => `neue-${crypto.randomUUID().slice(0, 8)}@example.org`;

  test("counts only once the link that went to the new address was opened; the old one is told", async () => {
    const person = await aUser();
    const email = fresh();
    const [here, elsewhere] = [await aSession(person), await aSession(person)];
    const actor = await actorOfSession(here, aRequest());
    if (!actor) throw new Error("no session");
    const wrong = await as(actor).run(changeEmail, { email, current: "not this" });
    expect(wrong).toMatchObject({ error: { fields: { current: { code: "wrong_old_password" } } } });
    await as(actor).do(changeEmail, { email, current: demoPassword });
    expect(await addressOf(person)).toBe(person.email);
    expect(await withActor(actor, findPendingEmail)).toBe(email);
    const [mail] = await mailed("confirm_email");
    expect(mail?.recipient).toBe(email);
    const [token = ""] = linksIn(mail?.text ?? "", "email");
    // One purpose: it sets no password.
    expect(codeOf(await as(anonymous()).run(resetPassword, { token, password: better }))).toBe("not_found");
    expect(await addressOf(person)).toBe(person.email);
    expect(await as(actor).do(confirmEmail, { token })).toEqual({ isHere: true });
    expect(await addressOf(person)).toBe(email);
    expect([await stillIn(here), await stillIn(elsewhere)]).toEqual([true, false]);
    expect(codeOf(await as(actor).run(confirmEmail, { token }))).toBe("not_found");
    const [notice] = await mailed("email_changed");
    expect(notice?.recipient).toBe(person.email);
    expect(notice?.text).toContain(email);
  });

  test("an address of somebody else is refused, before and after the link was sent", async () => {
    const [person, other] = [await aUser(), await aUser()];
    const actor = await signedIn(person);
    const taken = await as(actor).run(changeEmail, {
      email: other.email.toUpperCase(),
      current: demoPassword,
    });
    expect(taken).toMatchObject({ error: { fields: { email: { code: "email_taken" } } } });
    const email = fresh();
    await as(actor).do(changeEmail, { email, current: demoPassword });
    const [mail] = await mailed("confirm_email");
    const [token = ""] = linksIn(mail?.text ?? "", "email");
    await owner()`UPDATE users SET email = ${email} WHERE id = ${other.userId}`;
    expect(codeOf(await as(anonymous()).run(confirmEmail, { token }))).toBe("email_taken");
    expect(await addressOf(person)).toBe(person.email);
  });

  test("the old address can be kept after all, and the link then works no more", async () => {
    const person = await aUser();
    const actor = await signedIn(person);
    await as(actor).do(changeEmail, { email: fresh(), current: demoPassword });
    const [mail] = await mailed("confirm_email");
    const [token = ""] = linksIn(mail?.text ?? "", "email");
    expect(await as(actor).do(cancelEmail, {})).toEqual({ cancelled: true });
    expect(codeOf(await as(anonymous()).run(confirmEmail, { token }))).toBe("not_found");
    expect(await withActor(actor, findPendingEmail)).toBeNull();
  });
});

describe("one's own sessions", () => {
  test("are listed with device, address and time, and ended one by one or all others at once", async () => {
    const person = await aUser();
    const [here, ...others] = [await aSession(person), await aSession(person), await aSession(person)];
    await owner()`UPDATE user_sessions SET ip = '10.1.2.3',
      user_agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
      WHERE user_id = ${person.userId}`;
    const stranger = await aUser();
    await aSession(stranger);
    const actor = await actorOfSession(here ?? "", aRequest());
    if (!actor) throw new Error("no session");
    const list = () => withActor(actor, listOwnSessions);
    const all = await list();
    expect(all).toHaveLength(3);
    expect(all.map((each) => each.isCurrent)).toEqual([true, false, false]);
    expect(all[1]).toMatchObject({ device: { browser: "Safari", system: "iOS" }, address: "10.1.2.3" });
    await as(actor).do(endSession, { session: all[1]?.id });
    expect(await list()).toHaveLength(2);
    expect((await Promise.all(others.map(stillIn))).filter(Boolean)).toHaveLength(1);
    expect(codeOf(await as(await signedIn(stranger)).run(endSession, { session: all[2]?.id }))).toBe(
      "not_found",
    );
    expect(await as(actor).do(endOthers, {})).toEqual({ ended: 1 });
    expect((await list()).map((each) => each.isCurrent)).toEqual([true]);
    expect(await stillIn(here ?? "")).toBe(true);
  });
});

describe("[A03, G07] one's own name", () => {
  test("changes only where the server lets people change it", async () => {
    const person = await aUser();
    const actor = await signedIn(person);
    const save = () => as(actor).run(saveName, { displayName: "  Maëlle   Guérin-Roux " });
    expect(codeOf(await save())).toBe("self_service_off");
    await selfService({ name: true });
    expect(codeOf(await save())).toBe("ok");
    await selfService({ name: false });
    expect(await signedIn(person)).toMatchObject({ name: "Maëlle Guérin-Roux" });
    expect(codeOf(await as(actor).run(saveName, { displayName: "  " }))).toBe("invalid");
  });
});
