import { describe, expect, test } from "vitest";
import { createUser, openAccount, setLicence, setParallelEvents, setRights } from "@/lib/accounts/commands";
import { findUser, getAccount, searchUsers } from "@/lib/accounts/queries";
import { rightCodes } from "@/lib/accounts/rules";
import { disableUser } from "@/lib/accounts/users/commands";
import { signIn } from "@/lib/auth/commands";
import { actorOfSession, type RightCode, type UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { clock, owner } from "../support/database";
import { demoPassword } from "../support/passwords";
import { as, codeOf } from "../support/run";
import { anonymous, aPerson, aRequest, signedIn, world } from "../support/world";

async function signInAs(login: string, password = demoPassword): Promise<UserActor> {
  const { sid } = await as(anonymous()).do(signIn, { login, password });
  const actor = await actorOfSession(sid, aRequest());
  if (!actor) throw new Error("no session");
  return actor;
}

const w = await world();
const { administrator, foreignAdministrator, member } = w.actors;

const choices = (some: Partial<Record<RightCode, "allow" | "deny">>) =>
  Object.fromEntries(rightCodes.map((code) => [code, some[code] ?? "group"]));
const none = (userId: string) => ({ userId, was: "", rights: choices({}) });

const someone = (over: Record<string, unknown> = {}) => ({
  displayName: "Karim Bouzidi",
  login: `k.${Math.floor(performance.now() * 1000).toString(36)}`,
  email: "",
  password: demoPassword,
  rights: ["create_conferences"],
  licence: { term: "permanent" },
  ...over,
});

describe("people of an account", () => {
  test("[A05] whoever the administrator adds can sign in to the personal area", async () => {
    const form = someone({ email: "Karim@Clairval.Example" });
    const { userId } = await as(administrator).do(createUser, form);
    const actor = await signInAs(form.login);
    expect(actor).toMatchObject({
      userId,
      tenantId: w.tenant.id,
      email: "Karim@clairval.example",
      isAdministrator: false,
      licence: { term: "permanent" },
    });
  });

  test("[A07] what the administrator grants or takes counts from the next request on", async () => {
    const form = someone({ rights: [] });
    const { userId } = await as(administrator).do(createUser, form);
    const { sid } = await as(anonymous()).do(signIn, { login: form.login, password: demoPassword });
    const rights = async () => [...((await actorOfSession(sid, aRequest()))?.rights ?? [])].sort();
    expect(await rights()).toEqual([]);
    const given = choices({ record: "allow", create_conferences: "allow" });
    await as(administrator).do(setRights, { userId, was: "", rights: given });
    expect(await rights()).toEqual(["create_conferences", "record"]);
    const was = "create_conferences:allow record:allow";
    await as(administrator).do(setRights, { userId, was, rights: choices({}) });
    expect(await rights()).toEqual([]);
  });

  test("a licence is permanent, ends at an instant, or is none", async () => {
    const form = someone({ licence: { term: "none" } });
    const { userId } = await as(administrator).do(createUser, form);
    const { sid } = await as(anonymous()).do(signIn, { login: form.login, password: demoPassword });
    const licence = async () => (await actorOfSession(sid, aRequest()))?.licence;
    expect(await licence()).toEqual({ term: "none" });
    const expiresAt = new Date((await clock.now()).getTime() + 3600_000);
    await as(administrator).do(setLicence, {
      userId,
      licence: { term: "temporary", expiresAt: expiresAt.toISOString() },
    });
    expect(await licence()).toEqual({ term: "temporary", expiresAt });
    try {
      await clock.advance(3601);
      expect(await licence()).toEqual({ term: "none", endedAt: expiresAt });
    } finally {
      await clock.reset();
    }
  });

  test("user IDs are unique on the server, addresses within the account, and a refusal leaves nothing behind", async () => {
    const form = someone({ email: "one@clairval.example" });
    await as(administrator).do(createUser, form);
    const [before] = await owner()`SELECT count(*)::int AS n FROM users`;
    const taken = someone({ login: form.login.toUpperCase() });
    expect(codeOf(await as(foreignAdministrator).run(createUser, taken))).toBe("user_id_taken");
    const sameMail = someone({ email: "ONE@clairval.example" });
    expect(codeOf(await as(administrator).run(createUser, sameMail))).toBe("email_taken");
    const [after] = await owner()`SELECT count(*)::int AS n FROM users`;
    expect(after).toEqual(before);
    expect(codeOf(await as(foreignAdministrator).run(createUser, sameMail))).toBe("ok");
  });

  test.each([
    ["login", "maëlle", "invalid_login"],
    ["login", "x", "invalid_login"],
    ["displayName", "   ", "required"],
    ["email", "not an address", "invalid_email"],
    ["password", "short", "too_short"],
    ["password", "Karim2026", "password_common"],
    ["rights", ["everything"], undefined],
  ])("%s %j is refused at its field", async (field, value, code) => {
    const result = await as(administrator).run(createUser, someone({ [field]: value }));
    expect(codeOf(result)).toBe("invalid");
    if (!result.ok && code) expect(result.error.fields?.[field]?.code).toBe(code);
  });

  test("[A06] people without the duty cannot reach these commands, and administrators only their own account", async () => {
    const target = await aPerson(w.tenant);
    for (const actor of [member, w.actors.organiser]) {
      expect(codeOf(await as(actor).run(createUser, someone()))).toBe("not_found");
      expect(codeOf(await as(actor).run(setRights, none(target.userId)))).toBe("not_found");
      expect(codeOf(await as(actor).run(disableUser, { userId: target.userId }))).toBe("not_found");
    }
    for (const [command, input] of [
      [setRights, { was: "", rights: choices({ operator: "allow" }) }],
      [setLicence, { licence: { term: "permanent" } }],
      [disableUser, {}],
    ] as const) {
      const input_ = { userId: target.userId, ...input };
      expect(codeOf(await as(foreignAdministrator).run(command as never, input_))).toBe("not_found");
    }
    const [row] = await owner()`SELECT disabled_at FROM users WHERE id = ${target.userId}`;
    expect(row?.disabled_at).toBeNull();
  });

  test("nobody disables themselves, and the host stays", async () => {
    const host = w.people.administrator.userId;
    const second = await aPerson(w.tenant, { isAdministrator: true });
    const actor = await signedIn(second);
    expect(codeOf(await as(actor).run(disableUser, { userId: second.userId }))).toBe("not_yourself");
    expect(codeOf(await as(actor).run(disableUser, { userId: host }))).toBe("host_stays");
  });

  test("an administrator of the server opens further accounts; their administrator is not the server's", async () => {
    const input = {
      organisation: "Autre Coopérative",
      timeZone: "Europe/Paris",
      locale: "fr",
      displayName: "Yann Le Goff",
      login: "yann.legoff",
      email: "",
      password: demoPassword,
    };
    const { tenantId } = await as(administrator).do(openAccount, input);
    const actor = await signInAs(input.login);
    expect(actor).toMatchObject({ tenantId, isAdministrator: true, isServerAdministrator: false });
    const other = { ...input, login: "yann.legoff2" };
    expect(codeOf(await as(foreignAdministrator).run(openAccount, other))).toBe("not_found");
    expect(codeOf(await as(anonymous()).run(openAccount, other))).toBe("not_found");
  });

  test("the number of parallel conferences is the server's decision, and two editors do not overwrite each other", async () => {
    const was = (await withActor(administrator, getAccount)).parallelEvents;
    await as(administrator).do(setParallelEvents, { was, parallelEvents: "7" });
    expect((await withActor(administrator, getAccount)).parallelEvents).toBe(7);
    expect(codeOf(await as(administrator).run(setParallelEvents, { was, parallelEvents: 9 }))).toBe(
      "conflict",
    );
    expect(
      codeOf(await as(foreignAdministrator).run(setParallelEvents, { was: 20, parallelEvents: 9 })),
    ).toBe("not_found");
  });
});

describe("the directory", () => {
  const found = async (actor: UserActor, q: string, limit = 20) =>
    (await withActor(actor, (scope) => searchUsers(scope, q, limit))).users.map((u) => u.name);

  test.each([
    ["insel", "Élise Insel"],
    ["elise", "Élise Insel"],
    ["ÉLI ins", "Élise Insel"],
    ["rochef", "Jean-Baptiste de La Rochefoucauld-Liancourt"],
    ["liancourt", "Jean-Baptiste de La Rochefoucauld-Liancourt"],
    ["baptiste", "Jean-Baptiste de La Rochefoucauld-Liancourt"],
  ])("%s finds %s", async (q, name) => {
    await owner()`DELETE FROM users WHERE display_name = ${name}`;
    await aPerson(w.tenant, { name });
    expect(await found(administrator, q)).toEqual([name]);
  });

  test("the e-mail and the user ID are found by their beginning", async () => {
    const person = await aPerson(w.tenant, { name: "Quentin Quelque" });
    expect(await found(administrator, person.loginName.slice(0, 10))).toEqual(["Quentin Quelque"]);
    expect(await found(administrator, person.email.toUpperCase())).toEqual(["Quentin Quelque"]);
  });

  test("signs of the pattern language mean themselves", async () => {
    expect(await found(administrator, "%")).toEqual([]);
    expect(await found(administrator, "_")).toEqual([]);
    expect(await found(administrator, "\\")).toEqual([]);
    expect(await found(administrator, "' OR 1=1 --")).toEqual([]);
  });

  test("people of other accounts and disabled people are not in it", async () => {
    const gone = await aPerson(w.tenant, { name: "Zoé Partie" });
    await as(administrator).do(disableUser, { userId: gone.userId });
    expect(await found(administrator, "zoé")).toEqual([]);
    expect(await found(administrator, "odile")).toEqual([]);
    expect(await found(w.actors.foreigner, "odile")).toEqual(["Odile Autre"]);
    const theirs = await withActor(administrator, (s) => findUser(s, w.people.foreigner.userId));
    expect(theirs).toBeNull();
  });

  test("pages follow each other without a gap or a repetition", async () => {
    for (const name of ["Paul Un", "Paul Deux", "Paul Deux", "Paul Trois", "Paul Quatre"]) {
      await aPerson(w.tenant, { name });
    }
    const seen: string[] = [];
    let after: Awaited<ReturnType<typeof searchUsers>>["next"] = null;
    do {
      const page: Awaited<ReturnType<typeof searchUsers>> = await withActor(administrator, (scope) =>
        searchUsers(scope, "paul", 2, after ?? undefined),
      );
      seen.push(...page.users.map((u) => u.id));
      after = page.next;
    } while (after);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });
});
