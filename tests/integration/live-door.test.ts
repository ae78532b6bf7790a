import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endForAll, enterAsGuest, join, leave } from "@/lib/live/commands";
import type { Actor } from "@/lib/server/actor";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar, type Conference } from "../support/conferences";
import { clock, owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { aTab, aWalkIn, enters, sessionsOf } from "../support/live";
import { as, codeOf } from "../support/run";
import { anAccount, anonymous, aPerson, guestOf, signedIn, type World, world } from "../support/world";

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(async () => {
  expect(await brokenInvariants()).toEqual({});
});

const tries = async (actor: Actor, { publicId }: Conference, more: Record<string, unknown> = {}) =>
  codeOf(await as(actor).run(join, { publicId, clientId: aTab(), takeOver: true, ...more }));

describe("licences", () => {
  test("[D01, D02] without a PRO licence nobody joins: owner, moderator or participant; guests need none", async () => {
    const { unlicensed } = w.actors;
    const own = await aRoom(w, { organiser: unlicensed, people: [] });
    const moderated = await aRoom(w, { people: [{ userId: w.people.unlicensed.userId, role: "moderator" }] });
    const invited = await aRoom(w, { people: [{ userId: w.people.unlicensed.userId, role: "attendee" }] });
    for (const room of [own, moderated, invited]) {
      const result = await as(unlicensed).run(join, { publicId: room.publicId, clientId: aTab() });
      expect(result).toMatchObject({
        ok: false,
        error: { code: "no_licence", params: { administrator: w.people.administrator.name } },
      });
    }
    const webinar = await aWebinar(w);
    await enters(w.actors.organiser, webinar);
    expect(await tries(await aWalkIn(webinar), webinar)).toBe("ok");
  });

  test("[D02] a licence that ends during a meeting cuts nobody, but stops the next entry", async () => {
    const soon = new Date((await clock.now()).getTime() + 60_000);
    const person = await aPerson(w.tenant, { name: "Noé Petit", licence: soon });
    const room = await aRoom(w, { people: [{ userId: person.userId, role: "attendee" }] });
    const { generation } = await enters(await signedIn(person), room);
    await owner()`UPDATE licences SET expires_at = app_clock() - interval '1 second' WHERE user_id = ${person.userId}`;
    const later = await signedIn(person);
    const { heartbeat } = await import("@/lib/live/presence/commands");
    expect(codeOf(await as(later).run(heartbeat, { publicId: room.publicId, generation }))).toBe("ok");
    expect(await tries(later, room)).toBe("no_licence");
  });
});

describe("who may go in when", () => {
  test("[Z03, Z06, Z11] before the start a guest is told how long it takes; the organiser opens at any time", async () => {
    const webinar = await aWebinar(w, { startsInMinutes: 180 });
    const guest = await guestOf((await aRegistration(webinar)).participantId);
    const early = await as(guest).run(join, { publicId: webinar.publicId, clientId: aTab() });
    expect(early).toMatchObject({ ok: false, error: { code: "not_started", params: { unit: "hours" } } });
    expect(
      codeOf(await as(anonymous()).run(enterAsGuest, { publicId: webinar.publicId, name: "Jean" })),
    ).toBe("not_started");
    expect(await tries(w.actors.invited, webinar)).toBe("not_started");
    expect(await sessionsOf(webinar)).toEqual([]);
    expect(await tries(w.actors.moderator, webinar)).toBe("ok");
    expect(await tries(guest, webinar)).toBe("ok");
    expect(await tries(w.actors.member, webinar)).toBe("ok");
  });

  test("[Z03] invited people open a private meeting from a quarter of an hour before, and rooms at any time", async () => {
    const meeting = await aPrivateMeeting(w, { startsInMinutes: 30 });
    expect(await tries(w.actors.invited, meeting)).toBe("not_started");
    await owner()`UPDATE conferences SET first_starts_at = first_starts_at - interval '16 min' WHERE id = ${meeting.id}`;
    await owner()`UPDATE occurrences SET starts_at = starts_at - interval '16 min' WHERE conference_id = ${meeting.id}`;
    expect(await tries(w.actors.invited, meeting)).toBe("ok");
    expect(await tries(w.actors.invited, await aRoom(w))).toBe("ok");
  });

  test("[Z04, Z05] a private conference exists only for its people and the account's host", async () => {
    const meeting = await aPrivateMeeting(w);
    for (const actor of [w.actors.member, w.actors.foreigner, w.actors.foreignAdministrator, anonymous()]) {
      expect(await tries(actor, meeting)).toBe("not_found");
    }
    expect(
      codeOf(await as(anonymous()).run(enterAsGuest, { publicId: meeting.publicId, name: "Jean" })),
    ).toBe("not_found");
    expect(await tries(w.actors.administrator, meeting)).toBe("ok");
  });

  test("[Z11] after the end, and after it was cancelled, the door stays shut", async () => {
    const over = await aPrivateMeeting(w);
    await owner()`UPDATE conferences SET last_ends_at = app_clock() - interval '1 min', first_starts_at = app_clock() - interval '1 h' WHERE id = ${over.id}`;
    await owner()`UPDATE occurrences SET ends_at = app_clock() - interval '1 min', starts_at = app_clock() - interval '1 h' WHERE conference_id = ${over.id}`;
    expect(await tries(w.actors.organiser, over)).toBe("conference_over");
    const cancelled = await aPrivateMeeting(w);
    await owner()`UPDATE conferences SET cancelled_at = app_clock(), cancelled_by = owner_id WHERE id = ${cancelled.id}`;
    expect(await tries(w.actors.organiser, cancelled)).toBe("conference_cancelled");
  });

  test("[Z23] a signed-in user of the account enters a public conference and is on the list from then on", async () => {
    const webinar = await aWebinar(w);
    await enters(w.actors.organiser, webinar);
    expect(await tries(w.actors.member, webinar)).toBe("ok");
    const rows = await owner()`SELECT origin, role FROM participants
      WHERE conference_id = ${webinar.id} AND user_id = ${w.people.member.userId}`;
    expect(rows).toEqual([{ origin: "invited", role: "attendee" }]);
    expect(await tries(w.actors.member, webinar)).toBe("ok");
  });

  test("[Z07] a walk-in may correct the name before entering; nobody else changes theirs here", async () => {
    const webinar = await aWebinar(w);
    await enters(w.actors.organiser, webinar);
    const guest = await aWalkIn(webinar, "Jean");
    expect(await tries(guest, webinar, { name: "Jean Passant" })).toBe("ok");
    expect(await tries(w.actors.invited, webinar, { name: "Somebody Else" })).toBe("ok");
    const names = await owner()<{ display_name: string }[]>`SELECT display_name FROM participants
      WHERE conference_id = ${webinar.id} AND first_joined_at IS NOT NULL ORDER BY display_name`;
    expect(names.map((n) => n.display_name)).toEqual(
      [w.people.organiser.name, w.people.invited.name, "Jean Passant"].sort(),
    );
  });
});

describe("the PIN (rule 3.9)", () => {
  test("the generic address asks for it, personal links and the invited skip it, and guesses are counted", async () => {
    const webinar = await aWebinar(w, { input: { pin: "482913" } });
    await enters(w.actors.organiser, webinar);
    expect(await tries(w.actors.invited, webinar)).toBe("ok");
    expect(await tries(await guestOf((await aRegistration(webinar)).participantId), webinar)).toBe("ok");
    expect(await tries(w.actors.member, webinar)).toBe("pin_required");
    expect(await tries(w.actors.member, webinar, { pin: "000000" })).toBe("wrong_pin");
    expect(await tries(w.actors.member, webinar, { pin: "482 913" })).toBe("ok");

    const stranger = anonymous();
    const guess = (pin?: string) =>
      as(stranger).run(enterAsGuest, { publicId: webinar.publicId, name: "Jean", pin });
    expect(codeOf(await guess())).toBe("pin_required");
    expect(codeOf(await guess("482913"))).toBe("ok");
    const codes = await Promise.all(Array.from({ length: 14 }, (_, i) => guess(`00000${i}`).then(codeOf)));
    expect(codes.filter((code) => code === "wrong_pin").length).toBeLessThanOrEqual(10);
    expect(codeOf(await guess("482913"))).toBe("too_many_requests");
  });
});

describe("capacity", () => {
  test("a full room refuses at the door and lets in when somebody leaves; a second device takes no second place", async () => {
    const room = await aRoom(w, { input: { seatLimit: 3 } });
    await enters(w.actors.organiser, room);
    const second = await enters(w.actors.moderator, room);
    await enters(w.actors.invited, room);
    await enters(w.actors.invited, room);
    const extra = await aPerson(w.tenant, { name: "Noé Petit", role: "member" });
    await owner()`INSERT INTO participants (tenant_id, id, conference_id, origin, user_id, display_name, seat_pool_id)
      SELECT tenant_id, gen_random_uuid(), conference_id, 'invited', ${extra.userId}, 'Noé Petit', id FROM seat_pools WHERE conference_id = ${room.id}`;
    await owner()`UPDATE seat_pools SET ceiling = 10, seats_invited = seats_invited + 1 WHERE conference_id = ${room.id}`;
    await owner()`INSERT INTO user_conferences (tenant_id, user_id, conference_id, kind, visibility, mode, is_owner, sort_at)
      SELECT tenant_id, ${extra.userId}, id, kind, visibility, mode, false, created_at FROM conferences WHERE id = ${room.id}`;
    const actor = await signedIn(extra);
    expect(await tries(actor, room)).toBe("room_full");
    await as(w.actors.moderator).do(leave, { publicId: room.publicId, generation: second.generation });
    expect(await tries(actor, room)).toBe("ok");
  });

  test("[N12] a walk-in gets no place that registered people were promised", async () => {
    const webinar = await aWebinar(w, { people: [], input: { seatLimit: 3 } });
    const registered = [await aRegistration(webinar), await aRegistration(webinar)];
    await enters(w.actors.organiser, webinar);
    expect(await tries(await aWalkIn(webinar), webinar)).toBe("seats_promised");
    for (const { participantId } of registered) {
      expect(await tries(await guestOf(participantId), webinar)).toBe("ok");
    }
  });

  test("ten at once for the last two places: two get in", async () => {
    const webinar = await aWebinar(w, { people: [], input: { seatLimit: 4, registration: null } });
    await enters(w.actors.organiser, webinar);
    const first = await enters(await aWalkIn(webinar), webinar);
    const guests = await Promise.all(Array.from({ length: 10 }, (_, i) => aWalkIn(webinar, `Invité ${i}`)));
    const codes = await Promise.all(guests.map((guest) => tries(guest, webinar)));
    expect(codes.filter((code) => code === "ok")).toHaveLength(2);
    expect(codes.filter((code) => code === "room_full")).toHaveLength(8);
    expect(first.generation).toBeGreaterThan(0);
  });
});

describe("parallel conferences (rule 13)", () => {
  async function twoRooms(slots: number) {
    const tenant = await anAccount("Petit SA", slots);
    const person = await aPerson(tenant, { rights: ["create_conferences"] });
    const organiser = await signedIn(person);
    const rooms = [await aRoom(w, { organiser, people: [] }), await aRoom(w, { organiser, people: [] })];
    return { organiser, rooms };
  }

  test("two starts at once with one slot: one is live", async () => {
    const { organiser, rooms } = await twoRooms(1);
    const codes = await Promise.all(rooms.map((room) => tries(organiser, room)));
    expect(codes.sort()).toEqual(["ok", "too_many_live"]);
    const live = (await Promise.all(rooms.map(sessionsOf))).flat();
    expect(live).toHaveLength(1);
  });

  test("with two slots both are live, and an ended one makes room", async () => {
    const { organiser, rooms } = await twoRooms(2);
    expect(await Promise.all(rooms.map((room) => tries(organiser, room)))).toEqual(["ok", "ok"]);
    const third = await aRoom(w, { organiser, people: [] });
    expect(await tries(organiser, third)).toBe("too_many_live");
    const [first] = rooms;
    if (!first) throw new Error("two rooms were asked for");
    await as(organiser).do(endForAll, { publicId: first.publicId });
    expect(await tries(organiser, third)).toBe("ok");
    expect((await sessionsOf(third))[0]?.live_slot).toBe((await sessionsOf(first))[0]?.live_slot);
  });

  test("a crashed conference does not hold its slot, even when no sweep came by", async () => {
    const { organiser, rooms } = await twoRooms(1);
    const [crashed, next] = rooms;
    if (!crashed || !next) throw new Error("two rooms were asked for");
    await enters(organiser, crashed);
    await owner()`UPDATE device_leases SET lease_expires_at = app_clock() - interval '5 s' WHERE conference_id = ${crashed.id}`;
    await owner()`UPDATE conference_sessions SET lease_expires_at = app_clock() - interval '5 s' WHERE conference_id = ${crashed.id}`;
    expect(await tries(organiser, next)).toBe("ok");
    expect((await sessionsOf(crashed))[0]?.end_reason).toBe("lease_lapsed");
  });

  test("ten who open one room at once are in the same session", async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => aPerson(w.tenant)));
    const room = await aRoom(w, {
      people: people.map(({ userId }) => ({ userId, role: "attendee" as const })),
    });
    const actors = [w.actors.organiser, ...(await Promise.all(people.map(signedIn)))];
    const joined = await Promise.all(actors.map((actor) => enters(actor, room)));
    expect(new Set(joined.map((j) => j.sessionId)).size).toBe(1);
    expect(await sessionsOf(room)).toHaveLength(1);
    // Of each two exactly one has the other on its first roster: that one makes the offer.
    for (const a of joined) {
      for (const b of joined) {
        if (a === b) continue;
        const sees = (x: typeof a, y: typeof b) =>
          x.roster.entries.some((e) => e.participantId === y.participantId);
        expect(sees(a, b)).not.toBe(sees(b, a));
      }
    }
  });
});
