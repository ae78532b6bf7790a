import { describe, expect, test } from "vitest";
import { saveProfile } from "@/lib/accounts/commands";
import { getOwnTimeZone, listAdministrators, listDirectory } from "@/lib/accounts/queries";
import { directoryAddress, directoryCursorText } from "@/lib/accounts/schema";
import { disableUser } from "@/lib/accounts/users/commands";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { owner } from "../support/database";
import { as, codeOf } from "../support/run";
import { anAccount, anonymous, aPerson, signedIn, world } from "../support/world";

const w = await world();
const { administrator, foreigner, member } = w.actors;
const choices = { locale: "fr", timeZone: "Europe/Dublin", theme: "dark" };

/** Everything that is stored about a person, in one comparable value. */
const stored = async (userId: string) => (await owner()`SELECT * FROM users WHERE id = ${userId}`)[0];

describe("[A03] one's own personal data", () => {
  test("language, time zone and theme are saved together and count from the next request on", async () => {
    const person = await aPerson(w.tenant, { name: "Nora Nouvelle" });
    await as(await signedIn(person)).do(saveProfile, choices);
    expect(await signedIn(person)).toMatchObject(choices);
    const [row] = await owner()`SELECT actor_id, target_id, diff FROM audit_events
      WHERE action = 'accounts.saveProfile' AND actor_id = ${person.userId} AND outcome = 'ok'`;
    expect(row).toMatchObject({ target_id: person.userId, diff: choices });
  });

  test("an empty time zone follows the organisation, and the theme of the system is no theme", async () => {
    const person = await aPerson(w.tenant);
    await as(await signedIn(person)).do(saveProfile, choices);
    const actor = await signedIn(person);
    expect(await withActor(actor, getOwnTimeZone)).toEqual({ own: "Europe/Dublin", account: "Europe/Paris" });
    await as(actor).do(saveProfile, { locale: "en", timeZone: "", theme: "system" });
    const after = await signedIn(person);
    expect(after).toMatchObject({ locale: "en", timeZone: "Europe/Paris", theme: null });
    expect(await withActor(after, getOwnTimeZone)).toEqual({ own: null, account: "Europe/Paris" });
  });

  test("only the person's own row changes, and nothing that the administrators keep", async () => {
    const [mine, theirs] = [await aPerson(w.tenant), await aPerson(w.tenant)];
    const [before, others] = [await stored(mine.userId), await stored(theirs.userId)];
    await as(await signedIn(mine)).do(saveProfile, choices);
    expect(await stored(theirs.userId)).toEqual(others);
    expect(await stored(mine.userId)).toEqual({
      ...before,
      locale: "fr",
      time_zone: "Europe/Dublin",
      theme: "dark",
    });
  });

  test.each([
    ["userId", w.people.administrator.userId],
    ["displayName", "Quelqu’un d’autre"],
    ["email", "else@clairval.example"],
  ])("a forged %s is refused, and nothing is saved", async (field, value) => {
    const before = await stored(member.userId);
    expect(codeOf(await as(member).run(saveProfile, { ...choices, [field]: value }))).toBe("invalid");
    expect(await stored(member.userId)).toEqual(before);
  });

  test.each([
    ["locale", "de"],
    ["timeZone", "Europe/Atlantis"],
    ["timeZone", "UTC+1"],
    ["timeZone", "a".repeat(10_000)],
    ["theme", "pink"],
  ])("%s %j is refused at its field", async (field, value) => {
    const result = await as(member).run(saveProfile, { ...choices, [field]: value });
    expect(codeOf(result)).toBe("invalid");
    expect(result.ok ? [] : Object.keys(result.error.fields ?? {})).toEqual([field]);
  });

  test("whoever is signed out has no profile", async () => {
    expect(codeOf(await as(anonymous()).run(saveProfile, choices))).toBe("signed_out");
  });
});

describe("[A04] the address book", () => {
  const names = async (actor: UserActor, q?: string) =>
    (await withActor(actor, (scope) => listDirectory(scope, { q, limit: 50 }))).people.map((p) => p.name);

  test("holds everybody of the account and nobody else", async () => {
    expect(await names(member)).toEqual(expect.arrayContaining(["Théodore Vasseur", "Hannah Whitcombe"]));
    expect(await names(member)).not.toContain("Odile Autre");
    expect(await names(foreigner)).toEqual(["Odile Autre", "Oscar Autre"]);
    expect(await names(foreigner, "Hannah")).toEqual([]);
  });

  test("is searched by name, e-mail and user ID", async () => {
    const { loginName, email, name } = await aPerson(w.tenant, { name: "Zélie Zola" });
    for (const q of ["zelie", "Zola z", loginName, email.toUpperCase()]) {
      expect(await names(member, q), q).toEqual([name]);
    }
    expect(await names(member, "nobody at all")).toEqual([]);
  });

  test("who was disabled is not in it any more", async () => {
    const { userId } = await aPerson(w.tenant, { name: "Yves Parti" });
    expect(await names(member, "Yves")).toEqual(["Yves Parti"]);
    await as(administrator).do(disableUser, { userId });
    expect(await names(member, "Yves")).toEqual([]);
  });

  test("is paged by name in both directions, also among people of one name", async () => {
    const tenant = await anAccount("Grande SA");
    for (const name of ["Ada", "Bo", "Bo", "Bo", "Cléo"]) await aPerson(tenant, { name });
    const actor = await signedIn(await aPerson(tenant, { name: "Dora" }));
    const read = (address: { after?: string; before?: string }) =>
      withActor(actor, (scope) => listDirectory(scope, { ...directoryAddress.parse(address), limit: 2 }));
    const first = await read({});
    const second = await read({ after: first.after && directoryCursorText(first.after) });
    const third = await read({ after: second.after && directoryCursorText(second.after) });
    const pages = [first, second, third];
    expect(pages.flatMap((page) => page.people.map((p) => p.name))).toEqual([
      "Ada",
      "Bo",
      "Bo",
      "Bo",
      "Cléo",
      "Dora",
    ]);
    expect(new Set(pages.flatMap((page) => page.people.map((p) => p.id))).size).toBe(6);
    expect([first.before, third.after]).toEqual([undefined, undefined]);
    const back = await read({ before: third.before && directoryCursorText(third.before) });
    expect(back.people).toEqual(second.people);
    const start = await read({ before: back.before && directoryCursorText(back.before) });
    expect(start).toEqual({ ...first, after: start.after, before: undefined });
    expect(start.after).toEqual(first.after);
  });

  test("an address that makes no sense is as good as none", () => {
    const id = "0192f0c0-0000-7000-8000-000000000001";
    for (const after of ["", "x", `${id}`, `${"-".repeat(36)}_a`, `${id}_\0`, `${id}_${"a".repeat(600)}`]) {
      expect(directoryAddress.parse({ after, q: "\0" }), after).toEqual({});
    }
    expect(directoryAddress.parse({ after: `${id}_anne_marie` }).after).toEqual({
      id,
      nameKey: "anne_marie",
    });
  });

  test("says who keeps it: the host first, and nobody who was disabled", async () => {
    const tenant = await anAccount("Tenue SA");
    const second = await aPerson(tenant, { name: "Béa Seconde", isAdministrator: true });
    await aPerson(tenant, { name: "Hugo Hôte", role: "host" });
    const actor = await signedIn(await aPerson(tenant));
    const who = () => withActor(actor, (scope) => listAdministrators(scope, 3));
    expect(await who()).toEqual(["Hugo Hôte", "Béa Seconde"]);
    await owner()`UPDATE users SET disabled_at = app_now() WHERE id = ${second.userId}`;
    expect(await who()).toEqual(["Hugo Hôte"]);
  });
});
