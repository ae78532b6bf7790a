import { describe, expect, test } from "vitest";
import { setUpServer } from "@/lib/accounts/commands";
import { isSetUpOpen } from "@/lib/accounts/queries";
import { rightCodes } from "@/lib/accounts/rules";
import { signIn } from "@/lib/auth/commands";
import { randomToken } from "@/lib/ids";
import { actorOfSession } from "@/lib/server/actor";
import { sha256 } from "@/lib/server/crypto";
import { getServerSettings } from "@/lib/settings/queries";
import { owner } from "../support/database";
import { demoPassword } from "../support/passwords";
import { as, codeOf } from "../support/run";
import { anonymous, aRequest } from "../support/world";

async function aSetUpToken(): Promise<string> {
  const token = randomToken();
  await owner()`INSERT INTO one_time_tokens (token_hash, purpose, expires_at)
    VALUES (${sha256(token)}, 'first_administrator', app_now() + interval '1 day')`;
  return token;
}

const setUpForm = (token: string, login: string) => ({
  token,
  organisation: "Clairval Énergies",
  timeZone: "Europe/Paris",
  locale: "fr",
  displayName: "Théodore Vasseur",
  login,
  email: "",
  password: demoPassword,
});

describe("an empty server", () => {
  test("the one-time link makes the first account once, and looking at it does not use it up", async () => {
    const [token, expired] = [await aSetUpToken(), await aSetUpToken()];
    await owner()`UPDATE one_time_tokens SET expires_at = app_now() WHERE token_hash = ${sha256(expired)}`;
    expect([await isSetUpOpen(token), await isSetUpOpen(token), await isSetUpOpen(expired)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await isSetUpOpen("made-up")).toBe(false);
    expect(codeOf(await as(anonymous()).run(setUpServer, setUpForm(expired, "late")))).toBe("not_found");
    const weak = await as(anonymous()).run(setUpServer, {
      ...setUpForm(token, "first"),
      password: "Clairval99",
    });
    expect(weak).toMatchObject({ error: { fields: { password: { code: "password_common" } } } });

    const rush = await Promise.all(
      ["first", "second", "third"].map((login) => as(anonymous()).run(setUpServer, setUpForm(token, login))),
    );
    expect(rush.map(codeOf).sort()).toEqual(["not_found", "not_found", "ok"]);
    expect(await isSetUpOpen(token)).toBe(false);
    const [count] = await owner()`SELECT count(*)::int AS n FROM accounts`;
    expect(count?.n).toBe(1);
  });

  test("the first administrator has every right, a permanent licence, and the server's duty", async () => {
    const [login] = await owner()`SELECT login_key FROM login_names`;
    const typed = { login: login?.login_key, password: demoPassword };
    const { sid } = await as(anonymous()).do(signIn, typed);
    const actor = await actorOfSession(sid, aRequest());
    expect(actor).toMatchObject({
      isAdministrator: true,
      isServerAdministrator: true,
      licence: { term: "permanent" },
      accountName: "Clairval Énergies",
      timeZone: "Europe/Paris",
    });
    expect([...(actor?.rights ?? [])].sort()).toEqual([...rightCodes].sort());
    expect((await getServerSettings()).organisation).toBe("Clairval Énergies");
  });

  test("another link is of no use once there is an account", async () => {
    const token = await aSetUpToken();
    expect(await isSetUpOpen(token)).toBe(false);
    expect(codeOf(await as(anonymous()).run(setUpServer, setUpForm(token, "intruder")))).toBe("not_found");
  });
});
