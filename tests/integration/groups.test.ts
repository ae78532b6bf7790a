import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { pool } from "@/db/client";
import { setRights } from "@/lib/accounts/commands";
import { addMember, createGroup, deleteGroup, removeMember, saveGroup } from "@/lib/accounts/groups/commands";
import { getGroup, listGroups } from "@/lib/accounts/groups/queries";
import { choicesText, groupsMax, rightCodes } from "@/lib/accounts/rules";
import { disableUser } from "@/lib/accounts/users/commands";
import { getRights, listUsers } from "@/lib/accounts/users/queries";
import { channels } from "@/lib/realtime/channels";
import { actorOfSession, type RightCode } from "@/lib/server/actor";
import { enter, withActor } from "@/lib/server/scope";
import { owner } from "../support/database";
import { aGroup, everyoneOf } from "../support/groups";
import { as, codeOf, published } from "../support/run";
import { anAccount, aPerson, aRequest, aSession, signedIn, type Tenant, world } from "../support/world";

const w = await world();

/** An account of its own, with an administrator and somebody who is signed in. */
async function furnished() {
  const tenant = await anAccount("Groupes SCOP");
  const administrator = await signedIn(
    await aPerson(tenant, { name: "Zoé Admin", role: "host", isAdministrator: true }),
  );
  const person = await aPerson(tenant, { name: "Paul Personne" });
  const sid = await aSession(person);
  /** What the person may do at the next request. */
  const may = async () => [...((await actorOfSession(sid, aRequest()))?.rights ?? [])].sort();
  return { tenant, administrator, person, may };
}
type World = Awaited<ReturnType<typeof furnished>>;

const choices = (some: Partial<Record<RightCode, "allow" | "deny">>) => ({
  was: "",
  rights: Object.fromEntries(rightCodes.map((code) => [code, some[code] ?? "group"])),
});
const versionOf = async ({ administrator }: World, id: string) =>
  (await withActor(administrator, (scope) => getGroup(scope, id))).version;
const whence = async ({ administrator, person }: World, code: RightCode) =>
  (await withActor(administrator, (scope) => getRights(scope, person.userId))).find(
    (one) => one.code === code,
  );

describe("[A07] the effective right", () => {
  test("is what a group gives, unless something else was chosen for the person, from the next request on", async () => {
    const f = await furnished();
    const { administrator, person, may, tenant } = f;
    const everyone = await everyoneOf(tenant);
    expect(await may()).toEqual([]);
    expect(await whence(f, "record")).toEqual({ code: "record", granted: false, own: null, groups: [] });

    await as(administrator).do(saveGroup, { groupId: everyone, version: 1, rights: ["start_chats"] });
    expect(await may()).toEqual(["start_chats"]);
    const { groupId } = await as(administrator).do(createGroup, {
      name: "Studio",
      rights: ["record", "operator"],
    });
    expect(await may()).toEqual(["start_chats"]);
    await as(administrator).do(addMember, { groupId, userId: person.userId });
    expect(await may()).toEqual(["operator", "record", "start_chats"]);
    expect(await whence(f, "record")).toMatchObject({
      granted: true,
      groups: [{ id: groupId, name: "Studio" }],
    });
    expect(await whence(f, "start_chats")).toMatchObject({ groups: [{ id: everyone, name: null }] });

    const set = {
      userId: person.userId,
      ...choices({ record: "deny", start_chats: "deny", address_book: "allow" }),
    };
    await as(administrator).do(setRights, set);
    expect(await may()).toEqual(["address_book", "operator"]);
    // The page goes on saying what the groups would give.
    expect(await whence(f, "record")).toMatchObject({
      granted: false,
      own: "deny",
      groups: [{ name: "Studio" }],
    });

    await as(administrator).do(removeMember, { groupId, userId: person.userId });
    expect(await may()).toEqual(["address_book"]);
    const was = choicesText([
      { code: "record", effect: "deny" },
      { code: "start_chats", effect: "deny" },
      { code: "address_book", effect: "allow" },
    ]);
    await as(administrator).do(setRights, { userId: person.userId, ...choices({}), was });
    expect(await may()).toEqual(["start_chats"]);
  });

  test("of several groups one is enough, and deleting the last one that gives it takes it", async () => {
    const { tenant, administrator, person, may } = await furnished();
    const one = await aGroup(tenant, { name: "Un", rights: ["record"], members: [person] });
    const two = await aGroup(tenant, { name: "Deux", rights: ["record", "calls"], members: [person] });
    await as(administrator).do(deleteGroup, { groupId: one });
    expect(await may()).toEqual(["calls", "record"]);
    await as(administrator).do(deleteGroup, { groupId: two });
    expect(await may()).toEqual([]);
    const [left] = await owner()`SELECT count(*)::int AS n FROM group_members WHERE tenant_id = ${tenant.id}`;
    expect(left?.n).toBe(0);
  });

  test("whoever has the page open hears of it, and nobody else", async () => {
    const { tenant, administrator, person } = await furnished();
    const bystander = await aPerson(tenant, { name: "Yves Autre" });
    await aSession(bystander);
    const groupId = await aGroup(tenant, { members: [person] });
    const before = (await published()).length;
    await as(administrator).do(saveGroup, { groupId, version: 1, name: "Exploitation", rights: ["calls"] });
    const events = (await published()).slice(before);
    expect(events).toEqual([{ channel: channels.user(person.userId), event: "rights.changed", payload: {} }]);
    const { version } = await withActor(administrator, async (scope) =>
      getGroup(scope, await everyoneOf(tenant)),
    );
    await as(administrator).do(saveGroup, { groupId: await everyoneOf(tenant), version, rights: [] });
    const all = (await published()).slice(before + 1).map((event) => event.channel);
    const expected = [person.userId, bystander.userId, administrator.userId].map(channels.user);
    expect(all.sort()).toEqual(expected.sort());
  });
});

describe("groups", () => {
  test("have names of their own, whatever their case, and everyone keeps none", async () => {
    const f = await furnished();
    const { administrator, tenant } = f;
    const { groupId } = await as(administrator).do(createGroup, { name: " Étude  ", rights: [] });
    const taken = await as(administrator).run(createGroup, { name: "étude", rights: [] });
    expect(!taken.ok && taken.error.fields?.name?.code).toBe("group_name_taken");
    const everyone = await everyoneOf(tenant);
    const renamed = { groupId: everyone, version: await versionOf(f, everyone), name: "Tous", rights: [] };
    expect(codeOf(await as(administrator).run(saveGroup, renamed))).toBe("invalid");
    expect(codeOf(await as(administrator).run(deleteGroup, { groupId: everyone }))).toBe("everyone_stays");
    expect(
      codeOf(await as(administrator).run(addMember, { groupId: everyone, userId: f.person.userId })),
    ).toBe("not_found");
    // The same name in another account says nothing of this one.
    expect(
      codeOf(await as(w.actors.foreignAdministrator).run(createGroup, { name: "Étude", rights: [] })),
    ).toBe("ok");
    const list = await withActor(administrator, listGroups);
    expect(list.map(({ id, name, people }) => ({ id, name, people }))).toEqual([
      { id: everyone, name: null, people: 2 },
      { id: groupId, name: "Étude", people: 0 },
    ]);
  });

  test("two who save the same form at once: one is told", async () => {
    const { administrator, tenant, person, may } = await furnished();
    const groupId = await aGroup(tenant, { members: [person] });
    const save = (rights: RightCode[]) =>
      as(administrator).run(saveGroup, { groupId, version: 1, name: "Exploitation", rights });
    const codes = (await Promise.all([save(["calls"]), save(["record"])])).map(codeOf);
    expect(codes.sort()).toEqual(["conflict", "ok"]);
    expect(await may()).toHaveLength(1);
    const choose = (code: RightCode) =>
      as(administrator).run(setRights, { userId: person.userId, ...choices({ [code]: "deny" }) });
    const both = (await Promise.all([choose("calls"), choose("record")])).map(codeOf);
    expect(both.sort()).toEqual(["conflict", "ok"]);
  });

  test("the same name at the same moment is one group, and one form sent twice is one", async () => {
    const { administrator, tenant } = await furnished();
    const make = () => as(administrator).run(createGroup, { name: "Support", rights: [] });
    const answers = await Promise.all([make(), make(), make()]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const requestId = crypto.randomUUID();
    const twice = { name: "Accueil", rights: [], requestId };
    const first = await as(administrator).do(createGroup, twice);
    expect(await as(administrator).do(createGroup, twice)).toEqual(first);
    const [row] = await owner()`SELECT count(*)::int AS n FROM groups WHERE tenant_id = ${tenant.id}`;
    expect(row?.n).toBe(3);
  });

  test("an account has as many as a page can show, and says so", async () => {
    const { administrator, tenant } = await furnished();
    await owner()`INSERT INTO groups (tenant_id, id, name)
      SELECT ${tenant.id}, gen_random_uuid(), 'Groupe ' || n FROM generate_series(1, ${groupsMax}) n`;
    const refused = await as(administrator).run(createGroup, { name: "Un de trop", rights: [] });
    expect(!refused.ok && refused.error).toMatchObject({
      code: "too_many_groups",
      params: { max: groupsMax },
    });
  });

  test("are written in the role of the control panel alone", async () => {
    const { tenant } = await furnished();
    const groupId = await aGroup(tenant);
    const attempt = (statement: ReturnType<typeof sql>) =>
      pool()
        .db.transaction(async (tx) => {
          await enter(tx, "foyer_app", { tenantId: tenant.id });
          await tx.execute(statement);
        })
        .then(
          () => "done",
          () => "refused",
        );
    expect(await attempt(sql`SELECT 1 FROM groups`)).toBe("done");
    for (const statement of [
      sql`INSERT INTO group_rights (tenant_id, group_id, right_code) VALUES (${tenant.id}, ${groupId}, 'operator')`,
      sql`UPDATE groups SET name = 'Autre' WHERE id = ${groupId}`,
      sql`DELETE FROM group_members WHERE group_id = ${groupId}`,
    ]) {
      expect(await attempt(statement)).toBe("refused");
    }
  });
});

describe("the list of users", () => {
  test("is walked page by page in the order of names, disabled people too, all or by group", async () => {
    const { tenant, administrator, person } = await furnished();
    const people = [person];
    for (const name of ["Émile Zola", "Eva Braun", "emile Ajar", "Zoé Admin"])
      people.push(await aPerson(tenant, { name }));
    await as(administrator).do(disableUser, { userId: people[1]?.userId });
    const groupId = await aGroup(tenant, { name: "Lettres", members: people.slice(1, 3) });
    const read = (more: object) =>
      withActor(administrator, (scope) => listUsers(scope, { limit: 2, ...more }));
    const walk = async (more: object = {}) => {
      const names: string[] = [];
      let after: Awaited<ReturnType<typeof read>>["after"];
      do {
        const page = await read({ ...more, after });
        names.push(...page.users.map((user) => user.name));
        after = page.after;
      } while (after);
      return names;
    };
    const all = ["emile Ajar", "Émile Zola", "Eva Braun", "Paul Personne", "Zoé Admin", "Zoé Admin"];
    expect(await walk()).toEqual(all);
    expect(await walk({ group: groupId })).toEqual(["Émile Zola", "Eva Braun"]);
    expect(await walk({ group: groupId, outside: true })).toEqual([
      "emile Ajar",
      "Paul Personne",
      "Zoé Admin",
      "Zoé Admin",
    ]);
    const [first] = (await read({ q: "emile z" })).users;
    expect(first).toMatchObject({ name: "Émile Zola", groups: ["Lettres"], state: "disabled" });
    const second = await read({ after: (await read({})).after });
    expect((await read({ before: second.before })).users.map((user) => user.name)).toEqual(all.slice(0, 2));
  });
});

test("every account has the group that is everyone, made with it or before groups existed", async () => {
  const without = async () =>
    owner()`SELECT a.id FROM accounts a WHERE NOT EXISTS (SELECT 1 FROM groups g WHERE g.tenant_id = a.id AND g.is_everyone)`;
  const tenant: Tenant = await anAccount("Toute neuve");
  expect(await without()).toEqual([]);
  expect(
    codeOf(
      await as(w.actors.administrator).run(saveGroup, {
        groupId: await everyoneOf(tenant),
        version: 1,
        rights: [],
      }),
    ),
  ).toBe("not_found");
});
