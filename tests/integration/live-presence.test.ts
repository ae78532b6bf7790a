import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endForAll, leave } from "@/lib/live/commands";
import { sweepLive } from "@/lib/live/jobs";
import { away, heartbeat, poll, setDevices } from "@/lib/live/presence/commands";
import { closeLapsed } from "@/lib/live/sessions/commands";
import { channels } from "@/lib/realtime/channels";
import { aPrivateMeeting, aRoom, aWebinar } from "../support/conferences";
import { clock, owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { aTab, aWalkIn, enters, historyOf, sessionsOf, staysOf } from "../support/live";
import { as, codeOf, published } from "../support/run";
import { anonymous, type World, world } from "../support/world";

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(async () => {
  expect(await brokenInvariants()).toEqual({});
  await clock.reset();
});

describe("one person, one device", () => {
  test("[Z21, Z22, T28] a second device raises the generation, the first can neither speak nor end anything", async () => {
    const room = await aRoom(w);
    const person = w.actors.invited;
    const at = { publicId: room.publicId };
    const computer = aTab();
    const phone = aTab();

    const first = await enters(person, room, computer);
    const reload = await enters(person, room, computer);
    expect(reload.generation).toBe(first.generation);

    const second = await enters(person, room, phone);
    expect(second.generation).toBe(first.generation + 1);
    expect((await published()).filter((e) => e.event === "device.replaced")).toEqual([
      {
        channel: channels.device(first.participantId, first.generation),
        event: "device.replaced",
        payload: { generation: second.generation },
      },
    ]);

    const old = { ...at, generation: first.generation };
    expect(codeOf(await as(person).run(heartbeat, old))).toBe("connected_elsewhere");
    expect((await as(person).do(poll, old)).state).toBe("replaced");
    expect(codeOf(await as(person).run(setDevices, { ...old, microphone: true, camera: true }))).toBe(
      "connected_elsewhere",
    );
    // The evicted tab closes: nothing ends, and its lease is not touched either.
    expect(await as(person).do(leave, old)).toEqual({ left: false });
    expect(await as(person).do(away, old)).toEqual({ shortened: false });
    expect((await as(person).do(poll, { ...at, generation: second.generation })).state).toBe("live");
    expect(await staysOf(first.participantId)).toHaveLength(1);

    expect(await as(person).do(leave, { ...at, generation: second.generation })).toEqual({ left: true });
    const again = await enters(person, room, computer);
    expect(again.generation).toBe(second.generation + 1);
    expect((await historyOf(first.participantId)).map((e) => e.kind)).toEqual([
      "joined",
      "taken_over",
      "left",
      "joined",
    ]);
    expect(await staysOf(first.participantId)).toHaveLength(2);
    await as(person).do(leave, { ...at, generation: again.generation });
  });

  test("[Z20, Z21] fifty claims at once leave exactly one live device", async () => {
    const room = await aRoom(w);
    const person = w.actors.invited;
    const joined = await Promise.all(
      Array.from({ length: 50 }, () => enters(person, room).then((r) => r.generation)),
    );
    expect(new Set(joined).size).toBe(50);
    const live = await owner()`SELECT generation FROM device_leases
      WHERE conference_id = ${room.id} AND left_at IS NULL`;
    expect(live).toEqual([{ generation: Math.max(...joined) }]);
    expect(await sessionsOf(room)).toHaveLength(1);
    await as(person).do(leave, { publicId: room.publicId, generation: Math.max(...joined) });
  });

  test("[Z22] a tab that comes back by itself never throws out the other device", async () => {
    const room = await aRoom(w);
    const { join } = await import("@/lib/live/commands");
    await enters(w.actors.invited, room);
    const byItself = await as(w.actors.invited).run(join, { publicId: room.publicId, clientId: aTab() });
    expect(codeOf(byItself)).toBe("connected_elsewhere");
  });
});

describe("leases", () => {
  test("[T26, T27] a crash is recorded at the end of its lease, not at the time of the sweep", async () => {
    const meeting = await aPrivateMeeting(w);
    const stays = await enters(w.actors.organiser, meeting);
    const crashes = await enters(w.actors.invited, meeting);
    const [lease] = await owner()<{ lease_expires_at: Date }[]>`
      SELECT lease_expires_at FROM device_leases WHERE participant_id = ${crashes.participantId}`;

    await clock.advance(30);
    await as(w.actors.organiser).do(heartbeat, { publicId: meeting.publicId, generation: stays.generation });
    await clock.advance(40);
    await as(w.actors.organiser).do(heartbeat, { publicId: meeting.publicId, generation: stays.generation });
    await clock.advance(25);
    const beat = await as(w.actors.organiser).run(heartbeat, {
      publicId: meeting.publicId,
      generation: stays.generation,
    });
    expect(beat.ok && beat.data.isSweepDue).toBe(true);
    await sweepLive();

    const history = await historyOf(crashes.participantId);
    expect(history.map((e) => e.kind)).toEqual(["joined", "lapsed"]);
    expect(history[1]?.occurred_at).toEqual(lease?.lease_expires_at);
    expect((await staysOf(crashes.participantId))[0]?.left_at).toEqual(lease?.lease_expires_at);
    expect((await sessionsOf(meeting))[0]?.ended_at).toBeNull();

    // The forgotten device is told to join again, and the sweep has nothing left to do.
    const late = { publicId: meeting.publicId, generation: crashes.generation };
    expect(codeOf(await as(w.actors.invited).run(heartbeat, late))).toBe("not_in_room");
    expect((await as(w.actors.invited).do(poll, late)).state).toBe("lapsed");
    await sweepLive();
    expect(await historyOf(crashes.participantId)).toHaveLength(2);
    expect((await enters(w.actors.invited, meeting)).generation).toBe(crashes.generation + 1);
  });

  test("only the server itself sweeps; a session in other hands is left to them", async () => {
    const room = await aRoom(w);
    const { sessionId } = await enters(w.actors.organiser, room);
    const input = { tenantId: room.tenantId, sessionId };
    for (const actor of [w.actors.organiser, w.actors.administrator, w.actors.foreigner, anonymous()]) {
      expect(codeOf(await as(actor).run(closeLapsed, input))).toBe("forbidden");
    }
    await clock.advance(600);
    await owner().begin(async (sql) => {
      await sql`SELECT 1 FROM conference_sessions WHERE id = ${sessionId} FOR UPDATE`;
      await sweepLive();
    });
    expect((await sessionsOf(room))[0]?.ended_at).toBeNull();
    await Promise.all([sweepLive(), sweepLive()]);
    expect((await sessionsOf(room))[0]?.end_reason).toBe("lease_lapsed");
  });

  test("[T27] when all fall silent the session ends when the last lease did", async () => {
    const room = await aRoom(w);
    const { participantId } = await enters(w.actors.invited, room);
    await clock.advance(600);
    await sweepLive();
    await sweepLive();
    const [session] = await sessionsOf(room);
    const [stay] = await staysOf(participantId);
    expect(session?.end_reason).toBe("lease_lapsed");
    expect(session?.ended_at).toEqual(stay?.left_at);
    expect((await clock.now()).getTime() - (session?.ended_at?.getTime() ?? 0)).toBeGreaterThan(500_000);
  });

  test("[Z22] a page that closes keeps ten seconds, and a reload gets its lease back", async () => {
    const room = await aRoom(w);
    const tab = aTab();
    const at = { publicId: room.publicId };
    const first = await enters(w.actors.invited, room, tab);
    await as(w.actors.invited).do(away, { ...at, generation: first.generation });
    await clock.advance(5);
    expect((await enters(w.actors.invited, room, tab)).generation).toBe(first.generation);
    await clock.advance(30);
    expect((await as(w.actors.invited).do(poll, { ...at, generation: first.generation })).state).toBe("live");
    await as(w.actors.invited).do(away, { ...at, generation: first.generation });
    await clock.advance(11);
    await sweepLive();
    expect((await historyOf(first.participantId)).map((e) => e.kind)).toEqual(["joined", "lapsed"]);
  });
});

describe("ends", () => {
  test("the last to leave ends the session, and a room opens again as the next one", async () => {
    const room = await aRoom(w);
    const a = await enters(w.actors.organiser, room);
    const b = await enters(w.actors.invited, room);
    const at = { publicId: room.publicId };
    await as(w.actors.organiser).do(leave, { ...at, generation: a.generation });
    expect((await sessionsOf(room))[0]?.ended_at).toBeNull();
    await as(w.actors.invited).do(leave, { ...at, generation: b.generation });
    expect((await sessionsOf(room))[0]?.end_reason).toBe("last_left");
    await enters(w.actors.invited, room);
    expect((await sessionsOf(room)).map((s) => s.session_no)).toEqual([1, 2]);
  });

  test("[T27] the owner ends it for everybody; guests hear who did and cannot come back", async () => {
    const webinar = await aWebinar(w, { startsInMinutes: 1 });
    const at = { publicId: webinar.publicId };
    const owned = await enters(w.actors.organiser, webinar);
    await clock.advance(120);
    await as(w.actors.organiser).run(heartbeat, { ...at, generation: owned.generation });
    const back = await enters(w.actors.organiser, webinar);
    const guest = await aWalkIn(webinar);
    const inside = await enters(guest, webinar);

    expect(codeOf(await as(guest).run(endForAll, at))).toBe("only_leaders_end");
    expect(codeOf(await as(w.actors.invited).run(endForAll, at))).toBe("only_leaders_end");
    expect(codeOf(await as(w.actors.foreigner).run(endForAll, at))).toBe("not_found");
    expect(await as(w.actors.organiser).do(endForAll, at)).toEqual({ people: 2 });

    const told = await as(guest).do(poll, { ...at, generation: inside.generation });
    expect(told.state).toBe("ended");
    expect(told.ending).toEqual({ reason: "ended_for_all", by: w.people.organiser.name });
    expect((await historyOf(inside.participantId)).map((e) => e.kind)).toEqual(["joined", "ended"]);
    expect((await historyOf(back.participantId)).at(-1)?.kind).toBe("ended");
    expect((await published()).filter((e) => e.event === "meeting.ended").at(-1)?.channel).toBe(
      channels.meeting(webinar.id, back.channelEpoch),
    );
    const { join } = await import("@/lib/live/commands");
    expect(codeOf(await as(guest).run(join, { ...at, clientId: aTab() }))).toBe("conference_over");
    expect(codeOf(await as(w.actors.organiser).run(endForAll, at))).toBe("conference_over");
  });
});
