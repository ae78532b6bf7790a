import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resetPassword } from "@/lib/accounts/passwords/commands";
import { signIn } from "@/lib/auth/commands";
import {
  confirmFactor,
  dropFactor,
  enterCode,
  removeFactor,
  renewCodes,
  startFactor,
} from "@/lib/auth/factors/commands";
import { getFactorView, signChallenge } from "@/lib/auth/factors/queries";
import { codeAt, stepAt } from "@/lib/auth/factors/rules";
import { tokenHash, tokenOf } from "@/lib/auth/tokens/queries";
import { actorOfSession, type UserActor } from "@/lib/server/actor";
import { unseal } from "@/lib/server/crypto";
import { withActor } from "@/lib/server/scope";
import { clock, owner } from "../support/database";
import { demoPassword, withPassword } from "../support/passwords";
import { as, codeOf } from "../support/run";
import { anonymous, aPerson, aRequest, type Person, signedIn, world } from "../support/world";

const w = await world();
const current = demoPassword;

beforeEach(() => owner()`DELETE FROM rate_limits`);
afterEach(() => clock.reset());

/** The code that the person's app shows, some steps from now. */
async function codeOf6({ userId }: Person, off = 0): Promise<string> {
  const [row] = await owner()<
    { key: Buffer }[]
  >`SELECT key_sealed AS key FROM second_factors WHERE user_id = ${userId}`;
  if (!row) throw new Error("no key");
  return codeAt(Buffer.from(unseal("factor", row.key), "base64"), stepAt(await clock.now()) + off);
}

async function aPersonWithFactor(): Promise<{ person: Person; actor: UserActor; codes: string[] }> {
  const person = await withPassword(await aPerson(w.tenant, { name: "Nora Nouvelle" }));
  const actor = await signedIn(person);
  await as(actor).do(startFactor, { current });
  // The code of a moment ago, so that the one of now is still to be used.
  const { codes } = await as(actor).do(confirmFactor, { code: await codeOf6(person, -1) });
  return { person, actor, codes };
}

/** The first step; gives what the browser keeps until the second one. */
async function firstStep({ loginName }: Person, password = current): Promise<string> {
  const result = await as(anonymous()).run(signIn, { login: loginName, password });
  if (result.ok) throw new Error("one step was enough");
  expect(result.error.code).toBe("second_factor_needed");
  return String(result.error.params?.challenge);
}

const second = (challenge: string, code: string) => as(anonymous()).run(enterCode, { challenge, code });
const sessionsOf = async ({ userId }: Person) => {
  const [row] = await owner()<{ n: number }[]>`SELECT count(*)::int AS n FROM user_sessions
    WHERE user_id = ${userId} AND created_at >= app_now() - interval '1 hour'`;
  return row?.n ?? 0;
};

describe("setting it up", () => {
  test("needs the password, and asks for nothing at sign-in until a code was typed", async () => {
    const person = await withPassword(await aPerson(w.tenant));
    const actor = await signedIn(person);
    expect(codeOf(await as(actor).run(startFactor, { current: "wrong wrong" }))).toBe("invalid");
    expect(await withActor(actor, getFactorView)).toEqual({ state: "off" });
    await as(actor).do(startFactor, { current });
    const view = await withActor(actor, getFactorView);
    expect(view).toMatchObject({ state: "pending", secret: expect.stringMatching(/^[A-Z2-7]{32}$/) });
    // The key lies sealed in the database.
    const [row] = await owner()`SELECT key_sealed FROM second_factors WHERE user_id = ${person.userId}`;
    expect(view.state === "pending" && row?.key_sealed.toString("latin1").includes(view.secret)).toBe(false);
    expect(codeOf(await as(anonymous()).run(signIn, { login: person.loginName, password: current }))).toBe(
      "ok",
    );
    expect(await as(actor).run(confirmFactor, { code: "000000" })).toMatchObject({
      error: { fields: { code: { code: "wrong_factor_code" } } },
    });
    const { codes } = await as(actor).do(confirmFactor, { code: await codeOf6(person) });
    expect(new Set(codes).size).toBe(10);
    expect(await withActor(actor, getFactorView)).toMatchObject({ state: "on", codesLeft: 10 });
    const stored = JSON.stringify(
      await owner()`SELECT * FROM recovery_codes WHERE user_id = ${person.userId}`,
    );
    for (const code of codes) expect(stored).not.toContain(code.replace("-", ""));
    expect(codeOf(await as(actor).run(startFactor, { current }))).toBe("second_factor_is_on");
    await firstStep(person);
  });

  test("can be given up before, and turned off after with the password", async () => {
    const { person, actor } = await aPersonWithFactor();
    await as(actor).do(dropFactor, {});
    expect(await withActor(actor, getFactorView)).toMatchObject({ state: "on" });
    expect(codeOf(await as(actor).run(removeFactor, { current: "wrong wrong" }))).toBe("invalid");
    await as(actor).do(removeFactor, { current });
    expect(codeOf(await as(anonymous()).run(signIn, { login: person.loginName, password: current }))).toBe(
      "ok",
    );
    await as(actor).do(startFactor, { current });
    await as(actor).do(dropFactor, {});
    expect(await withActor(actor, getFactorView)).toEqual({ state: "off" });
  });
});

describe("signing in", () => {
  test("takes both steps: the password alone opens no session", async () => {
    const { person } = await aPersonWithFactor();
    const before = await sessionsOf(person);
    const challenge = await firstStep(person);
    expect(await sessionsOf(person)).toBe(before);
    const result = await second(challenge, await codeOf6(person));
    if (!result.ok) throw new Error(result.error.code);
    expect(await actorOfSession(result.data.sid, aRequest())).toMatchObject({ userId: person.userId });
  });

  test("a code counts once: not again, not in parallel, and none that is older (replay)", async () => {
    const { person } = await aPersonWithFactor();
    const challenge = await firstStep(person);
    const code = await codeOf6(person);
    const codes = (await Promise.all(Array.from({ length: 8 }, () => second(challenge, code)))).map(codeOf);
    expect(codes.filter((each) => each === "ok")).toHaveLength(1);
    const again = await firstStep(person);
    for (const off of [0, -1]) {
      expect(await second(again, await codeOf6(person, off))).toMatchObject({
        error: { fields: { code: { code: "wrong_factor_code" } } },
      });
    }
    expect(codeOf(await second(again, await codeOf6(person, 1)))).toBe("ok");
  });

  test("a recovery code lets in once, and new ones make the old ones worthless", async () => {
    const { person, actor, codes } = await aPersonWithFactor();
    const [one = "", two = ""] = codes;
    const enter = async (code: string) => codeOf(await second(await firstStep(person), code));
    expect(await enter(one.toUpperCase().replace("-", " "))).toBe("ok");
    expect(await enter(one)).toBe("invalid");
    expect(await withActor(actor, getFactorView)).toMatchObject({ codesLeft: 9 });
    const { codes: fresh } = await as(actor).do(renewCodes, { current });
    expect(await enter(two)).toBe("invalid");
    expect(await enter(fresh[0] ?? "")).toBe("ok");
    // Somebody else's code is no help.
    const other = await aPersonWithFactor();
    expect(codeOf(await second(await firstStep(other.person), fresh[1] ?? ""))).toBe("invalid");
  });

  test("guesses are counted by person over all challenges, and lock the second step only (rule 9)", async () => {
    const { person, codes } = await aPersonWithFactor();
    const challenges = await Promise.all([firstStep(person), firstStep(person)]);
    const guess = (i: number) => second(challenges[i % 2] ?? "", "000000");
    const results = (await Promise.all(Array.from({ length: 20 }, (_, i) => guess(i)))).map(codeOf);
    expect(results.filter((each) => each === "invalid")).toHaveLength(10);
    expect(results.filter((each) => each === "code_locked")).toHaveLength(10);
    expect(codeOf(await second(challenges[0] ?? "", codes[0] ?? ""))).toBe("code_locked");
  });

  test("abandoned first steps count as failures, so that a stolen password cannot be tested for ever", async () => {
    const { person } = await aPersonWithFactor();
    for (let i = 0; i < 9; i++) await firstStep(person);
    const challenge = await firstStep(person);
    const locked = await as(anonymous()).run(signIn, { login: person.loginName, password: current });
    expect(codeOf(locked)).toBe("locked");
    // Whoever comes through the second step has it all forgotten.
    expect(codeOf(await second(challenge, await codeOf6(person)))).toBe("ok");
    await firstStep(person);
  });

  test("what the browser keeps is worth five minutes, ends with the sessions, and cannot be made up", async () => {
    const { person, actor } = await aPersonWithFactor();
    const code = () => codeOf6(person);
    const old = await firstStep(person);
    for (const forged of ["", "x.y", `${old}x`, old.replace(/^./, "x")]) {
      expect(codeOf(await second(forged, await code()))).toBe("not_found");
    }
    const state = { tenantId: w.tenant.id, userId: person.userId, epoch: 99 };
    const until = new Date(Date.now() + 60_000).toISOString();
    expect(codeOf(await second(signChallenge({ ...state, until }), await code()))).toBe("not_found");
    await clock.advance(301);
    expect(codeOf(await second(old, await code()))).toBe("not_found");
    await clock.reset();
    // A new password ends what was begun with the old one, and does not take the second step away.
    const id = crypto.randomUUID();
    const token = tokenOf(w.tenant.id, id);
    await owner()`INSERT INTO user_tokens (tenant_id, id, user_id, purpose, token_hash, expires_at) VALUES
      (${w.tenant.id}, ${id}, ${person.userId}, 'reset_password', ${tokenHash(token)}, app_now() + interval '1 hour')`;
    const begun = await firstStep(person);
    await as(anonymous()).do(resetPassword, { token, password: "une tout autre phrase" });
    expect(codeOf(await second(begun, await code()))).toBe("not_found");
    expect(codeOf(await second(await firstStep(person, "une tout autre phrase"), await code()))).toBe("ok");
    expect(actor.userId).toBe(person.userId);
  });
});
