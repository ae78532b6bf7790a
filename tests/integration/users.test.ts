import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { disableUser, saveUser, setAdministrator } from "@/lib/accounts/users/commands";
import { getUserDetails, listUsers, type UserState } from "@/lib/accounts/users/queries";
import { signIn } from "@/lib/auth/commands";
import { confirmPassword } from "@/lib/auth/confirm/commands";
import { actorOfSession, type UserActor } from "@/lib/server/actor";
import { hashPassword } from "@/lib/server/passwords";
import { withActor } from "@/lib/server/scope";
import { clock, owner } from "../support/database";
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

describe("what is dangerous", () => {
  test("asks for the password again after five minutes, and not within five minutes of it", async () => {
    const boss = await withPassword({ isAdministrator: true });
    const person = await aPerson(tenant);
    const sid = await aSession(boss);
    let isAdministrator = false;
    const act = async () => {
      const actor = await nextRequest(sid);
      if (!actor) throw new Error("signed out");
      isAdministrator = !isAdministrator;
      return codeOf(await as(actor).run(setAdministrator, { userId: person.userId, isAdministrator }));
    };
    const confirm = async (typed: string) => {
      const actor = await nextRequest(sid);
      return actor ? codeOf(await as(actor).run(confirmPassword, { password: typed })) : "signed_out";
    };
    expect(await act()).toBe("ok");
    await clock.advance(301);
    expect(await act()).toBe("confirm_first");
    expect(await confirm("faux")).toBe("wrong_credentials");
    expect(await act()).toBe("confirm_first");
    expect(await confirm(password)).toBe("ok");
    expect(await act()).toBe("ok");
    await clock.advance(301);
    expect(await act()).toBe("confirm_first");
    // Guessing it is guessing the password of signing in, and is blocked like it.
    for (let i = 0; i < 10; i++) await confirm("faux");
    expect(await confirm(password)).toBe("locked");
  });
});

describe("administrators", () => {
  const count = async () => {
    const [row] = await owner()<{ n: number }[]>`SELECT count(*)::int AS n FROM users
      WHERE tenant_id = ${tenant.id} AND administrator_since IS NOT NULL AND disabled_at IS NULL`;
    return row?.n ?? 0;
  };

  test("[A06] the panel opens with the duty and closes with it at the next request, and sessions end", async () => {
    const person = await aPerson(tenant);
    const sid = await aSession(person);
    const set = (isAdministrator: boolean) =>
      as(administrator).do(setAdministrator, { userId: person.userId, isAdministrator });
    await set(true);
    expect(await nextRequest(sid)).toBeNull();
    const next = await signedIn(person);
    expect(next.isAdministrator).toBe(true);
    expect(codeOf(await as(next).run(disableUser, { userId: host.userId }))).toBe("host_stays");
    expect(
      codeOf(await as(next).run(setAdministrator, { userId: host.userId, isAdministrator: false })),
    ).toBe("host_stays");
    expect(
      codeOf(await as(next).run(setAdministrator, { userId: person.userId, isAdministrator: false })),
    ).toBe("not_yourself");
    await set(false);
    expect((await signedIn(person)).isAdministrator).toBe(false);
    // Who was one at the last request is none any more.
    expect(codeOf(await as(next).run(disableUser, { userId: (await aPerson(tenant)).userId }))).toBe(
      "not_found",
    );
  });

  test("never all go, whatever they do to each other at the same moment", async () => {
    await owner()`UPDATE users SET account_role = 'member', administrator_since = NULL WHERE id = ${host.userId}`;
    for (let round = 0; round < 5; round++) {
      await owner()`UPDATE users SET administrator_since = NULL WHERE tenant_id = ${tenant.id}`;
      const people = await Promise.all(
        Array.from({ length: 4 }, () => aPerson(tenant, { isAdministrator: true })),
      );
      const actors = await Promise.all(people.map(signedIn));
      const acts = actors.map((actor, i) => {
        const userId = people[(i + 1) % people.length]?.userId;
        return i % 2 === 0
          ? as(actor).run(setAdministrator, { userId, isAdministrator: false })
          : as(actor).run(disableUser, { userId });
      });
      const codes = (await Promise.all(acts)).map(codeOf);
      expect(await count()).toBeGreaterThanOrEqual(1);
      expect(codes.filter((code) => code === "ok").length).toBe(4 - (await count()));
      expect(codes.filter((code) => !["ok", "last_administrator", "not_found"].includes(code))).toEqual([]);
    }
  });
});

describe("who somebody is", () => {
  test("is saved against the form's version; another address or user ID ends what is open", async () => {
    const person = await aPerson(tenant, { name: "Paul Personne" });
    const sid = await aSession(person);
    const form = {
      userId: person.userId,
      version: 1,
      displayName: "Paule Personne",
      login: person.loginName,
    };
    await as(administrator).do(saveUser, { ...form, email: person.email });
    expect(await nextRequest(sid)).toMatchObject({ name: "Paule Personne" });
    expect(codeOf(await as(administrator).run(saveUser, { ...form, email: person.email }))).toBe("conflict");
    const login = unique();
    await as(administrator).do(saveUser, { ...form, version: 2, login, email: "" });
    expect(await nextRequest(sid)).toBeNull();
    expect(await details(person.userId)).toMatchObject({ login, email: null, version: 3 });
    const taken = await as(administrator).run(saveUser, {
      ...form,
      version: 3,
      login: host.loginName,
      email: host.email,
    });
    expect(!taken.ok && Object.keys(taken.error.fields ?? {})).toEqual(["login", "email"]);
    const [audit] = await owner()<{ diff: unknown }[]>`SELECT diff FROM audit_events
      WHERE target_id = ${person.userId} AND action = 'accounts.saveUser' AND outcome = 'ok' ORDER BY id DESC LIMIT 1`;
    // What changed, never into what.
    expect(audit?.diff).toEqual({ changed: ["login", "email"] });
  });

  test("[B11] the list tells active, invited, blocked and disabled people apart", async () => {
    const active = await withPassword({ name: "Active" });
    const invited = await aPerson(tenant, { name: "Invitée" });
    const locked = await withPassword({ name: "Bloquée" });
    const disabled = await withPassword({ name: "Désactivée" });
    for (let i = 0; i < 10; i++) await enter(locked.loginName, "faux");
    await as(administrator).do(disableUser, { userId: disabled.userId });
    const idsOf = async (state: UserState) =>
      (await withActor(administrator, (scope) => listUsers(scope, { state, limit: 50 }))).users.map(
        (user) => user.id,
      );
    expect(await idsOf("active")).toEqual([active.userId]);
    expect((await idsOf("invited")).sort()).toEqual([invited.userId, host.userId].sort());
    expect(await idsOf("locked")).toEqual([locked.userId]);
    expect(await idsOf("disabled")).toEqual([disabled.userId]);
  });
});
