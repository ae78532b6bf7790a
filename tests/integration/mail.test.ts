import ical from "node-ical";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { cancelConference, updateConference } from "@/lib/conferences/commands";
import { drainOutbox } from "@/lib/jobs/outbox";
import { renderMail } from "@/lib/ports/mail/render";
import { sendMail } from "@/lib/ports/mail/send";
import { smtp as smtpTransport } from "@/lib/ports/mail/smtp";
import { findLink } from "@/lib/registrations/queries";
import { systemActor } from "@/lib/server/actor";
import { withSystem } from "@/lib/server/scope";
import { headersOf, partsOf, startSmtp } from "../fakes/smtp";
import { aRegistration, aWebinar, type Conference } from "../support/conferences";
import { clock, owner } from "../support/database";
import { as } from "../support/run";
import { aPerson, signedIn, type World, world } from "../support/world";

// The environment is read once; these tests switch the mail server on and off.
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

async function aConfirmation(email = "jb.martin@mairie.example") {
  const conference = await aWebinar(w);
  await owner()`DELETE FROM outbox`;
  return { conference, ...(await aRegistration(conference, email)) };
}

const mails = () =>
  owner()<
    { state: string; reply: string | null; transport: string; message_id: string; recipient: string }[]
  >`
    SELECT state, reply, transport, message_id, recipient FROM mail_messages ORDER BY created_at`;
const waiting = () =>
  owner()<{ attempts: number; last_error: string | null }[]>`
    SELECT attempts, last_error FROM outbox WHERE kind LIKE 'mail.%'`;

const textOf = (raw: string) => partsOf(raw).find((p) => p.type.startsWith("text/plain"))?.text ?? "";
const htmlOf = (raw: string) => partsOf(raw).find((p) => p.type.startsWith("text/html"))?.text ?? "";
const calendarOf = (raw: string) => partsOf(raw).find((p) => p.type.startsWith("text/calendar"));

describe("a confirmation", () => {
  test("[Z17] goes to the address with the personal link and a calendar file, and nowhere else", async () => {
    const { conference, participantId } = await aConfirmation();
    await drainOutbox();
    expect(smtp.inbox.map((m) => m.to)).toEqual([["jb.martin@mairie.example"]]);
    const raw = smtp.inbox[0]?.raw ?? "";
    const link = /http:\/\/localhost:3000\/j\/([A-Za-z0-9_-]{43})/.exec(textOf(raw));
    expect((await findLink(link?.[1] ?? ""))?.participantId).toBe(participantId);
    expect(htmlOf(raw)).toContain(`href="${link?.[0]}"`);
    const calendar = calendarOf(raw);
    expect(calendar?.type).toMatch(/method=REQUEST/);
    const event = Object.values(ical.sync.parseICS(calendar?.text ?? "")).find((e) => e?.type === "VEVENT");
    expect(event).toMatchObject({ type: "VEVENT", summary: "Vendre le surplus de sa toiture" });
    expect(calendar?.text.replace(/\r\n /g, "")).toContain(link?.[0]);
    expect(await waiting()).toEqual([]);
    expect(await mails()).toMatchObject([
      { state: "sent", transport: "smtp", recipient: "jb.martin@mairie.example" },
    ]);
    expect(JSON.stringify(await owner()`SELECT * FROM mail_messages`)).not.toContain(link?.[1]);
    expect(conference.publicId).toBeTruthy();
  });

  test("speaks the language in which the person registered", async () => {
    const conference = await aWebinar(w);
    await owner()`DELETE FROM outbox`;
    const { participantId } = await aRegistration(conference);
    const textIn = async (locale: string) => {
      await owner()`UPDATE participants SET locale = ${locale} WHERE id = ${participantId}`;
      return (await readable("registration", participantId))?.subject;
    };
    expect(await textIn("fr")).toBe("Votre place est gardée\u00a0: Vendre le surplus de sa toiture");
    expect(await textIn("en")).toBe("Your seat is kept: Vendre le surplus de sa toiture");
  });

  test("names the organiser's zone, and the recipient's where its clock differs", async () => {
    const conference = await aWebinar(w, { input: { localStart: "2027-11-23T14:00", durationMin: 90 } });
    const { participantId } = await aRegistration(conference);
    await owner()`UPDATE participants SET locale = 'fr', time_zone = 'Europe/Dublin' WHERE id = ${participantId}`;
    expect((await readable("registration", participantId))?.text).toContain(
      "Mardi 23 novembre 2027, 14:00\u00a0–\u00a015:30\n  Heure de Paris (CET). 13:00 à Dublin.",
    );
  });

  test("carries nothing of what was typed beside somebody else's address", async () => {
    const conference = await aWebinar(w, { input: { name: "A {title} <b>&</b> #{x} %s" } });
    await owner()`DELETE FROM outbox`;
    const { participantId } = await aRegistration(conference, "victim@example.org");
    await owner()`UPDATE participants SET display_name = 'Visit www.casino.example now' WHERE id = ${participantId}`;
    await drainOutbox();
    const raw = smtp.inbox[0]?.raw ?? "";
    expect(raw + textOf(raw) + htmlOf(raw) + calendarOf(raw)?.text).not.toMatch(/casino/);
    // The organiser's own words are text, not markup and not a pattern.
    expect(htmlOf(raw)).toContain("A {title} &lt;b&gt;&amp;&lt;/b&gt; #{x} %s");
    expect(textOf(raw)).toContain("A {title} <b>&</b> #{x} %s");
  });

  test("cannot be turned into a second header or a second recipient", async () => {
    const name = "Déjà vu\u2028Bcc: all@example.org, Ω";
    const conference = await aWebinar(w, { input: { name } });
    await owner()`DELETE FROM outbox`;
    await aRegistration(conference, "o'neil+list@example.org");
    await drainOutbox();
    const { to, raw } = smtp.inbox[0] ?? { to: [], raw: "" };
    expect(to).toEqual(["o'neil+list@example.org"]);
    expect(Object.keys(headersOf(raw))).not.toContain("bcc");
  });
});

const readable = (template: string, entityId: string) =>
  withSystem(systemActor("test"), w.tenant.id, (scope) => renderMail(scope, { template, entityId }));

describe("a mail server that is away", () => {
  test("keeps the mail waiting, and it leaves once when the server is back", async () => {
    await smtp.stop();
    await aConfirmation();
    await drainOutbox();
    await drainOutbox();
    expect(await mails()).toMatchObject([{ state: "sending", reply: expect.stringMatching(/ECONNREFUSED/) }]);
    expect(await waiting()).toMatchObject([{ attempts: 1 }]);
    for (let i = 0; i < 9; i++) {
      await clock.advance(600);
      await drainOutbox();
    }
    expect(await waiting()).toMatchObject([{ attempts: 10 }]);
    smtp = await startSmtp(smtp.port);
    await clock.advance(3600);
    await drainOutbox();
    await clock.advance(3600);
    await drainOutbox();
    expect(smtp.inbox.length).toBe(1);
    expect(await waiting()).toEqual([]);
    expect(await mails()).toMatchObject([{ state: "sent" }]);
  });

  test("a 451 passes, a 550 is final and kept for the owner to see", async () => {
    await aConfirmation();
    smtp.become("defer");
    await drainOutbox();
    expect(await mails()).toMatchObject([{ state: "sending", reply: expect.stringContaining("451") }]);
    smtp.become("refuse");
    await clock.advance(60);
    await drainOutbox();
    expect(await mails()).toMatchObject([{ state: "failed", reply: expect.stringContaining("550") }]);
    expect(await waiting()).toEqual([]);
    smtp.become("accept");
    await clock.advance(3600);
    await drainOutbox();
    expect(smtp.inbox).toEqual([]);
  });

  test("one that takes the connection and then says nothing is given up, for another try later", async () => {
    smtp.become("hang");
    const hasty = smtpTransport(smtp.url, { connectMs: 500, silenceMs: 300, wholeMs: 2000 });
    const person = { name: "", address: "a@example.org" };
    const message = {
      messageId: "<1@x>",
      from: person,
      to: person,
      subject: "",
      text: "",
      html: "",
      language: "en",
    };
    await expect(hasty.send(message)).rejects.toThrow(/Timeout/);
    smtp.become("accept");
    expect(await hasty.send(message)).toMatchObject({ state: "sent" });
  });

  test("a worker that dies after the server's yes sends at most one more, with the same Message-ID", async () => {
    const { participantId } = await aConfirmation();
    const [row] = await owner()`SELECT * FROM outbox WHERE kind = 'mail.registration'`;
    const asRow = (attempts: number) => ({
      id: row?.id,
      tenantId: row?.tenant_id,
      kind: row?.kind,
      entityId: participantId,
      recipient: "",
      entityVersion: 1,
      payload: {},
      attempts,
      isLastTry: false,
    });
    // The server has said yes, but the note of it is lost with the worker.
    await sendMail(asRow(1));
    await owner()`UPDATE mail_messages SET state = 'sending', sent_at = NULL`;
    await sendMail(asRow(2));
    await sendMail(asRow(3));
    const ids = smtp.inbox.map((m) => headersOf(m.raw)["message-id"]);
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
  });

  test("two workers at once send one mail each", async () => {
    for (let i = 0; i < 12; i++) await aConfirmation(`guest-${i}@workers.example`);
    await owner()`DELETE FROM outbox WHERE kind <> 'mail.registration'`;
    for (let i = 0; i < 12; i++) {
      await owner()`INSERT INTO outbox (id, tenant_id, kind, entity_id)
        SELECT gen_random_uuid(), tenant_id, 'mail.registration', id FROM participants WHERE email = ${`guest-${i}@workers.example`}
        ON CONFLICT DO NOTHING`;
    }
    await Promise.all([drainOutbox(), drainOutbox(), drainOutbox()]);
    const recipients = smtp.inbox.flatMap((m) => m.to).sort();
    expect(new Set(recipients).size).toBe(recipients.length);
    expect(recipients.length).toBe(12);
  });

  test("without a mail server the record is the mail", async () => {
    mailServer.url = undefined;
    const { participantId } = await aConfirmation();
    await drainOutbox();
    expect(await mails()).toMatchObject([{ state: "sent", transport: "mailbox" }]);
    expect((await readable("registration", participantId))?.html).toContain("/j/");
  });
});

describe("mails about the plan", () => {
  const latest = () => smtp.inbox.at(-1)?.raw ?? "";
  const to = (address: string) => smtp.inbox.filter((m) => m.to.includes(address));

  test("[M12] invited people get an invitation with the page's address and no personal link", async () => {
    const conference = await aWebinar(w);
    await drainOutbox();
    const [mail] = to(w.people.invited.email);
    const text = textOf(mail?.raw ?? "");
    expect(text).toContain(`/c/${conference.publicId.replace(/(.{4})(.{4})(.{4})/, "$1-$2-$3")}`);
    expect(text).not.toContain("/j/");
    expect(text).toContain(w.people.organiser.name);
    expect(calendarOf(mail?.raw ?? "")?.text).toContain("PARTSTAT=NEEDS-ACTION");
  });

  test("a move reaches guests with their own link and a higher sequence; calling off closes the entry", async () => {
    const conference = await aWebinar(w);
    const { email } = await aRegistration(conference);
    await drainOutbox();
    const uid = (raw: string) => /UID:(\S+)/.exec(calendarOf(raw)?.text ?? "")?.[1];
    const sequence = (raw: string) => Number(/SEQUENCE:(\d+)/.exec(calendarOf(raw)?.text ?? "")?.[1]);
    const first = to(email).at(-1)?.raw ?? "";
    await move(conference);
    await drainOutbox();
    const moved = to(email).at(-1)?.raw ?? "";
    expect(moved).not.toBe(first);
    expect(textOf(moved)).toContain("/j/");
    expect([uid(moved), sequence(moved) > sequence(first)]).toEqual([uid(first), true]);
    await as(w.actors.organiser).do(cancelConference, { id: conference.id });
    await drainOutbox();
    const off = to(email).at(-1)?.raw ?? "";
    expect(calendarOf(off)?.type).toMatch(/method=CANCEL/);
    expect(calendarOf(off)?.text).toContain("STATUS:CANCELLED");
    expect([uid(off), sequence(off) > sequence(moved)]).toEqual([uid(first), true]);
    expect(textOf(off)).not.toContain("/j/");
    expect(latest()).not.toBe("");
  });

  test("somebody whose account is closed gets nothing", async () => {
    const person = await aPerson(w.tenant, { name: "Paul Parti" });
    await signedIn(person);
    await aWebinar(w, { people: [{ userId: person.userId, role: "attendee" }] });
    await owner()`UPDATE users SET disabled_at = app_now() WHERE id = ${person.userId}`;
    await drainOutbox();
    expect(to(person.email)).toEqual([]);
    expect(await waiting()).toEqual([]);
  });
});

async function move(conference: Conference) {
  const { localStart, timeZone } = { localStart: "2027-06-14T16:00", timeZone: "Europe/Paris" };
  await as(w.actors.organiser).do(updateConference, {
    id: conference.id,
    version: 1,
    visibility: "public",
    name: "Vendre le surplus de sa toiture",
    localStart,
    timeZone,
    durationMin: 60,
    registration: { closing: "at_end", autoClose: true },
    participants: [
      { userId: w.people.moderator.userId, role: "moderator" },
      { userId: w.people.invited.userId, role: "attendee" },
    ],
  });
}
