import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cancelConference, createConference, updateConference } from "@/lib/conferences/commands";
import { getConferenceSubject, searchInvitees } from "@/lib/conferences/queries";
import { channels } from "@/lib/realtime/channels";
import type { UserActor } from "@/lib/server/actor";
import { unseal } from "@/lib/server/crypto";
import { withActor } from "@/lib/server/scope";
import { aPrivateMeeting, aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { mailsOf, peopleOf, poolOf, rowOf, sameAgain, start } from "../support/plans";
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

const organiser = () => as(w.actors.organiser);
const again = (id: string, changes: Record<string, unknown> = {}) =>
  sameAgain(w.actors.administrator, id, changes);

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
    await organiser().do(updateConference, await again(own.id, { pin: "4821" }));
    expect(await pinOf(own.id)).toBe("4821");
    await organiser().do(updateConference, await again(own.id));
    expect(await pinOf(own.id)).toBe("4821");
    await organiser().do(updateConference, await again(own.id, { pin: null }));
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
    const moved = await organiser().do(updateConference, await again(saved.id, { publicId: "jpo" }));
    expect(moved.publicId).toBe("jpo");
    const another = await organiser().run(createConference, { ...own, name: "Autre" });
    expect(codeOf(another)).toBe("invalid");
    const back = await organiser().do(updateConference, await again(saved.id, { publicId: own.publicId }));
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
    expect((await peopleOf(id)).map((p) => p.role).sort()).toEqual(["attendee", "moderator", "owner"]);
    expect(await poolOf(id)).toMatchObject({ seats_invited: 3, capacity: 6, ceiling: 6 });
    const heard = (await published()).filter((e) => e.event === "list.changed").map((e) => e.channel);
    expect(heard.sort()).toEqual(
      [w.people.organiser, w.people.moderator, w.people.invited].map((p) => channels.user(p.userId)).sort(),
    );
    expect(await brokenInvariants()).toEqual({});
  });

  test("[M12] invitations go once to each newly invited person with an address, and not where they are switched off", async () => {
    const { id } = await aPrivateMeeting(w);
    const [{ id: moderator }] = (await owner()`SELECT id FROM participants
      WHERE conference_id = ${id} AND user_id = ${w.people.moderator.userId}`) as unknown as [{ id: string }];
    const first = await mailsOf("mail.invitation");
    expect(first).toHaveLength(2);
    expect(first).toContain(`${moderator} 1`);
    const wider = await again(id, { name: "Comité élargi" });
    await organiser().do(updateConference, {
      ...wider,
      participants: [...wider.participants, { userId: w.people.member.userId, role: "attendee" }],
    });
    expect(await mailsOf("mail.invitation")).toHaveLength(3);
    await owner()`DELETE FROM outbox`;
    await aPrivateMeeting(w, { input: { sendInvitations: false } });
    expect(await mailsOf("mail.invitation")).toEqual([]);
  });

  test("[M15] with the server's switch off nobody gets mail about a conference", async () => {
    await owner()`UPDATE server_settings SET settings = '{"mailInvitations": false}'`;
    const { id } = await aPrivateMeeting(w);
    await organiser().do(updateConference, await again(id, { localStart: "2027-06-15T09:00" }));
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
    await organiser().do(updateConference, await again(id, { participants: [] }));
    expect((await peopleOf(id)).filter((p) => p.state === "removed")).toHaveLength(2);
    expect((await poolOf(id)).seats_invited).toBe(1);
    expect((await rowOf(id)).channel_epoch).toBe(before.channel_epoch + 1);
    expect(
      await owner()`SELECT 1 FROM user_conferences WHERE conference_id = ${id} AND user_id = ${w.people.invited.userId}`,
    ).toHaveLength(0);
    await expect(
      withActor(w.actors.invited, (scope) => getConferenceSubject(scope, id)),
    ).rejects.toMatchObject({ code: "not_found" });
    const back = [{ userId: w.people.invited.userId, role: "moderator" }];
    await organiser().do(updateConference, await again(id, { participants: back }));
    expect((await poolOf(id)).seats_invited).toBe(2);
    expect(await brokenInvariants()).toEqual({});
  });

  test("the owner is not invited to his own conference", async () => {
    const { id } = await aRoom(w, {
      people: [{ userId: w.people.organiser.userId, role: "attendee" }],
    });
    expect(await peopleOf(id)).toHaveLength(1);
  });
});
