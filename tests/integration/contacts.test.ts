import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { pool } from "@/db/client";
import { addContact, deleteContact, restoreContact, saveContact } from "@/lib/contacts/commands";
import { getContact, listContacts } from "@/lib/contacts/queries";
import { housekeeping } from "@/lib/jobs/housekeeping";
import type { UserActor } from "@/lib/server/actor";
import { enter, withActor } from "@/lib/server/scope";
import { aCallString, aContact, aPersonToKeep } from "../support/contacts";
import { clock, owner } from "../support/database";
import { as, codeOf } from "../support/run";
import { aPerson, signedIn, world } from "../support/world";

const w = await world();
const { administrator, foreigner, member } = w.actors;

/** Somebody new with an empty address book. */
const keeper = async () => signedIn(await aPerson(w.tenant, { rights: ["address_book"] }));
const list = (actor: UserActor, more: { q?: string; limit?: number; after?: string; before?: string } = {}) =>
  withActor(actor, (scope) => listContacts(scope, { limit: 50, ...more }));
const names = async (actor: UserActor, q?: string) => (await list(actor, { q })).contacts.map((c) => c.name);
const read = (actor: UserActor, id: string) => withActor(actor, (scope) => getContact(scope, id));

describe("[A04, W08, W09] persons with several addresses", () => {
  test("are kept as they were typed, in normal form, and audited without their data", async () => {
    const actor = await keeper();
    const id = await aContact(actor, {
      displayName: "  Élodie\u200b  Garnier ",
      company: " Mairie ",
      emails: ["Elodie@Example.ORG", "", "e.garnier@example.org", "Elodie@example.org"],
      phones: ["06 39 98 14 27", "218"],
      note: "Préfère\r\nle matin  ",
    });
    expect(await read(actor, id)).toEqual({
      id,
      kind: "person",
      name: "Élodie Garnier",
      company: "Mairie",
      emails: ["Elodie@example.org", "e.garnier@example.org"],
      phones: ["06 39 98 14 27", "218"],
      callString: null,
      note: "Préfère\nle matin",
      version: 1,
    });
    const [row] =
      await owner()`SELECT actor_id, action, outcome, diff FROM audit_events WHERE target_id = ${id}`;
    expect(row).toEqual({
      actor_id: actor.userId,
      action: "contacts.add",
      outcome: "ok",
      diff: { kind: "person" },
    });
  });

  test("one opening of the form is one contact, however often it is sent", async () => {
    const actor = await keeper();
    const input = { ...aPersonToKeep(), requestId: crypto.randomUUID() };
    const [first, second] = await Promise.all([
      as(actor).do(addContact, input),
      as(actor).do(addContact, input),
    ]);
    expect(first).toEqual(second);
    expect(await names(actor)).toEqual(["Élodie Garnier"]);
  });

  test.each([
    ["a name of invisible signs", { displayName: " \u200b " }, "displayName", "required"],
    ["a long name", { displayName: "a".repeat(101) }, "displayName", "too_long"],
    ["a NUL in the name", { displayName: "a\0b" }, "displayName", "invalid_characters"],
    ["a long company", { company: "a".repeat(201) }, "company", "too_long"],
    [
      "two addresses in one field",
      { emails: ["", "a@example.org, b@example.org"] },
      "emails.1",
      "invalid_email",
    ],
    ["a phone number of words", { phones: ["218", "call me"] }, "phones.1", "invalid_phone"],
    ["a long note", { note: "a".repeat(2001) }, "note", "too_long"],
  ])("%s is refused at its field", async (_what, fields, at, code) => {
    const result = await as(administrator).run(addContact, { ...aPersonToKeep(), ...fields });
    expect(result).toMatchObject({ ok: false, error: { code: "invalid", fields: { [at]: { code } } } });
  });
});

describe("[W10] call strings", () => {
  test("are contacts with a name, and stay call strings", async () => {
    const actor = await keeper();
    const id = await aCallString(actor, "Boardroom", "SIP:board@Example.org");
    expect(await read(actor, id)).toMatchObject({ kind: "call_string", callString: "sip:board@example.org" });
    const person = { ...aPersonToKeep(), contactId: id, version: 1 };
    expect(codeOf(await as(actor).run(saveContact, person))).toBe("invalid");
    const moved = { kind: "call_string", displayName: "Dock", callString: "+33 2 40 12 34 56" };
    await as(actor).do(saveContact, { ...moved, contactId: id, version: 1 });
    expect(await read(actor, id)).toMatchObject({ name: "Dock", callString: "tel:+33240123456", version: 2 });
  });

  test("that cannot be called are refused at their field with what is wrong", async () => {
    const actor = await keeper();
    const refused = async (callString: string) =>
      as(actor).run(addContact, { kind: "call_string", displayName: "Camera", callString });
    for (const [typed, code] of [
      ["camera.example.org", "call_string_scheme"],
      ["02 40 12 34 56", "call_string_phone"],
      ["rtsp://", "call_string_address"],
      ["rtsp://a:b@camera.example.org", "call_string_password"],
      ["", "required"],
      ["sip:a\0@example.org", "invalid_characters"],
    ] as const) {
      expect(await refused(typed), typed).toMatchObject({ error: { fields: { callString: { code } } } });
    }
    expect(await names(actor)).toEqual([]);
  });
});

describe("[W09, W10] editing and deleting", () => {
  test("of two windows that edit one contact the second is told, and changes nothing", async () => {
    const actor = await keeper();
    const contactId = await aContact(actor);
    const edit = (displayName: string) =>
      as(actor).run(saveContact, { ...aPersonToKeep(), displayName, contactId, version: "1" });
    const results = await Promise.all([edit("Élodie Un"), edit("Élodie Deux")]);
    expect(results.map(codeOf).sort()).toEqual(["contact_changed", "ok"]);
    const winner = results[0]?.ok ? "Élodie Un" : "Élodie Deux";
    expect(await read(actor, contactId)).toMatchObject({ name: winner, version: 2 });
    expect(await names(actor, winner.slice(-4))).toEqual([winner]);
  });

  test("what was deleted can be taken back until housekeeping removes it a day later", async () => {
    const actor = await keeper();
    const contactId = await aContact(actor);
    const before = await read(actor, contactId);
    await as(actor).do(deleteContact, { contactId });
    expect(await names(actor)).toEqual([]);
    await expect(read(actor, contactId)).rejects.toThrow("not_found");
    const edit = { ...aPersonToKeep(), contactId, version: 1 };
    expect(codeOf(await as(actor).run(saveContact, edit))).toBe("not_found");
    await housekeeping();
    await as(actor).do(restoreContact, { contactId });
    expect(await read(actor, contactId)).toEqual(before);
    expect(codeOf(await as(actor).run(restoreContact, { contactId }))).toBe("not_found");
    await as(actor).do(deleteContact, { contactId });
    const kept = await aContact(actor);
    try {
      await clock.advance(24 * 3600 + 60);
      await housekeeping();
    } finally {
      await clock.reset();
    }
    expect(codeOf(await as(actor).run(restoreContact, { contactId }))).toBe("not_found");
    const rows = await owner()`SELECT id FROM contacts WHERE owner_id = ${actor.userId}`;
    expect(rows).toEqual([{ id: kept }]);
  });
});

describe("[H03-H05] the right to edit the address book", () => {
  test("without it nothing is added, and the reason names who can give it", async () => {
    expect(await as(member).run(addContact, aPersonToKeep())).toEqual({
      ok: false,
      error: { code: "right_address_book", params: { who: "Théodore Vasseur" }, fields: undefined },
    });
    const [row] = await owner()`SELECT outcome, reason FROM audit_events
      WHERE action = 'contacts.add' AND actor_id = ${member.userId}`;
    expect(row).toEqual({ outcome: "denied", reason: "right_address_book" });
  });

  test("when it is taken back, contacts can be neither read nor changed; when it returns, they are there", async () => {
    const person = await aPerson(w.tenant, { rights: ["address_book"] });
    const contactId = await aContact(await signedIn(person));
    await owner()`DELETE FROM user_rights WHERE user_id = ${person.userId}`;
    const without = await signedIn(person);
    await expect(list(without)).rejects.toThrow("right_address_book");
    await expect(read(without, contactId)).rejects.toThrow("right_address_book");
    const edit = { ...aPersonToKeep(), contactId, version: 1 };
    expect(codeOf(await as(without).run(saveContact, edit))).toBe("right_address_book");
    expect(codeOf(await as(without).run(deleteContact, { contactId }))).toBe("right_address_book");
    await owner()`INSERT INTO user_rights (tenant_id, user_id, right_code)
      VALUES (${person.tenantId}, ${person.userId}, 'address_book')`;
    expect(await names(await signedIn(person))).toEqual(["Élodie Garnier"]);
  });
});

describe("[H04, W09] contacts belong to one person", () => {
  test("nobody else finds them: neither a colleague, nor an administrator, nor another account", async () => {
    const actor = await keeper();
    const contactId = await aContact(actor);
    const edit = { ...aPersonToKeep(), displayName: "Taken", contactId, version: 1 };
    for (const other of [await keeper(), administrator, foreigner]) {
      expect(await names(other, "Élodie")).toEqual([]);
      await expect(read(other, contactId)).rejects.toThrow("not_found");
      expect(codeOf(await as(other).run(saveContact, edit))).toBe("not_found");
      expect(codeOf(await as(other).run(deleteContact, { contactId }))).toBe("not_found");
      // A place in somebody's list says nothing in another.
      expect(await list(other, { after: contactId })).toMatchObject({ contacts: [] });
    }
    expect(await read(actor, contactId)).toMatchObject({ name: "Élodie Garnier", version: 1 });
  });

  test("(T-09) a query that forgot its owner still sees only the person's own rows", async () => {
    const [one, two] = [await keeper(), await keeper()];
    const mine = await aContact(one);
    await aContact(two);
    const seen = (userId?: string) =>
      pool().db.transaction(async (tx) => {
        await enter(tx, "foyer_app", { tenantId: w.tenant.id, userId });
        return (await tx.execute<{ id: string }>(sql`SELECT id FROM contacts`)).map((row) => row.id);
      });
    expect(await seen(one.userId)).toEqual([mine]);
    expect(await seen()).toEqual([]);
    const takeOver = pool().db.transaction(async (tx) => {
      await enter(tx, "foyer_app", { tenantId: w.tenant.id, userId: one.userId });
      await tx.execute(sql`UPDATE contacts SET owner_id = ${two.userId} WHERE id = ${mine}`);
    });
    await expect(takeOver).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

describe("[A04] the list", () => {
  test("is in the order in which people look names up, whatever the language and the case", async () => {
    const actor = await keeper();
    for (const displayName of ["Zoé", "Élodie", "eva", "Ángel", "Émile", "anders", "Eoin", "Øystein"]) {
      await aContact(actor, { displayName });
    }
    expect(await names(actor)).toEqual([
      "anders",
      "Ángel",
      "Élodie",
      "Émile",
      "Eoin",
      "eva",
      "Øystein",
      "Zoé",
    ]);
  });

  test("is searched by name, company, address and number, and signs of patterns mean themselves", async () => {
    const actor = await keeper();
    await aContact(actor);
    await aCallString(actor, "Boardroom", "h323:Board@example.org");
    for (const q of ["garn", "élo g", "saint brevin", "elodie.garnier@", "+33 2 40"]) {
      expect(await names(actor, q), q).toEqual(["Élodie Garnier"]);
    }
    expect(await names(actor, "board@")).toEqual(["Boardroom"]);
    for (const q of ["%", "_", "\\", "' OR 1=1 --", "zoé"]) expect(await names(actor, q), q).toEqual([]);
    expect(await names(actor, "  ")).toHaveLength(2);
  });

  test("is paged in both directions, also among namesakes and past a contact that was deleted", async () => {
    const actor = await keeper();
    for (const displayName of ["Ada", "Bo", "Bo", "Bo", "Cléo"]) await aContact(actor, { displayName });
    const first = await list(actor, { limit: 2 });
    const second = await list(actor, { limit: 2, after: first.after });
    const third = await list(actor, { limit: 2, after: second.after });
    const all = [first, second, third].flatMap((page) => page.contacts);
    expect(all.map((c) => c.name)).toEqual(["Ada", "Bo", "Bo", "Bo", "Cléo"]);
    expect(new Set(all.map((c) => c.id)).size).toBe(5);
    expect([first.before, third.after]).toEqual([undefined, undefined]);
    expect((await list(actor, { limit: 2, before: third.before })).contacts).toEqual(second.contacts);
    await as(actor).do(deleteContact, { contactId: second.after });
    expect((await list(actor, { limit: 2, after: second.after })).contacts).toEqual(third.contacts);
  });

  test("reads a page from its index alone, however many contacts others keep", async () => {
    const [actor, other] = [await keeper(), await keeper()];
    await owner()`INSERT INTO contacts (tenant_id, id, owner_id, kind, display_name, search_key)
      SELECT ${w.tenant.id}, gen_random_uuid(), o, 'person', 'Nom ' || n, ' nom ' || n
      FROM generate_series(1, 2000) n, unnest(${[actor.userId, other.userId]}::uuid[]) o`;
    await owner()`ANALYZE contacts`;
    const page = await list(actor, { limit: 50 });
    expect(page.contacts).toHaveLength(50);
    const plan = await pool().db.transaction(async (tx) => {
      await enter(tx, "foyer_app", { tenantId: w.tenant.id, userId: actor.userId });
      const rows = await tx.execute<{ "QUERY PLAN": string }>(sql`EXPLAIN SELECT id FROM contacts
        WHERE tenant_id = ${w.tenant.id} AND owner_id = ${actor.userId} AND deleted_at IS NULL
          AND (display_name COLLATE "und-x-icu", id) > ((SELECT edge.display_name FROM contacts edge WHERE edge.id = ${page.after}
            AND edge.tenant_id = ${w.tenant.id} AND edge.owner_id = ${actor.userId}), ${page.after}::uuid)
        ORDER BY display_name COLLATE "und-x-icu", id LIMIT 51`);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(
      /Index (?:Only )?Scan using contacts_list_idx[\s\S]*Index Cond: .*ROW\(.*display_name/,
    );
    expect(plan).not.toMatch(/Sort/);
  });
});
