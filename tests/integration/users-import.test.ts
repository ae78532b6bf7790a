import { beforeEach, describe, expect, test } from "vitest";
import { checkImport, importUsers } from "@/lib/accounts/imports/commands";
import { IMPORT_LINES } from "@/lib/accounts/imports/rules";
import type { UserActor } from "@/lib/server/actor";
import { owner } from "../support/database";
import { aGroup } from "../support/groups";
import { as, queuedMails } from "../support/run";
import { anAccount, aPerson, type Person, signedIn, type Tenant } from "../support/world";

let tenant: Tenant;
let administrator: UserActor;
let member: Person;
beforeEach(async () => {
  await owner()`TRUNCATE rate_limits`;
  await owner()`DELETE FROM outbox`;
  tenant = await anAccount("Import SA");
  administrator = await signedIn(await aPerson(tenant, { role: "host", isAdministrator: true }));
  member = await aPerson(tenant);
});

let serial = 0;
const fresh = (name: string) => `${name}${process.pid}x${++serial}`;
const check = async (table: string, invite = true) =>
  (await as(administrator).do(checkImport, { table, invite })).lines.map(
    ({ line, name, login, problems }) => ({
      line,
      name,
      login,
      problems: problems.map(({ field, code }) => `${field} ${code}`),
    }),
  );
const problemOf = async (table: string) => {
  const result = await as(administrator).run(checkImport, { table, invite: true });
  return result.ok ? null : result.error.fields?.table;
};
const people = () => owner()<{ name: string; email: string | null; login: string; groups: string[] }[]>`
  SELECT u.display_name AS name, u.email, n.login_key AS login,
    ARRAY(SELECT g.name FROM group_members m JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
      WHERE m.user_id = u.id ORDER BY g.name) AS groups
  FROM users u JOIN login_names n ON n.user_id = u.id
  WHERE u.tenant_id = ${tenant.id} AND u.id NOT IN ${owner()([administrator.userId, member.userId])} ORDER BY u.display_name`;

describe("a table of people", () => {
  test.each([
    [
      "commas and our own heads",
      (a: string) => `Name,E-mail,User ID,Groups\nAda Lovelace,${a}@example.org,${a},Studio`,
    ],
    [
      "semicolons and French heads",
      (a: string) => `\uFEFFNom;E-mail;Identifiant;Groupes\r\nAda Lovelace;${a}@example.org;${a};Studio\r\n`,
    ],
    [
      "tabs, in another order",
      (a: string) =>
        `Login\tLast name\tFirst name\tGroup\tMail\n${a}\tLovelace\tAda\tStudio\t${a}@example.org`,
    ],
    ["no heads at all", (a: string) => `Ada Lovelace,${a}@example.org,${a},"studio"`],
  ])("is read with %s", async (_, table) => {
    await aGroup(tenant, { name: "Studio" });
    const login = fresh("ada");
    const { created, refused } = await as(administrator).do(importUsers, {
      table: table(login),
      invite: true,
    });
    expect({ created, refused }).toEqual({ created: 1, refused: [] });
    expect([...(await people())]).toEqual([
      { name: "Ada Lovelace", email: `${login}@example.org`, login, groups: ["Studio"] },
    ]);
    expect((await queuedMails()).map(({ kind }) => kind)).toEqual(["mail.activate"]);
  });

  test("is looked at line by line, and nothing is written before that is confirmed", async () => {
    const [a, b] = [fresh("a"), fresh("b")];
    const table = [
      "name,email,login,groups",
      `Ada,${a}@example.org,${a},`,
      `Twin,${a}@EXAMPLE.org,${b},`,
      `Same,${b}@example.org,${a.toUpperCase()},`,
      `Taken,${member.email},${member.loginName},`,
      `,nobody@example.org,x y,`,
      `Lost,lost@example.org,lost.${a},No such group`,
      `No mail,,no.mail.${a},`,
    ].join("\n");
    expect(await check(table)).toEqual([
      { line: 2, name: "Ada", login: a, problems: [] },
      { line: 3, name: "Twin", login: b, problems: ["email email_taken"] },
      { line: 4, name: "Same", login: a, problems: ["login user_id_taken"] },
      {
        line: 5,
        name: "Taken",
        login: member.loginName,
        problems: ["login user_id_taken", "email email_taken"],
      },
      { line: 6, name: "", login: "x y", problems: ["name required", "login invalid_login"] },
      { line: 7, name: "Lost", login: `lost.${a}`, problems: ["groups import_no_group"] },
      { line: 8, name: "No mail", login: `no.mail.${a}`, problems: ["email required"] },
    ]);
    expect(await people()).toHaveLength(0);
    // Who gets no mail needs no address.
    expect((await check(table, false)).at(-1)?.problems).toEqual([]);
  });

  test("makes user IDs of addresses, with a number where one is taken", async () => {
    const login = fresh("zoe");
    const table = `name,email\nZoé Un,${login}@example.org\nZoé Deux,${login}@example.com\nZoé Trois,${login}@example.net`;
    expect((await check(table)).map((line) => line.login)).toEqual([login, `${login}2`, `${login}3`]);
  });

  test("sent twice makes nobody twice, and the good lines come in beside the bad ones", async () => {
    const login = fresh("ada");
    const table = `Ada,${login}@example.org,${login}\nBad,no address,bad.${login}`;
    const send = () => as(administrator).do(importUsers, { table, invite: false });
    const [first, second] = [await send(), await send()];
    expect([first.created, first.refused.map(({ line }) => line)]).toEqual([1, [2]]);
    expect([second.created, second.refused.map(({ line }) => line)]).toEqual([0, [1, 2]]);
    expect(await queuedMails()).toEqual([]);
    const log = await owner()<{ diff: unknown }[]>`SELECT diff FROM audit_events
      WHERE tenant_id = ${tenant.id} AND action = 'accounts.importUsers' ORDER BY occurred_at`;
    expect(log.map(({ diff }) => diff)).toEqual([
      { created: 1, refused: 1, invite: false },
      { created: 0, refused: 2, invite: false },
    ]);
  });

  test("of a thousand people comes in whole, and one of more is refused", async () => {
    const login = fresh("m");
    const lines = (n: number) =>
      Array.from({ length: n }, (_, i) => `Person ${i},${login}.${i}@example.org,${login}.${i}`).join("\n");
    expect(
      (await as(administrator).do(importUsers, { table: lines(IMPORT_LINES), invite: true })).created,
    ).toBe(IMPORT_LINES);
    expect(await queuedMails()).toHaveLength(IMPORT_LINES);
    expect(await problemOf(lines(IMPORT_LINES + 1))).toEqual({
      code: "import_too_many",
      params: { max: IMPORT_LINES },
    });
  });

  test("without people or known columns is told so", async () => {
    expect(await problemOf(" \n ,, \n")).toMatchObject({ code: "import_empty" });
    expect(await problemOf("name,email")).toMatchObject({ code: "import_empty" });
    expect(await problemOf("colour,size\nred,12")).toMatchObject({ code: "import_no_columns" });
  });

  test("loses the apostrophe of our own files, and keeps formulas as mere text", async () => {
    const login = fresh("f");
    await as(administrator).do(importUsers, {
      table: `"'=1+1",${login}@example.org,${login}`,
      invite: false,
    });
    expect((await people()).map(({ name }) => name)).toEqual(["=1+1"]);
  });
});
