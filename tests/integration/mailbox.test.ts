import { describe, expect, test } from "vitest";
import { formatConferenceId } from "@/lib/ids";
import { drainOutbox } from "@/lib/jobs/outbox";
import { getMail, listMails } from "@/lib/mailbox/queries";
import { lookUp } from "@/lib/registrations/lookup/queries";
import { anonymousActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { aPrivateMeeting, aRegistration, aRoom, aWebinar } from "../support/conferences";
import { clock, owner } from "../support/database";
import { aRequest, world } from "../support/world";

const w = await world();
const { administrator, organiser, foreignAdministrator } = w.actors;
const webinar = await aWebinar(w);
const meeting = await aPrivateMeeting(w);
for (let i = 0; i < 3; i++) await aRegistration(webinar, `guest${i}@example.org`);
await drainOutbox();

describe("the mailbox", () => {
  test("without a mail server each mail can be read there by administrators, with its link and calendar file", async () => {
    const { mails } = await withActor(administrator, (scope) => listMails(scope, 100));
    const confirmations = mails.filter((m) => m.template === "registration");
    expect(confirmations.map((m) => m.recipient).sort()).toEqual(
      [0, 1, 2].map((i) => `guest${i}@example.org`),
    );
    expect(confirmations[0]).toMatchObject({ transport: "mailbox", state: "sent" });
    const id = confirmations[0]?.id ?? "";
    const { readable } = await withActor(administrator, (scope) => getMail(scope, id));
    expect(readable?.text).toMatch(/http:\/\/localhost:3000\/j\//);
    expect(readable?.calendar?.content).toContain("BEGIN:VCALENDAR");
  });

  test("nobody else sees that there is anything", async () => {
    const { mails } = await withActor(administrator, (scope) => listMails(scope, 1));
    const id = mails[0]?.id ?? "";
    await expect(withActor(organiser, (scope) => listMails(scope, 1))).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(withActor(organiser, (scope) => getMail(scope, id))).rejects.toMatchObject({
      code: "not_found",
    });
    const theirs = await withActor(foreignAdministrator, (scope) => listMails(scope, 100));
    expect(theirs.mails).toEqual([]);
    for (const wrong of [id, crypto.randomUUID(), "x", "' OR 1=1"]) {
      await expect(withActor(foreignAdministrator, (s) => getMail(s, wrong))).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });

  test("a mail that left by a mail server keeps its personal link to itself", async () => {
    const { mails } = await withActor(administrator, (scope) => listMails(scope, 1));
    const id = mails[0]?.id ?? "";
    await owner()`UPDATE mail_messages SET transport = 'smtp' WHERE id = ${id}`;
    const { mail, readable } = await withActor(administrator, (scope) => getMail(scope, id));
    expect(readable).toBeNull();
    expect(mail.transport).toBe("smtp");
    await owner()`UPDATE mail_messages SET transport = 'mailbox' WHERE id = ${id}`;
  });

  test("pages follow each other, also for mails of the same instant", async () => {
    await owner()`UPDATE mail_messages SET created_at = '2026-11-23T09:00:00.123456Z' WHERE recipient <> 'guest0@example.org'`;
    const whole = await withActor(administrator, (scope) => listMails(scope, 100));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await withActor(administrator, (scope) => listMails(scope, 2, after));
      seen.push(...page.mails.map((m) => m.id));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(whole.mails.map((m) => m.id));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("joining by conference ID", () => {
  const visitor = () => anonymousActor(aRequest());

  test("[A12] a webinar is found however its ID is written", async () => {
    const id = formatConferenceId(webinar.publicId);
    for (const typed of [id, id.toUpperCase(), ` ${id.replaceAll("-", " ")} `, webinar.publicId]) {
      expect(await lookUp(typed, visitor())).toMatchObject({
        state: "found",
        publicId: webinar.publicId,
        name: "Vendre le surplus de sa toiture",
        zone: "Europe/Paris",
      });
    }
  });

  test("a private conference, a private room and a made-up ID get the same answer", async () => {
    const room = await aRoom(w);
    for (const typed of [meeting.publicId, room.publicId, "zzzz-zzzz-zzzz", "", "x", "' OR 1=1", "\u0000"]) {
      expect(await lookUp(typed, visitor())).toEqual({ state: "unknown" });
    }
    expect(await lookUp(meeting.publicId, w.actors.invited)).toMatchObject({ state: "found" });
    expect(await lookUp(meeting.publicId, w.actors.foreigner)).toEqual({ state: "unknown" });
  });

  test("IDs cannot be tried out: 50 a minute from one network", async () => {
    await clock.startOfMinute();
    try {
      const states: string[] = [];
      for (let i = 0; i < 52; i++) {
        const neighbour = anonymousActor({ ...aRequest(), address: `203.0.113.${i}` });
        states.push((await lookUp(`zzzz-zzzz-${1000 + i}`, neighbour)).state);
      }
      expect(states.slice(0, 50)).toEqual(Array(50).fill("unknown"));
      expect(states.slice(50)).toEqual(["limited", "limited"]);
    } finally {
      await clock.reset();
    }
  });
});
