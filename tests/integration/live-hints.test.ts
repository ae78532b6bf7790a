import { beforeEach, describe, expect, test } from "vitest";
import {
  cancelConference,
  createConference,
  deleteConference,
  updateConference,
} from "@/lib/conferences/commands";
import { endForAll, leave } from "@/lib/live/commands";
import { closeLapsed } from "@/lib/live/sessions/commands";
import { channels } from "@/lib/realtime/channels";
import { cancelRegistration } from "@/lib/registrations/commands";
import { systemActor } from "@/lib/server/actor";
import { linkToken } from "@/lib/server/personal-link";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { enters } from "../support/live";
import { sameAgain, start } from "../support/plans";
import { as, published } from "../support/run";
import { anonymous, type World, world } from "../support/world";

/** Lists fetch again when their owner's channel says so. Whoever sees a change hears of it, and nobody else does. */

let w: World;
beforeEach(async () => {
  w = await world();
});

/** Whose lists show the conference at this moment. */
const seenBy = async (conferenceId: string): Promise<string[]> => {
  const rows = await owner()<{ user_id: string }[]>`
    SELECT user_id FROM user_conferences WHERE conference_id = ${conferenceId}`;
  return rows.map((row) => row.user_id);
};

/** The users' channels that a mutation speaks to, each with what is said there. */
async function told(work: () => Promise<unknown>) {
  const before = (await published()).length;
  await work();
  const events = (await published()).slice(before);
  const lists = events.filter((e) => e.event === "list.changed");
  return {
    lists: [...new Set(lists.map((e) => e.channel))].sort(),
    about: [...new Set(lists.map((e) => JSON.stringify(e.payload)))],
    seats: events.filter((e) => e.event === "seats.changed").map((e) => e.channel),
  };
}

const listsOf = (userIds: readonly string[]) => [...new Set(userIds)].map(channels.user).sort();

/** What a mutation said, and to whom it had to: those who saw the conference before or see it afterwards. */
async function compare(conference: Conference, work: () => Promise<unknown>) {
  const before = await seenBy(conference.id);
  const heard = await told(work);
  const after = await seenBy(conference.id);
  expect(heard.lists).toEqual(listsOf([...before, ...after]));
  // An id, and nothing that somebody on the way could read.
  expect(heard.about).toEqual([JSON.stringify({ conferenceId: conference.id })]);
  return heard;
}

const edit = async (conference: Conference, changes: Record<string, unknown>) =>
  as(w.actors.organiser).do(
    updateConference,
    await sameAgain(w.actors.administrator, conference.id, changes),
  );

describe("lists of conferences and rooms", () => {
  test("a new conference tells its owner and the invited", async () => {
    let id = "";
    const heard = await told(async () => {
      const participants = [{ userId: w.people.invited.userId, role: "attendee" }];
      ({ id } = await as(w.actors.organiser).do(createConference, { name: "X", ...start, participants }));
    });
    expect(heard.lists).toEqual(listsOf([w.people.organiser.userId, w.people.invited.userId]));
    expect(heard.lists).toEqual(listsOf(await seenBy(id)));
  });

  test("another name, another time", async () => {
    const meeting = await aPrivateMeeting(w);
    await compare(meeting, () => edit(meeting, { name: "Autre nom" }));
    await compare(meeting, () => edit(meeting, { localStart: "2027-06-15T09:00" }));
  });

  test("who is taken off, who is put on, and another role", async () => {
    const room = await aRoom(w);
    const { moderator, invited, member } = w.people;
    const attendee = (userId: string) => ({ userId, role: "attendee" });
    await compare(room, () => edit(room, { participants: [attendee(invited.userId)] }));
    await compare(room, () => edit(room, { participants: [attendee(member.userId)] }));
    await compare(room, () =>
      edit(room, {
        participants: [{ userId: member.userId, role: "moderator" }, attendee(moderator.userId)],
      }),
    );
  });

  test("cancelled and deleted", async () => {
    const meeting = await aPrivateMeeting(w);
    await compare(meeting, () => as(w.actors.organiser).do(cancelConference, { id: meeting.id }));
    await compare(meeting, () => as(w.actors.organiser).do(deleteConference, { id: meeting.id }));
  });

  test("live and over again, whatever ended it", async () => {
    const room = await aRoom(w);
    const { publicId } = room;
    const come = () => enters(w.actors.organiser, room);
    await compare(room, come);
    const { generation } = await come();
    await compare(room, () => as(w.actors.organiser).do(leave, { publicId, generation }));
    await compare(room, come);
    await compare(room, () => as(w.actors.organiser).do(endForAll, { publicId }));
    const { sessionId } = await come();
    await owner()`UPDATE device_leases SET lease_expires_at = app_clock() WHERE session_id = ${sessionId}`;
    await compare(room, () =>
      closeLapsed.execute(systemActor("sweep"), { tenantId: room.tenantId, sessionId }),
    );
  });

  test("the second to come in tells no list: how many are inside follows within the minute", async () => {
    const room = await aRoom(w);
    await enters(w.actors.organiser, room);
    expect((await told(() => enters(w.actors.invited, room))).lists).toEqual([]);
  });
});

describe("free seats on the public page", () => {
  test("registered, given back, another size and the start", async () => {
    const webinar = await aWebinar(w, { startsInMinutes: 30 });
    const seats = [channels.seats(webinar.id)];
    let participantId = "";
    const registers = async () => {
      ({ participantId } = await aRegistration(webinar));
    };
    expect((await told(registers)).seats).toEqual(seats);
    const token = linkToken(participantId, 1);
    expect((await told(() => as(anonymous()).do(cancelRegistration, { token }))).seats).toEqual(seats);
    expect((await told(() => edit(webinar, { seatLimit: 5 }))).seats).toEqual(seats);
    expect((await told(() => enters(w.actors.organiser, webinar))).seats).toEqual(seats);
  });
});
