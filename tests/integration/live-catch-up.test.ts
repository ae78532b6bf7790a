import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { disableUser } from "@/lib/accounts/users/commands";
import { deleteConference, updateConference } from "@/lib/conferences/commands";
import { endForAll, join, leave } from "@/lib/live/commands";
import { followPeople } from "@/lib/live/people/commands";
import { away, heartbeat, poll, setDevices } from "@/lib/live/presence/commands";
import { afterEvent, afterPoll, type Known, knownFromJoin } from "@/lib/live/presence/rules";
import type { JoinResult, Signal } from "@/lib/live/schema";
import { closeLapsed } from "@/lib/live/sessions/commands";
import { signal } from "@/lib/live/signals/commands";
import { channels } from "@/lib/realtime/channels";
import { type Actor, systemActor } from "@/lib/server/actor";
import { aWebinar, type Conference } from "../support/conferences";
import { clock, owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { aTab, aWalkIn, enters } from "../support/live";
import { sameAgain } from "../support/plans";
import { as, codeOf, type Published, published } from "../support/run";
import { anonymous, type World, world } from "../support/world";

/**
 * State plus events equals fresh state: whoever was inside before a mutation and applies what it published, with the
 * browser's own rules, knows what somebody who asks afresh is told.
 */

type Inside = { actor: Actor; tab: string; joined: JoinResult };
type Room = { conference: Conference; watcher: Inside; other: Inside; guest: Inside };

let w: World;
let room: Room;
beforeEach(async () => {
  w = await world();
  const conference = await aWebinar(w, { startsInMinutes: -5 });
  room = {
    conference,
    watcher: await inside(w.actors.organiser, conference),
    other: await inside(w.actors.invited, conference),
    guest: { actor: anonymous(), tab: aTab(), joined: {} as JoinResult },
  };
  room.guest = await inside(await aWalkIn(conference), conference);
});
afterEach(async () => {
  expect(await brokenInvariants()).toEqual({});
  await clock.reset();
});

async function inside(actor: Actor, conference: Conference, tab = aTab()): Promise<Inside> {
  return { actor, tab, joined: await enters(actor, conference, tab) };
}

const at = ({ joined }: Inside) => ({
  publicId: room.conference.publicId,
  generation: joined.generation,
});

/** What the browser of somebody inside hears of what was published after the first `from` events. */
async function heardBy({ joined }: Inside, known: Known, from: number): Promise<Published[]> {
  const names = [
    channels.device(joined.participantId, joined.generation),
    channels.meeting(joined.conferenceId, known.channelEpoch),
  ];
  return (await published()).slice(from).filter((event) => names.includes(event.channel));
}

const asks = (who: Inside, known: { roster: { seq: number }; signalSeq: number }) =>
  as(who.actor).do(poll, { ...at(who), since: known.roster.seq, signal: known.signalSeq });

type Memory = { known: Known; signals: Signal[]; fetches: number };

/** Applies events as the page does, fetching whenever its rules say so. */
async function follows(who: Inside, before: Memory, events: readonly Published[]): Promise<Memory> {
  const memory = { ...before, signals: [...before.signals] };
  for (const { event, payload } of events) {
    const step = afterEvent(memory.known, event, payload);
    memory.known = step.known;
    memory.signals.push(...step.signals);
    if (step.mustFetch) Object.assign(memory, await fetches(who, memory));
  }
  return memory;
}

async function fetches(who: Inside, memory: Memory): Promise<Memory> {
  const step = afterPoll(memory.known, await asks(who, memory.known));
  return {
    known: step.known,
    signals: [...memory.signals, ...step.signals],
    fetches: memory.fetches + 1,
  };
}

/** Up to date with this very moment. */
async function startsWatching(who: Inside): Promise<Memory> {
  const memory = await fetches(who, { known: knownFromJoin(who.joined), signals: [], fetches: 0 });
  return { ...memory, signals: [], fetches: 0 };
}

/** What somebody who knows nothing is told. */
async function freshState(who: Inside, since: Known) {
  const answer = await asks(who, { roster: { seq: -1 }, signalSeq: since.signalSeq });
  return {
    state: answer.state,
    ending: answer.ending,
    roster: answer.state === "live" ? answer.roster : null,
    channelEpoch: answer.state === "live" ? answer.channelEpoch : null,
    signals: answer.signals,
  };
}

const remembered = ({ known, signals }: Memory) => ({
  state: known.state,
  ending: known.ending,
  roster: known.state === "live" ? known.roster : null,
  channelEpoch: known.state === "live" ? known.channelEpoch : null,
  signals,
});

const devices = (who: Inside, microphone: boolean, camera: boolean) =>
  as(who.actor).do(setDevices, { ...at(who), microphone, camera });

const reloads = (who: Inside, more = {}) =>
  as(who.actor).do(join, { publicId: room.conference.publicId, clientId: who.tab, ...more });

const signals = (from: Inside, to: Inside, sdp = "v=0\r\n") =>
  as(from.actor).do(signal, {
    ...at(from),
    to: to.joined.participantId,
    toGeneration: to.joined.generation,
    body: { from: randomUUID(), to: null, description: { type: "offer", sdp } },
  });

const sweep = () =>
  closeLapsed.execute(systemActor("sweep"), {
    tenantId: room.conference.tenantId,
    sessionId: room.watcher.joined.sessionId,
  });

const follow = () =>
  followPeople.execute(systemActor("people"), {
    tenantId: room.conference.tenantId,
    conferenceId: room.conference.id,
  });

/** As the outbox does after the commit. */
async function saves(participants: { userId: string; role: "moderator" | "attendee" }[]) {
  const { id } = room.conference;
  await as(w.actors.organiser).do(
    updateConference,
    await sameAgain(w.actors.administrator, id, { participants }),
  );
  const [work] = await owner()`SELECT kind FROM outbox WHERE kind = 'live.people' AND entity_id = ${id}`;
  expect(work).toBeDefined();
  await follow();
}

async function fallsSilent(who: Inside) {
  await owner()`UPDATE device_leases SET lease_expires_at = app_clock() - interval '1 s'
    WHERE participant_id = ${who.joined.participantId}`;
}

/** `applied`: the events alone say everything. `fetched`: they say that there is something to ask for. */
type Mutation = { what: string; run: () => Promise<unknown>; by: "applied" | "fetched" | "nothing" };

const mutations: Mutation[] = [
  { what: "somebody joins", run: () => enters(w.actors.moderator, room.conference), by: "applied" },
  {
    what: "a guest joins",
    run: async () => enters(await aWalkIn(room.conference, "Ida"), room.conference),
    by: "applied",
  },
  {
    what: "a reload comes back with other devices",
    run: () => reloads(room.other, { microphone: true, camera: true }),
    by: "applied",
  },
  {
    what: "a guest comes back under another name",
    run: () => reloads(room.guest, { name: "Jean-Luc Passant" }),
    by: "applied",
  },
  {
    what: "another device takes over and keeps the place",
    run: () => enters(w.actors.invited, room.conference),
    by: "applied",
  },
  { what: "a microphone is turned on", run: () => devices(room.other, true, false), by: "applied" },
  {
    what: "a camera is turned on and off",
    run: async () => {
      await devices(room.other, false, true);
      await devices(room.other, false, false);
    },
    by: "applied",
  },
  { what: "one's own devices change", run: () => devices(room.watcher, true, true), by: "applied" },
  { what: "somebody leaves", run: () => as(room.other.actor).do(leave, at(room.other)), by: "applied" },
  {
    what: "somebody leaves and comes back last",
    run: async () => {
      await as(room.other.actor).do(leave, at(room.other));
      await enters(w.actors.invited, room.conference);
    },
    by: "applied",
  },
  {
    what: "a lease ends and the sweep notices",
    run: async () => {
      await fallsSilent(room.other);
      await sweep();
    },
    by: "applied",
  },
  {
    what: "a lease ends and a newcomer notices",
    run: async () => {
      await fallsSilent(room.other);
      await enters(w.actors.moderator, room.conference);
    },
    by: "applied",
  },
  {
    what: "a lease ends and the person is back before anybody noticed",
    run: async () => {
      await fallsSilent(room.other);
      await reloads(room.other);
    },
    by: "applied",
  },
  {
    what: "a lease ends and somebody who leaves notices",
    run: async () => {
      await fallsSilent(room.other);
      await as(room.guest.actor).do(leave, at(room.guest));
    },
    by: "applied",
  },
  { what: "a signal arrives", run: () => signals(room.other, room.watcher), by: "applied" },
  {
    what: "a signal is too large for an event",
    run: () => signals(room.other, room.watcher, `v=0\r\n${"a=x\r\n".repeat(2000)}`),
    by: "fetched",
  },
  {
    what: "somebody is removed",
    run: () => saves([{ userId: w.people.moderator.userId, role: "moderator" }]),
    by: "fetched",
  },
  {
    what: "two are removed one after the other before the room follows",
    run: async () => {
      const { id } = room.conference;
      const stays = { userId: w.people.moderator.userId, role: "moderator" as const };
      for (const participants of [[stays], []]) {
        const plan = await sameAgain(w.actors.administrator, id, { participants });
        await as(w.actors.organiser).do(updateConference, plan);
      }
      await follow();
    },
    by: "fetched",
  },
  {
    what: "somebody is disabled",
    run: async () => {
      const { userId } = w.people.invited;
      await as(w.actors.administrator).do(disableUser, { userId });
      await follow();
    },
    by: "fetched",
  },
  {
    what: "a role changes",
    run: () =>
      saves([
        { userId: w.people.moderator.userId, role: "moderator" },
        { userId: w.people.invited.userId, role: "moderator" },
      ]),
    by: "fetched",
  },
  {
    what: "one is replaced by another device of one's own",
    run: () => enters(w.actors.organiser, room.conference),
    by: "fetched",
  },
  {
    what: "the owner ends it for everybody",
    run: () => as(w.actors.organiser).do(endForAll, { publicId: room.conference.publicId }),
    by: "fetched",
  },
  { what: "a heartbeat", run: () => as(room.other.actor).do(heartbeat, at(room.other)), by: "nothing" },
  { what: "a page closes", run: () => as(room.other.actor).do(away, at(room.other)), by: "nothing" },
  { what: "a sweep without work", run: sweep, by: "nothing" },
  { what: "a signal to somebody else", run: () => signals(room.other, room.guest), by: "nothing" },
];

describe("state plus events equals fresh state", () => {
  test.each(mutations)("$what ($by)", async ({ run, by }) => {
    const { watcher } = room;
    const before = await startsWatching(watcher);
    const from = (await published()).length;
    await run();
    const events = await heardBy(watcher, before.known, from);
    const after = await follows(watcher, before, events);
    expect(remembered(after)).toEqual(await freshState(watcher, before.known));
    if (by === "nothing") expect(events).toEqual([]);
    else expect(after.fetches > 0).toBe(by === "fetched");
  });

  test("[E03] a conference that was deleted while somebody went in lets go of everybody (R-26)", async () => {
    const { watcher, conference } = room;
    const before = await startsWatching(watcher);
    const from = (await published()).length;
    expect(codeOf(await as(w.actors.organiser).run(deleteConference, { id: conference.id }))).toBe(
      "conference_live",
    );
    await owner()`UPDATE conferences SET deleted_at = app_clock(), channel_epoch = channel_epoch + 1
      WHERE id = ${conference.id}`;
    expect(await follow()).toEqual({ ok: true, data: { removed: 3 } });
    const [event] = await heardBy(watcher, before.known, from);
    expect(afterEvent(before.known, event?.event ?? "", event?.payload).mustFetch).toBe(true);
    expect(codeOf(await as(watcher.actor).run(poll, at(watcher)))).toBe("not_found");
    const live =
      await owner()`SELECT 1 FROM device_leases WHERE conference_id = ${conference.id} AND left_at IS NULL`;
    expect(live).toHaveLength(0);
    // Once more changes nothing.
    expect(await follow()).toEqual({ ok: true, data: { removed: 0 } });
  });

  test("a removed person's device is told, and nobody's roster has them (T-22)", async () => {
    const before = await startsWatching(room.other);
    const from = (await published()).length;
    await saves([{ userId: w.people.moderator.userId, role: "moderator" }]);
    const heard = await heardBy(room.other, before.known, from);
    expect(heard.map((e) => e.event)).toContain("device.removed");
    // The former channel says that it has another name, and nothing of anybody.
    expect(heard.filter((e) => e.event !== "device.removed")).toEqual([
      expect.objectContaining({ event: "channel.renamed", payload: {} }),
    ]);
    expect(codeOf(await as(room.other.actor).run(poll, at(room.other)))).toBe("not_found");
    const { roster } = await freshState(room.watcher, knownFromJoin(room.watcher.joined));
    expect(roster?.entries.map((e) => e.participantId)).not.toContain(room.other.joined.participantId);
    for (const actor of [w.actors.organiser, w.actors.administrator, w.actors.foreigner, anonymous()]) {
      const { id: conferenceId, tenantId } = room.conference;
      expect(codeOf(await as(actor).run(followPeople, { tenantId, conferenceId }))).toBe("forbidden");
    }
  });
});

/** What a line does to events: they come twice, late, in another order, or not at all. */
const fates = fc.array(fc.constantFrom("comes", "twice", "late", "lost"), { minLength: 8, maxLength: 40 });

test("whatever a line does to the events, the next thing heard or asked makes it whole (R-09)", async () => {
  const { watcher, other, guest, conference } = room;
  const before = await startsWatching(watcher);
  const from = (await published()).length;
  await devices(other, true, false);
  await signals(other, watcher);
  const third = await inside(w.actors.moderator, conference);
  await signals(third, watcher);
  await devices(guest, true, true);
  await as(other.actor).do(leave, at(other));
  await signals(guest, watcher);
  await enters(w.actors.invited, conference);
  await devices(third, false, true);
  await fallsSilent(guest);
  await sweep();
  await devices(third, true, true);
  const events = await heardBy(watcher, before.known, from);
  expect(events.length).toBeGreaterThan(10);
  const fresh = await freshState(watcher, before.known);

  await fc.assert(
    fc.asyncProperty(fates, async (each) => {
      const late: Published[] = [];
      const heard: Published[] = [];
      events.forEach((event, i) => {
        const fate = each[i % each.length];
        if (fate === "late") late.push(event);
        else if (fate !== "lost") heard.push(event, ...(fate === "twice" ? [event] : []), ...late.splice(0));
      });
      const after = await follows(watcher, before, [...heard, ...late]);
      expect(remembered(await fetches(watcher, after))).toEqual(fresh);
    }),
    { numRuns: 15 },
  );
});
