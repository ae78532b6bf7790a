import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cancelConference,
  createConference,
  deleteConference,
  updateConference,
} from "@/lib/conferences/commands";
import { getConferenceForEdit, getConferenceSubject, searchInvitees } from "@/lib/conferences/queries";
import type { UserActor } from "@/lib/server/actor";
import { unseal } from "@/lib/server/crypto";
import { withActor } from "@/lib/server/scope";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { as, codeOf, published } from "../support/run";
import { aPerson, signedIn, type World, world } from "../support/world";

let w: World;
beforeAll(async () => {
  w = await world();
});
beforeEach(async () => {
  await owner()`DELETE FROM outbox`;
  await owner()`UPDATE server_settings SET settings = '{}'`;
});

const start = { localStart: "2027-06-14T14:00", timeZone: "Europe/Paris", durationMin: 90 };
const organiser = () => as(w.actors.organiser);

async function rowOf(id: string) {
  const [row] = await owner()`SELECT * FROM conferences WHERE id = ${id}`;
  if (!row) throw new Error("no such conference");
  return row;
}
const poolOf = async (id: string) =>
  (await owner()`SELECT * FROM seat_pools WHERE conference_id = ${id}`)[0] as Record<string, number>;
const people = (id: string) =>
  owner()`SELECT user_id, role, state FROM participants WHERE conference_id = ${id} AND origin <> 'registered'`;
const mails = async (kind: string) =>
  (
    await owner()<{ entity_id: string; entity_version: number }[]>`
    SELECT entity_id, entity_version FROM outbox WHERE kind = ${kind}`
  ).map((row) => `${row.entity_id} ${row.entity_version}`);
const edit = (actor: UserActor, id: string) => withActor(actor, (scope) => getConferenceForEdit(scope, id));

/** What the editor would send for a conference as it stands. */
async function sameAgain(id: string, changes: Record<string, unknown> = {}) {
  const now = await edit(w.actors.administrator, id);
  return {
    id,
    version: now.version,
    kind: now.kind,
    visibility: now.visibility,
    name: now.name,
    description: now.description,
    location: now.location,
    localStart: now.localStart,
    timeZone: now.timeZone,
    durationMin: now.durationMin ?? 60,
    seatLimit: now.seatLimit,
    sendInvitations: now.sendInvitations,
    participants: now.participants.map(({ userId, role }) => ({ userId, role })),
    ...changes,
  };
}

describe("creating", () => {
  test("[J01] needs the right from the administrator, and the refusal says which and from whom", async () => {
    const input = { name: "Budget" };
    expect(codeOf(await organiser().run(createConference, input))).toBe("ok");
    const refused = await as(w.actors.member).run(createConference, input);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "right_create_conferences", params: { who: "Théodore Vasseur" } },
    });
    const [row] = await owner()`SELECT outcome, reason FROM audit_events
      WHERE action = 'conferences.create' AND actor_id = ${w.people.member.userId}`;
    expect(row).toMatchObject({ outcome: "denied", reason: "right_create_conferences" });
  });

  test("[J01] the right counts as it stands at the moment of saving, not of opening the form", async () => {
    const person = await aPerson(w.tenant, { rights: ["create_conferences"] });
    expect(codeOf(await as(await signedIn(person)).run(createConference, { name: "Avant" }))).toBe("ok");
    await owner()`DELETE FROM user_rights WHERE user_id = ${person.userId}`;
    const after = await as(await signedIn(person)).run(createConference, { name: "Après" });
    expect(codeOf(after)).toBe("right_create_conferences");
  });

  test("[J03, J04, J05] a conference is private unless it is made public", async () => {
    const quiet = await organiser().do(createConference, { name: "Budget", ...start });
    const open = await organiser().do(createConference, { name: "Portes ouvertes", visibility: "public" });
    expect((await rowOf(quiet.id)).visibility).toBe("private");
    expect((await rowOf(open.id)).visibility).toBe("public");
  });

  test("[J06, J13-J15] a date and a time make a scheduled conference, none makes a room", async () => {
    const planned = await organiser().do(createConference, { name: "Budget", ...start });
    const room = await organiser().do(createConference, { name: "Salle du mardi" });
    expect(await rowOf(planned.id)).toMatchObject({
      kind: "scheduled",
      first_starts_at: new Date("2027-06-14T12:00:00Z"),
      last_ends_at: new Date("2027-06-14T13:30:00Z"),
    });
    expect(await rowOf(room.id)).toMatchObject({ kind: "room", first_starts_at: null });
    const half = await organiser().run(createConference, { name: "Sans heure", kind: "scheduled" });
    expect(half).toMatchObject({ ok: false, error: { fields: { localStart: { code: "required" } } } });
  });

  test("[J14, J15] a time that the clock skips is moved past the gap, and the answer says so", async () => {
    const plan = { localStart: "2027-03-28T02:30", timeZone: "Europe/Paris", durationMin: 60 };
    const saved = await organiser().do(createConference, { name: "Nuit", ...plan });
    expect(saved.movedTo).toBe("2027-03-28T03:30");
    expect((await rowOf(saved.id)).first_starts_at).toEqual(new Date("2027-03-28T01:30:00Z"));
    const usual = await organiser().do(createConference, { name: "Jour", ...start });
    expect(usual.movedTo).toBeNull();
  });

  test("[I02, J10, J11] the mode is all on screen unless chosen, and a mode without a room is refused with a reason", async () => {
    const saved = await organiser().do(createConference, { name: "Budget" });
    expect((await rowOf(saved.id)).mode).toBe("all_on_screen");
    const refused = await organiser().run(createConference, { name: "Cours", mode: "lecture" });
    expect(refused).toMatchObject({ ok: false, error: { fields: { mode: { code: "mode_not_offered" } } } });
    const nameless = await organiser().run(createConference, { name: "   " });
    expect(nameless).toMatchObject({ ok: false, error: { fields: { name: { code: "required" } } } });
  });

  test("[M13, M14] keeps place and description, and holds them to their limits", async () => {
    const saved = await organiser().do(createConference, {
      name: "Budget",
      location: "Salle Monge",
      description: "Première ligne\n\nDeuxième",
    });
    expect(await rowOf(saved.id)).toMatchObject({
      location: "Salle Monge",
      description: "Première ligne\n\nDeuxième",
    });
    const long = await organiser().run(createConference, {
      name: "x".repeat(121),
      location: "x".repeat(201),
    });
    expect(long).toMatchObject({
      ok: false,
      error: { fields: { name: { code: "too_long" }, location: { code: "too_long" } } },
    });
  });

  test("[M03-M05] the PIN is six random digits when asked for, 4 to 8 of one's own otherwise, and sealed", async () => {
    const pinOf = async (id: string) => {
      const sealed = (await rowOf(id)).pin_sealed as Buffer | null;
      return sealed ? unseal("pin", sealed) : null;
    };
    const without = await organiser().do(createConference, { name: "Ouverte" });
    const made = await organiser().do(createConference, { name: "Fermée", pin: "auto" });
    const own = await organiser().do(createConference, { name: "Fermée", pin: "0012" });
    expect(await pinOf(without.id)).toBeNull();
    expect(await pinOf(made.id)).toMatch(/^\d{6}$/);
    expect(await pinOf(own.id)).toBe("0012");
    expect(((await rowOf(own.id)).pin_sealed as Buffer).toString("latin1")).not.toContain("0012");
    for (const pin of ["123", "123456789", "12a4", "١٢٣٤"]) {
      const refused = await organiser().run(createConference, { name: "Fermée", pin });
      expect(refused).toMatchObject({ ok: false, error: { fields: { pin: { code: "invalid_pin" } } } });
    }
    await organiser().do(updateConference, await sameAgain(own.id, { pin: "4821" }));
    expect(await pinOf(own.id)).toBe("4821");
    await organiser().do(updateConference, await sameAgain(own.id));
    expect(await pinOf(own.id)).toBe("4821");
    await organiser().do(updateConference, await sameAgain(own.id, { pin: null }));
    expect(await pinOf(own.id)).toBeNull();
  });

  test("[M02] public conferences may have their own ID; a number is never given twice", async () => {
    const own = { name: "Portes ouvertes", visibility: "public", publicId: "portes-ouvertes-2027" };
    const saved = await organiser().do(createConference, own);
    expect(saved.publicId).toBe("portes-ouvertes-2027");
    expect(await organiser().run(createConference, own)).toMatchObject({
      ok: false,
      error: { fields: { publicId: { code: "id_taken" } } },
    });
    // Also by another account, of which this one sees nothing.
    expect(await as(w.actors.foreigner).run(createConference, own)).toMatchObject({
      ok: false,
      error: { fields: { publicId: { code: "id_taken" } } },
    });
    expect(await organiser().run(createConference, { ...own, visibility: "private" })).toMatchObject({
      ok: false,
      error: { fields: { publicId: { code: "custom_id_public_only" } } },
    });
    for (const publicId of ["AB", "with space", "-start", "admin", "abcdefghjkmn"]) {
      expect(await organiser().run(createConference, { ...own, publicId })).toMatchObject({
        ok: false,
        error: { fields: { publicId: { code: "invalid_conference_id" } } },
      });
    }
    const moved = await organiser().do(updateConference, await sameAgain(saved.id, { publicId: "jpo" }));
    expect(moved.publicId).toBe("jpo");
    const another = await organiser().run(createConference, { ...own, name: "Autre" });
    expect(codeOf(another)).toBe("invalid");
    const back = await organiser().do(
      updateConference,
      await sameAgain(saved.id, { publicId: own.publicId }),
    );
    expect(back.publicId).toBe(own.publicId);
  });

  test("the same request twice is one conference", async () => {
    const input = { name: "Une fois", requestId: "0190a000-0000-7000-8000-00000000c0de" };
    const both = await Promise.all([
      organiser().do(createConference, input),
      organiser().do(createConference, input),
    ]);
    expect(both[0].id).toBe(both[1].id);
    const [row] = await owner()`SELECT count(*)::int AS n FROM conferences WHERE name = 'Une fois'`;
    expect(row?.n).toBe(1);
  });

  test("privileged columns in the input are refused, not written", async () => {
    for (const extra of [
      { ownerId: w.people.member.userId },
      { tenantId: w.other.id },
      { version: 9 },
      { cancelledAt: null },
      { channelEpoch: 7 },
    ]) {
      expect(codeOf(await organiser().run(createConference, { name: "Budget", ...extra }))).toBe("invalid");
    }
  });
});

describe("people", () => {
  test("[E04] owner and invited people take their seats and find it in their lists; open lists hear of it", async () => {
    const { id } = await aPrivateMeeting(w);
    expect((await people(id)).map((p) => p.role).sort()).toEqual(["attendee", "moderator", "owner"]);
    expect(await poolOf(id)).toMatchObject({ seats_invited: 3, capacity: 6, ceiling: 6 });
    const heard = (await published()).filter((e) => e.event === "list.changed").map((e) => e.channel);
    expect(heard.sort()).toEqual(
      [w.people.organiser, w.people.moderator, w.people.invited].map((p) => `private-u-${p.userId}`).sort(),
    );
    expect(await brokenInvariants()).toEqual({});
  });

  test("[M12] invitations go once to each newly invited person with an address, and not where they are switched off", async () => {
    const { id } = await aPrivateMeeting(w);
    const [{ id: moderator }] = (await owner()`SELECT id FROM participants
      WHERE conference_id = ${id} AND user_id = ${w.people.moderator.userId}`) as unknown as [{ id: string }];
    const first = await mails("mail.invitation");
    expect(first).toHaveLength(2);
    expect(first).toContain(`${moderator} 1`);
    const again = await sameAgain(id, { name: "Comité élargi" });
    await organiser().do(updateConference, {
      ...again,
      participants: [...again.participants, { userId: w.people.member.userId, role: "attendee" }],
    });
    expect(await mails("mail.invitation")).toHaveLength(3);
    await owner()`DELETE FROM outbox`;
    await aPrivateMeeting(w, { input: { sendInvitations: false } });
    expect(await mails("mail.invitation")).toEqual([]);
  });

  test("[M15] with the server's switch off nobody gets mail about a conference", async () => {
    await owner()`UPDATE server_settings SET settings = '{"mailInvitations": false}'`;
    const { id } = await aPrivateMeeting(w);
    await organiser().do(updateConference, await sameAgain(id, { localStart: "2027-06-15T09:00" }));
    const { mailed } = await organiser().do(cancelConference, { id });
    expect(mailed).toBe(0);
    const rows = await owner()`SELECT 1 FROM outbox WHERE kind LIKE 'mail.%'`;
    expect(rows).toHaveLength(0);
  });

  test("[N13] more people than the mode carries are refused with the number, and nothing is written", async () => {
    const extra = await Promise.all(Array.from({ length: 6 }, () => aPerson(w.tenant)));
    const participants = extra.map((p) => ({ userId: p.userId, role: "attendee" }));
    expect(await organiser().run(createConference, { name: "Trop", participants })).toMatchObject({
      ok: false,
      error: { fields: { participants: { code: "too_many_invited", params: { limit: 6, count: 7 } } } },
    });
    expect(await owner()`SELECT 1 FROM conferences WHERE name = 'Trop'`).toHaveLength(0);
    expect(await organiser().run(createConference, { name: "Trop", seatLimit: 7 })).toMatchObject({
      ok: false,
      error: { fields: { seatLimit: { code: "over_mode_limit", params: { limit: 6 } } } },
    });
    const fits = await organiser().run(createConference, {
      name: "Juste",
      participants: participants.slice(0, 5),
    });
    expect(codeOf(fits)).toBe("ok");
  });

  test("suggestions name people of the account to those who plan or may invite, and nobody else", async () => {
    const { id } = await aPrivateMeeting(w);
    const search = (actor: UserActor, conferenceId?: string) =>
      withActor(actor, (scope) => searchInvitees(scope, { q: "hannah", conferenceId, limit: 5 }));
    const hannah = { id: w.people.member.userId, name: "Hannah Whitcombe" };
    expect(await search(w.actors.organiser)).toEqual([hannah]);
    expect(await search(w.actors.foreigner)).toEqual([]);
    expect(await search(w.actors.moderator, id)).toEqual([hannah]);
    await expect(search(w.actors.invited)).rejects.toMatchObject({ code: "right_create_conferences" });
    await expect(search(w.actors.invited, id)).rejects.toMatchObject({ code: "only_moderators_invite" });
    await expect(search(w.actors.foreigner, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("people of another account and people who left cannot be invited", async () => {
    const gone = await aPerson(w.tenant);
    await owner()`UPDATE users SET disabled_at = app_now() WHERE id = ${gone.userId}`;
    for (const userId of [w.people.foreigner.userId, gone.userId, w.other.id]) {
      expect(
        await organiser().run(createConference, { name: "X", participants: [{ userId, role: "attendee" }] }),
      ).toMatchObject({ ok: false, error: { fields: { participants: { code: "user_unknown" } } } });
    }
  });

  test("who is removed loses claim, seat, list entry and the channel that he could hear; he may be invited again", async () => {
    const { id } = await aPrivateMeeting(w);
    const before = await rowOf(id);
    await organiser().do(updateConference, await sameAgain(id, { participants: [] }));
    expect((await people(id)).filter((p) => p.state === "removed")).toHaveLength(2);
    expect((await poolOf(id)).seats_invited).toBe(1);
    expect((await rowOf(id)).channel_epoch).toBe(before.channel_epoch + 1);
    expect(
      await owner()`SELECT 1 FROM user_conferences WHERE conference_id = ${id} AND user_id = ${w.people.invited.userId}`,
    ).toHaveLength(0);
    await expect(
      withActor(w.actors.invited, (scope) => getConferenceSubject(scope, id)),
    ).rejects.toMatchObject({ code: "not_found" });
    const back = [{ userId: w.people.invited.userId, role: "moderator" }];
    await organiser().do(updateConference, await sameAgain(id, { participants: back }));
    expect((await poolOf(id)).seats_invited).toBe(2);
    expect(await brokenInvariants()).toEqual({});
  });

  test("the owner is not invited to his own conference", async () => {
    const { id } = await aRoom(w, {
      people: [{ userId: w.people.organiser.userId, role: "attendee" }],
    });
    expect(await people(id)).toHaveLength(1);
  });
});

describe("registration", () => {
  test("[N01, N02] exists only for public conferences with a date", async () => {
    const registration = { closing: "at_start", autoClose: true };
    for (const plan of [{ ...start }, { visibility: "public" }]) {
      expect(await organiser().run(createConference, { name: "X", ...plan, registration })).toMatchObject({
        ok: false,
        error: { fields: { registration: { code: "registration_needs_webinar" } } },
      });
    }
    expect(
      codeOf(
        await organiser().run(createConference, { name: "X", ...start, visibility: "public", registration }),
      ),
    ).toBe("ok");
  });

  test("[N04, N05] is off until it is switched on; switched off again it keeps what there is", async () => {
    const { id } = await organiser().do(createConference, { name: "X", ...start, visibility: "public" });
    const form = () =>
      owner()`SELECT closing, disabled_at FROM registration_forms WHERE conference_id = ${id}`;
    expect(await form()).toHaveLength(0);
    const registration = { closing: "at_end", autoClose: true };
    await organiser().do(updateConference, await sameAgain(id, { registration }));
    expect(await form()).toMatchObject([{ closing: "at_end", disabled_at: null }]);
    await organiser().do(updateConference, await sameAgain(id, { registration: null }));
    expect((await form())[0]?.disabled_at).toBeInstanceOf(Date);
    await organiser().do(
      updateConference,
      await sameAgain(id, { registration: { ...registration, closing: "at_start" } }),
    );
    expect(await form()).toMatchObject([{ closing: "at_start", disabled_at: null }]);
  });

  test("[N06, N09, N10, N22] keeps closing and standard fields in their order; the three of a name and an address cannot be left out", async () => {
    const fields = [
      { standardKey: "email", required: true },
      { standardKey: "company", required: false },
      { standardKey: "first_name", required: true },
      { standardKey: "last_name", required: true },
      { standardKey: "country", required: true },
    ];
    const plan = { name: "X", ...start, visibility: "public" };
    const { id } = await organiser().do(createConference, {
      ...plan,
      registration: { closing: "at_start", autoClose: true, fields },
    });
    const stored = await owner()`SELECT standard_key, is_required FROM registration_form_fields
      WHERE conference_id = ${id} ORDER BY position`;
    expect(stored.map((f) => ({ standardKey: f.standard_key, required: f.is_required }))).toEqual(fields);
    for (const wrong of [fields.slice(1), [{ standardKey: "email", required: false }, ...fields.slice(1)]]) {
      expect(
        await organiser().run(createConference, {
          ...plan,
          registration: { closing: "at_start", autoClose: true, fields: wrong },
        }),
      ).toMatchObject({
        ok: false,
        error: { fields: { "registration.fields": { code: "mandatory_fields" } } },
      });
    }
  });

  test("the form is fixed once the conference exists: a save that carries another one is refused", async () => {
    const { id } = await aWebinar(w);
    const registration = { closing: "at_end", autoClose: true };
    const same = ["first_name", "last_name", "email"].map((standardKey) => ({ standardKey, required: true }));
    const other = [...same, { standardKey: "company", required: false }];
    const save = async (fields: unknown) =>
      organiser().run(updateConference, await sameAgain(id, { registration: { ...registration, fields } }));
    expect(codeOf(await save(other))).toBe("form_is_fixed");
    expect(codeOf(await save(same))).toBe("ok");
    // The same for a conference that was created without one.
    const { id: plain } = await organiser().do(createConference, {
      name: "X",
      ...start,
      visibility: "public",
    });
    const late = await organiser().run(
      updateConference,
      await sameAgain(plain, { registration: { ...registration, fields: other } }),
    );
    expect(codeOf(late)).toBe("form_is_fixed");
  });

  test("[N12] with auto-close the ceiling is the capacity, without it people may go on registering", async () => {
    const closing = await aWebinar(w, { input: { seatLimit: 4 } });
    expect(await poolOf(closing.id)).toMatchObject({ capacity: 4, ceiling: 4 });
    const open = await aWebinar(w, {
      input: { seatLimit: 4, registration: { closing: "at_end", autoClose: false } },
    });
    expect((await poolOf(open.id)).capacity).toBe(4);
    expect((await poolOf(open.id)).ceiling).toBeGreaterThan(1_000_000);
  });

  test("lowering the seats evicts nobody, and a conference with guests stays public", async () => {
    const webinar = await aWebinar(w);
    await aRegistration(webinar);
    await aRegistration(webinar);
    await organiser().do(updateConference, await sameAgain(webinar.id, { seatLimit: 2 }));
    expect(await poolOf(webinar.id)).toMatchObject({ capacity: 2, ceiling: 5, seats_registered: 2 });
    const quiet = await organiser().run(
      updateConference,
      await sameAgain(webinar.id, { visibility: "private", registration: null }),
    );
    expect(quiet).toMatchObject({
      ok: false,
      error: { fields: { visibility: { code: "guests_registered", params: { count: 2 } } } },
    });
    expect(await brokenInvariants()).toEqual({});
  });

  test("turning private takes away what belongs to public conferences: form and own ID", async () => {
    const { id } = await aWebinar(w, { input: { publicId: "journee-toiture" } });
    const saved = await organiser().do(
      updateConference,
      await sameAgain(id, { visibility: "private", registration: null }),
    );
    expect(saved.publicId).toMatch(/^[0-9a-z]{12}$/);
    expect(await owner()`SELECT 1 FROM registration_forms WHERE conference_id = ${id}`).toHaveLength(0);
    expect(
      await owner()`SELECT visibility FROM user_conferences WHERE conference_id = ${id} AND visibility = 'private'`,
    ).toHaveLength(3);
  });
});

describe("changing", () => {
  test("[C05] only owner and host may; people in reach learn why not, others that it does not exist", async () => {
    const { id } = await aPrivateMeeting(w);
    const input = await sameAgain(id, { name: "Autre nom" });
    for (const name of ["moderator", "invited"] as const) {
      expect(codeOf(await as(w.actors[name]).run(updateConference, input))).toBe("only_owner_edits");
      expect(codeOf(await as(w.actors[name]).run(cancelConference, { id }))).toBe("only_owner_cancels");
      expect(codeOf(await as(w.actors[name]).run(deleteConference, { id }))).toBe("only_owner_deletes");
    }
    const strangers = ["member", "foreigner", "foreignAdministrator"] as const;
    const random = "0190a000-0000-7000-8000-0000000f0f0f";
    for (const name of strangers) {
      for (const command of [cancelConference, deleteConference]) {
        const foreign = await as(w.actors[name]).run(command, { id });
        expect(foreign).toEqual(await as(w.actors[name]).run(command, { id: random }));
        expect(codeOf(foreign)).toBe("not_found");
      }
      expect(codeOf(await as(w.actors[name]).run(updateConference, input))).toBe("not_found");
    }
    expect(codeOf(await as(w.actors.administrator).run(updateConference, input))).toBe("ok");
  });

  test("of two people editing, the second gets a conflict and overwrites nothing", async () => {
    const { id } = await aPrivateMeeting(w);
    const seen = await sameAgain(id);
    const both = await Promise.all([
      organiser().run(updateConference, { ...seen, name: "Version de l’un" }),
      as(w.actors.administrator).run(updateConference, { ...seen, name: "Version de l’autre" }),
    ]);
    expect(both.map(codeOf).sort()).toEqual(["conflict", "ok"]);
    const won = both.find((result) => result.ok);
    expect(won?.ok && (await rowOf(id)).name).toBe(won?.ok && won.data.name);
    expect((await rowOf(id)).version).toBe(seen.version + 1);
  });

  test("another time or place raises the sequence, moves the lists and tells everybody but the one who saves", async () => {
    const webinar = await aWebinar(w);
    const guest = await aRegistration(webinar);
    await owner()`DELETE FROM outbox`;
    await organiser().do(updateConference, await sameAgain(webinar.id, { description: "Autre texte" }));
    expect(await mails("mail.changed")).toEqual([]);
    const at = "2027-09-01T10:00";
    await organiser().do(updateConference, await sameAgain(webinar.id, { localStart: at }));
    const [segment] =
      await owner()`SELECT ical_sequence FROM schedule_segments WHERE conference_id = ${webinar.id}`;
    expect(segment?.ical_sequence).toBe(1);
    const told = await mails("mail.changed");
    expect(told).toHaveLength(3);
    expect(told).toContain(`${guest.participantId} 1`);
    const lists =
      await owner()`SELECT DISTINCT sort_at, span_ends_at FROM user_conferences WHERE conference_id = ${webinar.id}`;
    expect(lists).toMatchObject([
      { sort_at: new Date("2027-09-01T08:00:00Z"), span_ends_at: new Date("2027-09-01T09:00:00Z") },
    ]);
    const [occurrence] = await owner()`SELECT starts_at FROM occurrences WHERE conference_id = ${webinar.id}`;
    expect(occurrence?.starts_at).toEqual(new Date("2027-09-01T08:00:00Z"));
  });

  test("the audit names the fields that changed, and never a PIN", async () => {
    const { id } = await aPrivateMeeting(w);
    await organiser().do(
      updateConference,
      await sameAgain(id, { name: "Autre", location: "Monge", pin: "918273" }),
    );
    const [row] =
      await owner()`SELECT diff FROM audit_events WHERE action = 'conferences.update' AND target_id = ${id}`;
    expect(row?.diff.changed.sort()).toEqual(["location", "name", "pin"]);
    expect(JSON.stringify(row)).not.toContain("918273");
  });

  test("a conference and a room do not turn into each other", async () => {
    const { id } = await aRoom(w);
    const result = await organiser().run(
      updateConference,
      await sameAgain(id, { kind: "scheduled", ...start }),
    );
    expect(result).toMatchObject({ ok: false, error: { fields: { kind: { code: "kind_is_fixed" } } } });
  });
});

describe("cancelling and deleting", () => {
  test("a cancelled conference stays, tells everybody with an address once, and is edited no more", async () => {
    const webinar = await aWebinar(w, { input: { sendInvitations: false } });
    await aRegistration(webinar);
    await owner()`DELETE FROM outbox`;
    const { mailed } = await organiser().do(cancelConference, { id: webinar.id });
    expect(mailed).toBe(3);
    expect(await mails("mail.cancelled")).toHaveLength(3);
    expect(await rowOf(webinar.id)).toMatchObject({ cancelled_by: w.people.organiser.userId });
    expect(codeOf(await organiser().run(cancelConference, { id: webinar.id }))).toBe("conference_cancelled");
    await expect(edit(w.actors.organiser, webinar.id)).rejects.toMatchObject({
      code: "conference_cancelled",
    });
    expect(await mails("mail.cancelled")).toHaveLength(3);
  });

  test("a room is deleted, a planned conference is cancelled first; nothing finds it afterwards", async () => {
    const room = await aRoom(w);
    const meeting = await aPrivateMeeting(w);
    expect(codeOf(await organiser().run(cancelConference, { id: room.id }))).toBe("rooms_have_no_date");
    expect(codeOf(await organiser().run(deleteConference, { id: meeting.id }))).toBe("cancel_first");
    await organiser().do(cancelConference, { id: meeting.id });
    for (const { id, publicId } of [room, meeting]) {
      await organiser().do(deleteConference, { id });
      expect(await owner()`SELECT 1 FROM user_conferences WHERE conference_id = ${id}`).toHaveLength(0);
      expect(await owner()`SELECT * FROM door_conference(${publicId})`).toHaveLength(0);
      expect(codeOf(await organiser().run(deleteConference, { id }))).toBe("not_found");
    }
    expect(await brokenInvariants()).toEqual({});
  });

  test("what is live is ended first", async () => {
    const { id, tenantId } = await aPrivateMeeting(w);
    await owner()`INSERT INTO conference_sessions (tenant_id, id, conference_id, session_no, live_slot, lease_expires_at)
      VALUES (${tenantId}, gen_random_uuid(), ${id}, 1, 7, app_now() + interval '45 s')`;
    expect(codeOf(await organiser().run(cancelConference, { id }))).toBe("conference_live");
    await owner()`UPDATE conference_sessions SET lease_expires_at = app_now() - interval '1 s' WHERE conference_id = ${id}`;
    expect(codeOf(await organiser().run(cancelConference, { id }))).toBe("ok");
  });
});
