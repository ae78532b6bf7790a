import { beforeEach, describe, expect, test } from "vitest";
import { createUser } from "@/lib/accounts/commands";
import { disableUser } from "@/lib/accounts/users/commands";
import { deleteUser } from "@/lib/conferences/owners/commands";
import { getConferenceForEdit } from "@/lib/conferences/queries";
import { leave } from "@/lib/live/commands";
import { actorOfSession, type UserActor } from "@/lib/server/actor";
import { hashPassword } from "@/lib/server/passwords";
import { withActor } from "@/lib/server/scope";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { enters } from "../support/live";
import { as, codeOf } from "../support/run";
import { aPerson, aRequest, aSession, type Person, signedIn, type World, world } from "../support/world";

const password = "une phrase assez longue";
let w: World;
let person: Person;
let actor: UserActor;
let heir: Person;
beforeEach(async () => {
  w = await world();
  await owner()`DELETE FROM outbox`;
  await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${w.tenant.id}, ${w.people.administrator.userId}, 'password', ${await hashPassword(password)})`;
  person = await aPerson(w.tenant, { name: "Paul Partant", rights: ["create_conferences"] });
  actor = await signedIn(person);
  heir = await aPerson(w.tenant, { name: "Zoé Héritière" });
});

const remove = (more: Record<string, unknown>) =>
  as(w.actors.administrator).run(deleteUser, { userId: person.userId, password, ...more });
const cancel = () => remove({ conferences: "cancel" });
const transfer = (to = heir.loginName) => remove({ conferences: "transfer", to });

const rowOf = async ({ id }: Conference) => {
  const [row] = await owner()<{ owner_id: string; cancelled: boolean; deleted: boolean; people: string[] }[]>`
    SELECT c.owner_id, c.cancelled_at IS NOT NULL AS cancelled, c.deleted_at IS NOT NULL AS deleted,
      ARRAY(SELECT p.role || ':' || p.display_name FROM participants p WHERE p.conference_id = c.id
        AND p.state = 'active' ORDER BY 1) AS people FROM conferences c WHERE c.id = ${id}`;
  return { ...row };
};

describe("conferences of a person who is deleted", () => {
  test("go to the new owner with their people, dates and links; the seats stay right", async () => {
    const people = [{ userId: w.people.moderator.userId, role: "moderator" as const }];
    const meeting = await aPrivateMeeting(w, { organiser: actor, people });
    const webinar = await aWebinar(w, {
      organiser: actor,
      people: [...people, { userId: heir.userId, role: "attendee" as const }],
    });
    const guest = await aRegistration(webinar);
    const room = await aRoom(w, { organiser: actor, people: [] });
    expect(codeOf(await transfer())).toBe("ok");
    for (const conference of [meeting, webinar, room]) {
      const row = await rowOf(conference);
      expect(row).toMatchObject({ owner_id: heir.userId, cancelled: false, deleted: false });
      expect(row.people?.filter((one) => one.startsWith("owner"))).toEqual(["owner:Zoé Héritière"]);
      expect(row.people).not.toContain("attendee:Paul Partant");
      const plan = await withActor(await signedIn(heir), (scope) =>
        getConferenceForEdit(scope, conference.id),
      );
      expect(plan).toBeTruthy();
    }
    const [kept] = await owner()`SELECT state FROM participants WHERE id = ${guest.participantId}`;
    expect(kept?.state).toBe("active");
    expect(await brokenInvariants()).toEqual({});
  });

  test("do not take place: the people are told once, and rooms are gone", async () => {
    const people = [{ userId: w.people.moderator.userId, role: "moderator" as const }];
    const webinar = await aWebinar(w, { organiser: actor, people });
    const guest = await aRegistration(webinar);
    const room = await aRoom(w, { organiser: actor, people });
    await owner()`DELETE FROM outbox`;
    expect(codeOf(await cancel())).toBe("ok");
    expect(await rowOf(webinar)).toMatchObject({ owner_id: person.userId, cancelled: true, deleted: false });
    expect(await rowOf(room)).toMatchObject({ deleted: true });
    const mails = await owner()<
      { entity_id: string }[]
    >`SELECT entity_id FROM outbox WHERE kind = 'mail.cancelled'`;
    expect(mails.map((mail) => mail.entity_id)).toContain(guest.participantId);
    expect(new Set(mails.map((mail) => mail.entity_id)).size).toBe(mails.length);
    expect(await brokenInvariants()).toEqual({});
  });

  test("that are over stay whose they were, and those of others go on without the person", async () => {
    const past = await aPrivateMeeting(w, { organiser: actor, people: [], startsInMinutes: -600 });
    const others = await aPrivateMeeting(w, {
      people: [{ userId: person.userId, role: "attendee" as const }],
    });
    expect(codeOf(await transfer())).toBe("ok");
    expect(await rowOf(past)).toMatchObject({ owner_id: person.userId, cancelled: false });
    expect((await rowOf(others)).people?.join()).not.toContain("Paul Partant");
    expect(await brokenInvariants()).toEqual({});
  });

  test("are ended first when one is live", async () => {
    const room = await aRoom(w, { organiser: actor, people: [] });
    const { generation } = await enters(actor, room);
    const refused = await cancel();
    expect(!refused.ok && refused.error).toMatchObject({ code: "user_is_live", params: { count: 1 } });
    await as(actor).do(leave, { publicId: room.publicId, generation });
    await owner()`UPDATE conference_sessions SET ended_at = app_now(), end_reason = 'ended_for_all' WHERE conference_id = ${room.id} AND ended_at IS NULL`;
    expect(codeOf(await cancel())).toBe("ok");
  });
});

describe("the person", () => {
  test("is out at the next request, leaves nothing to sign in with, and makes the user ID free", async () => {
    const sid = await aSession(person);
    await owner()`INSERT INTO second_factors (tenant_id, user_id, key_sealed) VALUES (${w.tenant.id}, ${person.userId}, 'x')`;
    await owner()`INSERT INTO avatars (tenant_id, user_id, image) VALUES (${w.tenant.id}, ${person.userId}, 'x')`;
    expect(codeOf(await cancel())).toBe("ok");
    expect(await actorOfSession(sid, aRequest())).toBeNull();
    for (const table of [
      "login_names",
      "user_secrets",
      "second_factors",
      "avatars",
      "user_rights",
      "group_members",
      "licences",
    ]) {
      expect([
        table,
        await owner().unsafe(`SELECT 1 FROM ${table} WHERE user_id = $1`, [person.userId]),
      ]).toEqual([table, []]);
    }
    const again = {
      displayName: "Autre",
      login: person.loginName,
      email: person.email,
      password,
      rights: [],
    };
    const form = { ...again, licence: { term: "none" }, password: "une phrase bien longue" };
    expect(codeOf(await as(w.actors.administrator).run(createUser, form))).toBe("ok");
    expect(codeOf(await cancel())).toBe("not_found");
  });

  test("goes only with the administrator's password, not by their own hand, and never the host", async () => {
    expect(codeOf(await remove({ conferences: "cancel", password: "faux" }))).toBe("wrong_credentials");
    const self = { userId: w.people.administrator.userId, conferences: "cancel" };
    expect(codeOf(await remove(self))).toBe("not_yourself");
    const second = await aPerson(w.tenant, { isAdministrator: true });
    await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
      VALUES (${w.tenant.id}, ${second.userId}, 'password', ${await hashPassword(password)})`;
    const other = await as(await signedIn(second)).run(deleteUser, { ...self, password });
    expect(codeOf(other)).toBe("host_stays");
  });

  test("hands over to somebody of the account who can sign in", async () => {
    await aRoom(w, { organiser: actor, people: [] });
    await as(w.actors.administrator).do(disableUser, { userId: heir.userId });
    for (const to of [heir.loginName, person.loginName, w.people.foreigner.loginName, "nobody-at-all", ""]) {
      const refused = await transfer(to);
      expect([to, codeOf(refused)]).toEqual([to, "invalid"]);
      const code = !refused.ok && refused.error.fields?.to?.code;
      expect(code).toBe(to ? "user_unknown" : "required");
    }
    const [still] = await owner()`SELECT deleted_at FROM users WHERE id = ${person.userId}`;
    expect(still?.deleted_at).toBeNull();
  });
});
