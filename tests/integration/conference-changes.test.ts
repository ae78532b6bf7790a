import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cancelConference,
  createConference,
  deleteConference,
  updateConference,
} from "@/lib/conferences/commands";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { edit, mailsOf, poolOf, rowOf, sameAgain, start } from "../support/plans";
import { as, codeOf } from "../support/run";
import { type World, world } from "../support/world";

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
    await organiser().do(updateConference, await again(id, { registration }));
    expect(await form()).toMatchObject([{ closing: "at_end", disabled_at: null }]);
    await organiser().do(updateConference, await again(id, { registration: null }));
    expect((await form())[0]?.disabled_at).toBeInstanceOf(Date);
    await organiser().do(
      updateConference,
      await again(id, { registration: { ...registration, closing: "at_start" } }),
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
      organiser().run(updateConference, await again(id, { registration: { ...registration, fields } }));
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
      await again(plain, { registration: { ...registration, fields: other } }),
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
    await organiser().do(updateConference, await again(webinar.id, { seatLimit: 2 }));
    expect(await poolOf(webinar.id)).toMatchObject({ capacity: 2, ceiling: 5, seats_registered: 2 });
    const quiet = await organiser().run(
      updateConference,
      await again(webinar.id, { visibility: "private", registration: null }),
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
      await again(id, { visibility: "private", registration: null }),
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
    const input = await again(id, { name: "Autre nom" });
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
    const seen = await again(id);
    const both = await Promise.all([
      organiser().run(updateConference, { ...seen, name: "Version de l’un" }),
      as(w.actors.administrator).run(updateConference, { ...seen, name: "Version de l’autre" }),
    ]);
    expect(both.map(codeOf).sort()).toEqual(["conflict", "ok"]);
    const won = both.find((result) => result.ok);
    expect(won?.ok && (await rowOf(id)).name).toBe(won?.ok && won.data.name);
    expect((await rowOf(id)).version).toBe(seen.version + 1);
  });

  test("in a hundred pairs of simultaneous saves no change is lost and each loser is told (R-25)", async () => {
    const { id } = await aPrivateMeeting(w);
    for (let pair = 1; pair <= 100; pair++) {
      const seen = await again(id);
      const names = [`Paire ${pair}, l’une`, `Paire ${pair}, l’autre`];
      const results = await Promise.all(
        names.map((name, i) =>
          as(i ? w.actors.administrator : w.actors.organiser).run(updateConference, { ...seen, name }),
        ),
      );
      expect(results.map(codeOf).sort()).toEqual(["conflict", "ok"]);
      const winner = names[results.findIndex((result) => result.ok)];
      expect(await rowOf(id)).toMatchObject({ name: winner, version: seen.version + 1 });
    }
    // Longer than the others: a busy machine takes its time over two hundred saves.
  }, 120_000);

  test("another time or place raises the sequence, moves the lists and tells everybody but the one who saves", async () => {
    const webinar = await aWebinar(w);
    const guest = await aRegistration(webinar);
    await owner()`DELETE FROM outbox`;
    await organiser().do(updateConference, await again(webinar.id, { description: "Autre texte" }));
    expect(await mailsOf("mail.changed")).toEqual([]);
    const at = "2027-09-01T10:00";
    await organiser().do(updateConference, await again(webinar.id, { localStart: at }));
    const [segment] =
      await owner()`SELECT ical_sequence FROM schedule_segments WHERE conference_id = ${webinar.id}`;
    expect(segment?.ical_sequence).toBe(1);
    const told = await mailsOf("mail.changed");
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
      await again(id, { name: "Autre", location: "Monge", pin: "918273" }),
    );
    const [row] =
      await owner()`SELECT diff FROM audit_events WHERE action = 'conferences.update' AND target_id = ${id}`;
    expect(row?.diff.changed.sort()).toEqual(["location", "name", "pin"]);
    expect(JSON.stringify(row)).not.toContain("918273");
  });

  test("a conference and a room do not turn into each other", async () => {
    const { id } = await aRoom(w);
    const result = await organiser().run(updateConference, await again(id, { kind: "scheduled", ...start }));
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
    expect(await mailsOf("mail.cancelled")).toHaveLength(3);
    expect(await rowOf(webinar.id)).toMatchObject({ cancelled_by: w.people.organiser.userId });
    expect(codeOf(await organiser().run(cancelConference, { id: webinar.id }))).toBe("conference_cancelled");
    await expect(edit(w.actors.organiser, webinar.id)).rejects.toMatchObject({
      code: "conference_cancelled",
    });
    expect(await mailsOf("mail.cancelled")).toHaveLength(3);
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
