import { describe, expect, test, vi } from "vitest";
import { disableUser } from "@/lib/accounts/users/commands";
import { setLocale, setTheme, signIn, signOut, signOutEverywhere, unlock } from "@/lib/auth/commands";
import { listLocked } from "@/lib/auth/queries";
import type { Result } from "@/lib/errors";
import { channels } from "@/lib/realtime/channels";
import { actorOfSession, type UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { saveSignInPolicy } from "@/lib/settings/commands";
import { getServerSettings } from "@/lib/settings/queries";
import { clock, owner } from "../support/database";
import { demoPassword, withPassword } from "../support/passwords";
import { as, codeOf, published } from "../support/run";
import { anonymous, aPerson, aRequest, type Person, world } from "../support/world";

const argon = vi.hoisted(() => ({ verified: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    verify: (...args: Parameters<typeof real.verify>) => {
      argon.verified++;
      return real.verify(...args);
    },
  };
});

const attempt = (login: string, password: string) => as(anonymous()).run(signIn, { login, password });

async function policy(actor: UserActor, attempts: number, minutes: number) {
  const { version } = await getServerSettings();
  await as(actor).do(saveSignInPolicy, { version, attempts, minutes });
}

const paramsOf = (result: Result<unknown>) => (result.ok ? undefined : result.error.params);

async function signedInAs(person: Person): Promise<{ sid: string; actor: UserActor }> {
  const { sid } = await as(anonymous()).do(signIn, { login: person.loginName, password: demoPassword });
  const actor = await actorOfSession(sid, aRequest());
  if (!actor) throw new Error("no session");
  return { sid, actor };
}

const stillIn = async (sid: string) => (await actorOfSession(sid, aRequest())) !== null;

const w = await world();
const { administrator } = w.actors;

describe("signing in", () => {
  test("[B02, B03] the right user ID and password open a session, whatever the case of the user ID", async () => {
    const person = await withPassword(await aPerson(w.tenant));
    const result = await attempt(`  ${person.loginName.toUpperCase()} `, demoPassword);
    if (!result.ok) throw new Error(result.error.code);
    const actor = await actorOfSession(result.data.sid, aRequest());
    expect(actor?.userId).toBe(person.userId);
    const [row] = await owner()`SELECT id_hash, extract(epoch FROM idle_expires_at - created_at)::int AS idle,
      extract(epoch FROM absolute_expires_at - created_at)::int AS whole FROM user_sessions
      WHERE user_id = ${person.userId}`;
    expect(row).toMatchObject({ idle: 8 * 3600, whole: 24 * 3600 });
    expect(row?.id_hash.toString("base64url")).not.toBe(result.data.sid);
  });

  test("each sign-in has a session of its own, and the database never holds its secret", async () => {
    const person = await withPassword(await aPerson(w.tenant));
    const [one, two] = [await signedInAs(person), await signedInAs(person)];
    expect(one.sid).not.toBe(two.sid);
    const dump =
      await owner()`SELECT t::text AS row FROM user_sessions t UNION ALL SELECT a::text FROM audit_events a`;
    const text = dump.map((r) => r.row).join("\n");
    expect(text).not.toContain(one.sid);
    expect(text).not.toContain(demoPassword);
  });

  test.each([
    ["no password", { login: "x" }],
    ["another factor instead", { login: "x", totp: "123456" }],
    ["an array", { login: "x", password: ["a"] }],
    ["an object", { login: "x", password: { $ne: "" } }],
    ["more than asked", { login: "x", password: "y", userId: "z" }],
    ["too long a password", { login: "x", password: "y".repeat(1025) }],
  ])("%s is refused before anything is compared", async (_what, input) => {
    const before = argon.verified;
    expect(codeOf(await as(anonymous()).run(signIn, input))).toBe("invalid");
    expect(argon.verified).toBe(before);
  });

  test("a wrong password, an unknown user ID, a disabled user and one without a password get the same answer", async () => {
    const real = await withPassword(await aPerson(w.tenant));
    const disabled = await withPassword(await aPerson(w.tenant));
    await as(administrator).do(disableUser, { userId: disabled.userId });
    const without = await aPerson(w.tenant);
    const answers = [];
    for (const login of [
      real.loginName,
      "nobody-at-all",
      disabled.loginName,
      without.loginName,
      "no\u0000body",
    ]) {
      const before = argon.verified;
      answers.push(await attempt(login, `${demoPassword}!`));
      expect(argon.verified - before).toBe(1);
    }
    const right = await attempt(disabled.loginName, demoPassword);
    const [first] = answers;
    expect(codeOf(first as Result<unknown>)).toBe("wrong_credentials");
    for (const answer of answers) expect(answer).toEqual(first);
    expect(codeOf(right)).toBe("wrong_credentials");
  });

  test("a password made with other costs is hashed again when it is used", async () => {
    const { hash } = await import("@node-rs/argon2");
    const { hmac } = await import("@/lib/server/crypto");
    const person = await withPassword(await aPerson(w.tenant));
    const old = await hash(hmac("pepper", demoPassword).toString("base64"), {
      memoryCost: 8192,
      timeCost: 1,
    });
    await owner()`UPDATE user_secrets SET secret = ${old} WHERE user_id = ${person.userId}`;
    await signedInAs(person);
    const [row] = await owner()`SELECT secret FROM user_secrets WHERE user_id = ${person.userId}`;
    expect(row?.secret).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await signedInAs(person);
  });

  test("30 tries a minute from one address, however many user IDs", async () => {
    const attacker = anonymous();
    await clock.startOfMinute();
    try {
      const codes: string[] = [];
      for (let i = 0; i < 32; i++) {
        codes.push(codeOf(await as(attacker).run(signIn, { login: `guess-${i}`, password: "x" })));
      }
      expect(codes.slice(0, 30)).toEqual(Array(30).fill("wrong_credentials"));
      expect(codes.slice(30)).toEqual(["too_many_requests", "too_many_requests"]);
    } finally {
      await clock.reset();
    }
  });
});

describe("blocks", () => {
  test("[B04, B05, B07, B11] the N-th wrong password in a row blocks, and says how many tries are left before", async () => {
    await policy(administrator, 3, 15);
    const person = await withPassword(await aPerson(w.tenant));
    const codes = [];
    for (let i = 0; i < 3; i++) codes.push(await attempt(person.loginName, "wrong"));
    expect(codes.map(codeOf)).toEqual(["wrong_credentials", "wrong_credentials", "locked"]);
    expect(codes.map((c) => paramsOf(c)?.left)).toEqual([2, 1, undefined]);
    expect(paramsOf(codes[2] as Result<unknown>)?.duration).toBe("15\u00a0min");
    expect(codeOf(await attempt(person.loginName, demoPassword))).toBe("locked");
  });

  test("[B05] a success starts the count again: only failures in a row count", async () => {
    await policy(administrator, 3, 15);
    const person = await withPassword(await aPerson(w.tenant));
    for (let round = 0; round < 3; round++) {
      expect(codeOf(await attempt(person.loginName, "wrong"))).toBe("wrong_credentials");
      expect(codeOf(await attempt(person.loginName, "wrong"))).toBe("wrong_credentials");
      expect(codeOf(await attempt(person.loginName, demoPassword))).toBe("ok");
    }
  });

  test("[B04] a user ID that nobody has is blocked exactly like a real one", async () => {
    await policy(administrator, 3, 15);
    const person = await withPassword(await aPerson(w.tenant));
    const shown = async (login: string) => {
      const seen = [];
      for (let i = 0; i < 5; i++) {
        const before = argon.verified;
        const result = await attempt(login, "wrong");
        const { until, ...params } = paramsOf(result) ?? {};
        seen.push([codeOf(result), params, until !== undefined, argon.verified - before]);
      }
      return seen;
    };
    expect(await shown("this.name.is.free")).toEqual(await shown(person.loginName));
  });

  test("[B08, B09] a block lasts as long as the administrator says and ends by itself; tries do not prolong it", async () => {
    await policy(administrator, 2, 10);
    const person = await withPassword(await aPerson(w.tenant));
    await attempt(person.loginName, "wrong");
    const locked = await attempt(person.loginName, "wrong");
    try {
      await clock.advance(9 * 60);
      const before = argon.verified;
      const again = await attempt(person.loginName, "wrong");
      expect(argon.verified).toBe(before);
      expect(paramsOf(again)?.until).toBe(paramsOf(locked)?.until);
      await clock.advance(61);
      // The next failure is the first again.
      expect(paramsOf(await attempt(person.loginName, "wrong"))?.left).toBe(1);
      expect(codeOf(await attempt(person.loginName, demoPassword))).toBe("ok");
    } finally {
      await clock.reset();
    }
  });

  test("[B06] a block stops every way of signing in and leaves running sessions alone", async () => {
    await policy(administrator, 2, 10);
    const person = await withPassword(await aPerson(w.tenant));
    const { sid } = await signedInAs(person);
    await attempt(person.loginName, "wrong");
    await attempt(person.loginName.toUpperCase(), "wrong");
    expect(codeOf(await attempt(person.loginName, demoPassword))).toBe("locked");
    expect(await stillIn(sid)).toBe(true);
  });

  test("[B10] an administrator sees who is blocked and lifts it; those of another account do not", async () => {
    await policy(administrator, 2, 10);
    const person = await withPassword(await aPerson(w.tenant, { name: "Aurélien Petit" }));
    await attempt(person.loginName, "wrong");
    await attempt(person.loginName, "wrong");
    const listed = await withActor(administrator, listLocked);
    expect(listed.map((p) => p.userId)).toContain(person.userId);
    const theirs = await withActor(w.actors.foreignAdministrator, listLocked);
    expect(theirs.map((p) => p.userId)).not.toContain(person.userId);
    const foreign = await as(w.actors.foreignAdministrator).run(unlock, { login: person.loginName });
    expect(codeOf(foreign)).toBe("not_found");
    expect(codeOf(await as(w.actors.member).run(unlock, { login: person.loginName }))).toBe("not_found");
    expect(await as(administrator).do(unlock, { login: ` ${person.loginName.toUpperCase()}` })).toEqual({
      wasLocked: true,
    });
    expect(codeOf(await attempt(person.loginName, demoPassword))).toBe("ok");
    await expect(withActor(w.actors.member, listLocked)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("sessions", () => {
  test("signing out ends this session and no other", async () => {
    const person = await withPassword(await aPerson(w.tenant));
    const [here, there] = [await signedInAs(person), await signedInAs(person)];
    await as(here.actor).do(signOut, {});
    expect([await stillIn(here.sid), await stillIn(there.sid)]).toEqual([false, true]);
  });

  test("signing out everywhere ends every session and tells the open pages", async () => {
    const person = await withPassword(await aPerson(w.tenant));
    const [here, there] = [await signedInAs(person), await signedInAs(person)];
    await as(here.actor).do(signOutEverywhere, {});
    expect([await stillIn(here.sid), await stillIn(there.sid)]).toEqual([false, false]);
    expect(await published()).toContainEqual(
      expect.objectContaining({ channel: channels.user(person.userId), event: "session.ended" }),
    );
    await signedInAs(person);
  });

  test("disabling a user ends the sessions at once and keeps the person out", async () => {
    const person = await withPassword(await aPerson(w.tenant));
    const { sid } = await signedInAs(person);
    await as(administrator).do(disableUser, { userId: person.userId });
    expect(await stillIn(sid)).toBe(false);
    expect(codeOf(await attempt(person.loginName, demoPassword))).toBe("wrong_credentials");
  });

  test("a session ends after 8 hours without use and after 24 hours in any case", async () => {
    const person = await withPassword(await aPerson(w.tenant));
    const [used, idle] = [await signedInAs(person), await signedInAs(person)];
    try {
      await clock.advance(7 * 3600);
      expect(await stillIn(used.sid)).toBe(true);
      await clock.advance(2 * 3600);
      expect([await stillIn(used.sid), await stillIn(idle.sid)]).toEqual([true, false]);
      await clock.advance(7 * 3600);
      expect(await stillIn(used.sid)).toBe(true);
      await clock.advance(7.5 * 3600);
      expect(await stillIn(used.sid)).toBe(true);
      await clock.advance(3600);
      expect(await stillIn(used.sid)).toBe(false);
    } finally {
      await clock.reset();
    }
  });

  test("a made-up session is nobody's", async () => {
    expect(await actorOfSession("not-a-session", aRequest())).toBeNull();
    expect(await actorOfSession("", aRequest())).toBeNull();
  });
});

test("[A10] theme and language are kept in the person's own profile", async () => {
  const person = await withPassword(await aPerson(w.tenant));
  const { sid, actor } = await signedInAs(person);
  await as(actor).do(setTheme, { theme: "dark" });
  await as(actor).do(setLocale, { locale: "fr" });
  expect(await actorOfSession(sid, aRequest())).toMatchObject({ theme: "dark", locale: "fr" });
  await as(actor).do(setTheme, { theme: "system" });
  expect((await actorOfSession(sid, aRequest()))?.theme).toBeNull();
  expect(codeOf(await as(actor).run(setTheme, { theme: "pink" }))).toBe("invalid");
  expect(codeOf(await as(anonymous()).run(setLocale, { locale: "fr" }))).toBe("signed_out");
});
