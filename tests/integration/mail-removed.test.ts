import ical, { type VEvent } from "node-ical";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { cancelConference, updateConference } from "@/lib/conferences/commands";
import { drainOutbox } from "@/lib/jobs/outbox";
import { cancelRegistration } from "@/lib/registrations/commands";
import { linkToken } from "@/lib/server/personal-link";
import { partsOf, startSmtp } from "../fakes/smtp";
import { aPrivateMeeting, aRegistration, aWebinar, type Conference } from "../support/conferences";
import { clock, owner } from "../support/database";
import { sameAgain } from "../support/plans";
import { as } from "../support/run";
import { anonymous, type World, world } from "../support/world";

// The environment is read once; these tests run with a mail server.
const mailServer = vi.hoisted(() => ({ url: undefined as string | undefined }));
vi.mock("@/lib/env", async (original) => {
  const real = await original<typeof import("@/lib/env")>();
  return { ...real, env: () => ({ ...real.env(), smtpUrl: mailServer.url }) };
});

let w: World;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
beforeAll(async () => {
  w = await world();
});
beforeEach(async () => {
  await clock.reset();
  await owner()`DELETE FROM outbox`;
  await owner()`DELETE FROM mail_messages`;
  smtp = await startSmtp();
  mailServer.url = smtp.url;
});
afterEach(() => smtp.stop());
afterAll(() => clock.reset());

type Person = { userId: string; role: "moderator" | "attendee" };
const invited = (): Person => ({ userId: w.people.invited.userId, role: "attendee" });
const moderator = (): Person => ({ userId: w.people.moderator.userId, role: "moderator" });

/** Saves the plan as it is with other people, and lets the mails leave. */
async function saveWith(conference: Conference, participants: Person[], changes: object = {}) {
  const input = await sameAgain(w.actors.organiser, conference.id, { participants, ...changes });
  await as(w.actors.organiser).do(updateConference, input);
  await drainOutbox();
}

/** What the person's calendar is told, oldest first. */
const entriesFor = (email: string) =>
  smtp.inbox
    .filter((mail) => mail.to.includes(email))
    .map(({ raw }) => {
      const parts = partsOf(raw);
      const file = parts.find((part) => part.type.startsWith("text/calendar"))?.text ?? "";
      const event = Object.values(ical.sync.parseICS(file)).find((e): e is VEvent => e?.type === "VEVENT");
      if (!event) throw new Error("the mail has no entry");
      return {
        method: /^METHOD:(\S+)/m.exec(file)?.[1],
        uid: event.uid,
        sequence: Number(event.sequence),
        status: event.status,
        attendee: file
          .replace(/\r\n /g, "")
          .match(/mailto:(\S+)/g)
          ?.at(-1),
        text: parts.find((part) => part.type.startsWith("text/plain"))?.text ?? "",
      };
    });

const sequenceOf = async ({ id }: Conference) => {
  const [row] = await owner()<{ n: number }[]>`
    SELECT ical_sequence AS n FROM schedule_segments WHERE conference_id = ${id}`;
  return row?.n;
};

describe.each([
  ["a private meeting", () => aPrivateMeeting(w, { people: [moderator(), invited()] })],
  ["a webinar", () => aWebinar(w, { people: [moderator(), invited()] })],
])("somebody who is taken off %s", (_name, aConference) => {
  test("[M12] gets the end of the entry that the invitation made, and nobody else gets anything", async () => {
    const conference = await aConference();
    await drainOutbox();
    const others = () => entriesFor(w.people.moderator.email).length;
    const before = others();
    await saveWith(conference, [moderator()]);
    const [first, last, ...more] = entriesFor(w.people.invited.email);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ method: "REQUEST", status: "CONFIRMED" });
    expect(last).toMatchObject({
      method: "CANCEL",
      status: "CANCELLED",
      uid: first?.uid,
      sequence: (first?.sequence ?? 0) + 1,
      attendee: `mailto:${w.people.invited.email}`,
    });
    expect(others()).toBe(before);
  });

  test("and put on the list again gets an entry that is newer than its end", async () => {
    const conference = await aConference();
    await drainOutbox();
    await saveWith(conference, [moderator()]);
    await saveWith(conference, [moderator(), invited()]);
    const entries = entriesFor(w.people.invited.email);
    expect(entries.map(({ method }) => method)).toEqual(["REQUEST", "CANCEL", "REQUEST"]);
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
    expect(entries.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
  });

  test("and put back before the mail has left keeps the entry", async () => {
    const conference = await aConference();
    await drainOutbox();
    const without = await sameAgain(w.actors.organiser, conference.id, { participants: [moderator()] });
    await as(w.actors.organiser).do(updateConference, without);
    await saveWith(conference, [moderator(), invited()]);
    const methods = entriesFor(w.people.invited.email).map(({ method }) => method);
    expect(methods).toEqual(["REQUEST", "REQUEST"]);
  });
});

describe("the mail to somebody who was taken off", () => {
  test("names no page that does not exist for the reader any more", async () => {
    const meeting = await aPrivateMeeting(w, { people: [invited()] });
    const webinar = await aWebinar(w, { people: [invited()] });
    await drainOutbox();
    smtp.inbox.length = 0;
    await saveWith(meeting, []);
    await saveWith(webinar, []);
    const texts = entriesFor(w.people.invited.email).map(({ text }) => /\/c\//.test(text));
    expect(texts).toEqual([false, true]);
  });

  test("is one step of the entry, also when the plan moves in the same save", async () => {
    const meeting = await aPrivateMeeting(w, { people: [moderator(), invited()] });
    await drainOutbox();
    await saveWith(meeting, [moderator()], { localStart: "2032-03-04T10:00" });
    expect(await sequenceOf(meeting)).toBe(1);
    expect(entriesFor(w.people.invited.email).at(-1)).toMatchObject({ method: "CANCEL", sequence: 1 });
    expect(entriesFor(w.people.moderator.email).at(-1)).toMatchObject({ method: "REQUEST", sequence: 1 });
  });

  test("does not come to those who never got an invitation, nor once it is all over", async () => {
    const silent = await aPrivateMeeting(w, { people: [invited()], input: { sendInvitations: false } });
    await drainOutbox();
    await saveWith(silent, []);
    expect(smtp.inbox).toEqual([]);
    const past = await aPrivateMeeting(w, { people: [invited()] });
    await drainOutbox();
    smtp.inbox.length = 0;
    await clock.advance(3 * 3600);
    await saveWith(past, []);
    expect(smtp.inbox).toEqual([]);
  });

  test("and a later cancellation does not come to them as well", async () => {
    const meeting = await aPrivateMeeting(w, { people: [moderator(), invited()] });
    await drainOutbox();
    await saveWith(meeting, [moderator()]);
    await as(w.actors.organiser).do(cancelConference, { id: meeting.id });
    await drainOutbox();
    const methods = entriesFor(w.people.invited.email).map(({ method }) => method);
    expect(methods).toEqual(["REQUEST", "CANCEL"]);
    expect(entriesFor(w.people.moderator.email).at(-1)).toMatchObject({ method: "CANCEL", sequence: 2 });
  });
});

describe("a guest who gives the seat back", () => {
  const linkOf = async (id: string) => {
    const [row] = await owner()<
      { n: number }[]
    >`SELECT link_generation AS n FROM participants WHERE id = ${id}`;
    return linkToken(id, row?.n ?? 0);
  };
  const withdraws = async (id: string) => as(anonymous()).do(cancelRegistration, { token: await linkOf(id) });

  test("[N12, N25] finds the entry struck out of the calendar, and in it again after registering anew", async () => {
    const conference = await aWebinar(w);
    const { participantId, email } = await aRegistration(conference);
    await drainOutbox();
    await withdraws(participantId);
    await drainOutbox();
    await aRegistration(conference, email);
    await drainOutbox();
    const entries = entriesFor(email);
    expect(entries.map(({ method }) => method)).toEqual(["REQUEST", "CANCEL", "REQUEST"]);
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
    expect(entries.map(({ sequence }) => sequence)).toEqual([0, 1, 1]);
    expect(entries[1]?.text).toContain("annulée");
  });

  test("hears nothing where no confirmation was sent, and nothing that is not true any more", async () => {
    const conference = await aWebinar(w);
    const silent = await aRegistration(conference);
    await withdraws(silent.participantId);
    await drainOutbox();
    expect(entriesFor(silent.email)).toEqual([]);
    const back = await aRegistration(conference);
    await drainOutbox();
    await withdraws(back.participantId);
    await aRegistration(conference, back.email);
    await drainOutbox();
    expect(entriesFor(back.email).map(({ method }) => method)).toEqual(["REQUEST", "REQUEST"]);
  });
});
