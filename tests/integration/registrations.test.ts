import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cancelConference } from "@/lib/conferences/commands";
import { randomToken } from "@/lib/ids";
import {
  cancelRegistration,
  claimLink,
  type Registered,
  registerGuest,
  resendLink,
} from "@/lib/registrations/commands";
import { findLink, findReceipt, getConferencePage } from "@/lib/registrations/queries";
import { maskEmail } from "@/lib/registrations/rules";
import { systemActor } from "@/lib/server/actor";
import { sha256 } from "@/lib/server/crypto";
import { linkToken } from "@/lib/server/personal-link";
import { findConferenceByPublicId, withSystem, withVisitor } from "@/lib/server/scope";
import { aPrivateMeeting, aRoom, aWebinar, type Conference } from "../support/conferences";
import { clock, owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { as, codeOf, published, queuedMails } from "../support/run";
import { anonymous, guestOf, type World, world } from "../support/world";

let w: World;
beforeAll(async () => {
  w = await world();
});
beforeEach(async () => {
  await clock.reset();
  await owner()`DELETE FROM outbox`;
  await owner()`DELETE FROM rate_limits`;
  await owner()`UPDATE server_settings SET settings = '{}'`;
});

let nextGuest = 1;
const answers = (conference: Conference, more: Record<string, unknown> = {}) => ({
  publicId: conference.publicId,
  locale: "fr",
  browser: randomToken(),
  first_name: "Jean-Baptiste",
  last_name: "Martin",
  email: `guest-${nextGuest++}@example.org`,
  ...more,
});

const register = (input: Record<string, unknown>) => as(anonymous()).run(registerGuest, input);
const registered = (input: Record<string, unknown>): Promise<Registered> =>
  as(anonymous()).do(registerGuest, input);

async function personOf(conference: Conference, email: string) {
  const [row] = await owner()<
    { id: string; link_hash: Buffer; link_generation: number; state: string; display_name: string }[]
  >`SELECT id, link_hash, link_generation, state, display_name FROM participants
    WHERE conference_id = ${conference.id} AND email = ${email} ORDER BY added_at DESC`;
  if (!row) throw new Error(`${email} is not registered`);
  return row;
}

const tokenOf = async (conference: Conference, email: string) => {
  const person = await personOf(conference, email);
  return linkToken(person.id, person.link_generation);
};

const seats = async (conference: Conference) =>
  (
    await owner()<{ registered: number }[]>`
      SELECT seats_registered AS registered FROM seat_pools WHERE conference_id = ${conference.id}`
  )[0]?.registered;

async function pageOf(conference: Conference, actor = anonymous()) {
  const reach = await findConferenceByPublicId(conference.publicId);
  if (!reach || actor.kind === "system") throw new Error("no such conference");
  return withVisitor(actor, reach, (scope) => getConferencePage(scope, reach));
}

const mailOff = () => owner()`UPDATE server_settings SET settings = '{"mailInvitations": false}'`;

describe("signing up", () => {
  test("[N03, N04, Z12] somebody without an account gets a seat, kept answers and a mail on its way", async () => {
    const conference = await aWebinar(w, {
      input: {
        registration: {
          closing: "at_end",
          autoClose: true,
          fields: [
            { standardKey: "first_name", required: true },
            { standardKey: "last_name", required: true },
            { standardKey: "email", required: true },
            { standardKey: "company", required: false },
          ],
        },
      },
    });
    await owner()`DELETE FROM outbox`;
    const input = answers(conference, { company: "Mairie de Saint-Brévin", city: "Saint-Brévin" });
    await registered(input);
    const person = await personOf(conference, input.email);
    expect(person).toMatchObject({ display_name: "Jean-Baptiste Martin", state: "active" });
    const [kept] = await owner()<{ answers: unknown }[]>`
      SELECT answers FROM registration_answers WHERE participant_id = ${person.id}`;
    // The city was not asked for, so it is not kept; labels are kept as they were shown.
    expect(kept?.answers).toMatchObject([
      { key: "first_name", label: "Prénom", value: "Jean-Baptiste" },
      { key: "last_name", label: "Nom", value: "Martin" },
      { key: "email", label: "E-mail", value: input.email },
      { key: "company", label: "Organisation", value: "Mairie de Saint-Brévin" },
    ]);
    expect(await queuedMails()).toEqual([{ kind: "mail.registration", entityId: person.id, version: 1 }]);
    expect(await published()).toEqual([
      expect.objectContaining({ channel: `seats-${conference.id}`, event: "seats.changed" }),
    ]);
    expect(await brokenInvariants()).toEqual({});
  });

  test("[Z16] what is required is decided on the server, and all that is missing is named at once", async () => {
    const conference = await aWebinar(w, {
      input: {
        registration: {
          closing: "at_end",
          autoClose: true,
          fields: [
            { standardKey: "first_name", required: true },
            { standardKey: "last_name", required: true },
            { standardKey: "email", required: true },
            { standardKey: "company", required: true },
            { standardKey: "city", required: true },
          ],
        },
      },
    });
    const result = await register(answers(conference, { company: "  ", city: undefined }));
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid", fields: { company: { code: "required" }, city: { code: "required" } } },
    });
    const wrong = await register(answers(conference, { email: "jb@mairie-saint-brevin", first_name: " " }));
    expect(wrong).toMatchObject({
      error: { fields: { email: { code: "invalid_email" }, first_name: { code: "required" } } },
    });
  });

  test("[N02, Z13] rooms, private conferences and conferences without registration take nobody", async () => {
    const room = await aRoom(w, { input: { visibility: "public" } });
    expect(codeOf(await register(answers(room)))).toBe("registration_off");
    expect(codeOf(await register(answers(await aPrivateMeeting(w))))).toBe("not_found");
    expect(codeOf(await register(answers({ ...room, publicId: "zzzz-zzzz-zzzz" })))).toBe("not_found");
    const without = await aWebinar(w, { input: { registration: null } });
    expect(codeOf(await register(answers(without)))).toBe("registration_off");
  });

  test("[N05] registration is off unless the organiser asks for it", async () => {
    const conference = await aWebinar(w, { input: { registration: undefined } });
    expect((await pageOf(conference)).registration).toBe("none");
  });

  test("one address of the network may try thirty times a minute", async () => {
    const conference = await aWebinar(w);
    const stranger = as(anonymous());
    for (let i = 0; i < 30; i++) await stranger.run(registerGuest, answers(conference, { first_name: "" }));
    expect(codeOf(await stranger.run(registerGuest, answers(conference)))).toBe("too_many_requests");
  });
});

describe("the same address twice", () => {
  test("gets the same answer as the first time, and the mail again once a pause is over", async () => {
    const conference = await aWebinar(w);
    const input = answers(conference);
    const first = await registered(input);
    await owner()`DELETE FROM outbox`;
    const person = await personOf(conference, input.email);
    await sentAt(person.id, 1);
    const second = await registered({ ...input, browser: randomToken(), email: input.email.toUpperCase() });
    expect({ ...second.receipt, email: "" }).toEqual({ ...first.receipt, email: "" });
    expect(await queuedMails()).toEqual([]);
    await clock.advance(400);
    await registered({ ...input, browser: randomToken() });
    expect(await queuedMails()).toEqual([{ kind: "mail.registration", entityId: person.id, version: 2 }]);
    expect(await seats(conference)).toBe(1);
    expect(await brokenInvariants()).toEqual({});
  });

  test("a thousand sign-ups with one victim's address make one mail", async () => {
    const conference = await aWebinar(w);
    await owner()`DELETE FROM outbox`;
    const email = "victim@example.org";
    for (let i = 0; i < 40; i++) await register(answers(conference, { email }));
    expect((await queuedMails()).length).toBe(1);
  });

  test("when all seats are taken it hears that it is full like everybody, unless it is the same browser", async () => {
    const conference = await aWebinar(w);
    const input = answers(conference);
    await registered(input);
    await owner()`UPDATE seat_pools SET capacity = seats_invited + 1 WHERE conference_id = ${conference.id}`;
    expect(codeOf(await register({ ...input, browser: randomToken() }))).toBe("full");
    expect(codeOf(await register(answers(conference)))).toBe("full");
    expect(codeOf(await register(input))).toBe("ok");
  });

  test("asking for the link again says the same for every address", async () => {
    const conference = await aWebinar(w);
    const input = answers(conference);
    await registered(input);
    const person = await personOf(conference, input.email);
    await owner()`DELETE FROM outbox`;
    const ask = (email: string) => as(anonymous()).run(resendLink, { publicId: conference.publicId, email });
    expect(await ask(input.email)).toEqual(await ask("nobody@example.org"));
    expect(await queuedMails()).toEqual([{ kind: "mail.registration", entityId: person.id, version: 1 }]);
  });
});

/** As if the confirmation of this version had been sent now. */
const sentAt = (participantId: string, version: number) =>
  owner()`INSERT INTO mail_messages (tenant_id, id, template, entity_id, entity_version, recipient, message_id, state, transport)
    VALUES (${w.tenant.id}, gen_random_uuid(), 'registration', ${participantId}, ${version}, 'x@example.org', ${randomToken()}, 'sent', 'mailbox')`;

describe("the personal link", () => {
  test("[Z17] with mail it is in no answer to the browser", async () => {
    const conference = await aWebinar(w);
    const input = answers(conference);
    const { receipt } = await registered(input);
    expect(receipt).toEqual({ mailed: true, email: maskEmail(input.email), name: "Jean-Baptiste" });
  });

  test("[Z18] without mail it is shown to the browser that registered, and to no other", async () => {
    await mailOff();
    const conference = await aWebinar(w);
    const input = answers(conference);
    const { receipt } = await registered(input);
    if (receipt.mailed) throw new Error("no mail was to be sent");
    expect(await queuedMails()).toEqual([]);
    const find = (browser: string) =>
      withSystem(systemActor("test"), w.tenant.id, (scope) =>
        findReceipt(scope, {
          conferenceId: conference.id,
          participantId: receipt.participantId,
          browserHash: sha256(browser),
        }),
      );
    expect((await find(receipt.browser))?.id).toBe(receipt.participantId);
    expect(await find(randomToken())).toBeNull();
    // A double press is the same registration; another browser gets nobody's link.
    expect((await registered(input)).receipt).toEqual(receipt);
    expect(codeOf(await register({ ...input, browser: randomToken() }))).toBe("registered_elsewhere");
  });

  test("[Z19, Z20] every link is another, opens one registration only, and is stored as a digest", async () => {
    const conference = await aWebinar(w);
    const elsewhere = await aWebinar(w);
    const inputs = [answers(conference), answers(conference)];
    await registered(inputs[0] ?? {});
    await registered(inputs[1] ?? {});
    await registered(answers(elsewhere, { email: inputs[0]?.email }));
    const tokens = [
      await tokenOf(conference, inputs[0]?.email ?? ""),
      await tokenOf(conference, inputs[1]?.email ?? ""),
      await tokenOf(elsewhere, inputs[0]?.email ?? ""),
    ];
    expect(new Set(tokens).size).toBe(3);
    const reaches = await Promise.all(tokens.map(findLink));
    expect(reaches.map((r) => r?.conferenceId)).toEqual([conference.id, conference.id, elsewhere.id]);
    expect(new Set(reaches.map((r) => r?.participantId)).size).toBe(3);
    const person = await personOf(conference, inputs[0]?.email ?? "");
    expect(person.link_hash.equals(sha256(tokens[0] ?? ""))).toBe(true);
    const dump =
      await owner()`SELECT * FROM participants p LEFT JOIN outbox o ON o.entity_id = p.id WHERE p.id = ${person.id}`;
    expect(JSON.stringify(dump)).not.toContain(tokens[0]);
    expect(await findLink(randomToken(32))).toBeNull();
    expect(await findLink(person.id)).toBeNull();
  });

  test("makes the browser a guest of that conference, until an hour after its end", async () => {
    const conference = await aWebinar(w);
    const input = answers(conference);
    await registered(input);
    const token = await tokenOf(conference, input.email);
    const claim = await as(anonymous()).do(claimLink, { token });
    const page = await pageOf(conference);
    expect(claim.expiresAt.getTime()).toBe((page.endsAt?.getTime() ?? 0) + 3_600_000);
    const guest = await guestOf(claim.participantId);
    expect((await pageOf(conference, guest)).standing).toEqual({
      kind: "guest",
      name: "Jean-Baptiste Martin",
    });
    expect((await pageOf(conference)).standing).toEqual({ kind: "stranger" });
  });

  test("dies with its generation, and opens nothing once the conference is over or called off", async () => {
    const conference = await aWebinar(w);
    const input = answers(conference);
    await registered(input);
    const token = await tokenOf(conference, input.email);
    const claim = () => as(anonymous()).run(claimLink, { token });
    await clock.advance(3 * 3600);
    expect(codeOf(await claim())).toBe("conference_over");
    await clock.reset();
    await as(w.actors.organiser).do(cancelConference, { id: conference.id });
    expect(codeOf(await claim())).toBe("conference_cancelled");
    const person = await personOf(conference, input.email);
    await owner()`UPDATE participants SET link_generation = 2, link_hash = ${sha256(linkToken(person.id, 2))} WHERE id = ${person.id}`;
    expect(codeOf(await claim())).toBe("not_found");
  });

  test("gives the seat back, once", async () => {
    const conference = await aWebinar(w);
    const input = answers(conference);
    await registered(input);
    const token = await tokenOf(conference, input.email);
    const cancel = () => as(anonymous()).run(cancelRegistration, { token });
    const answersOfTwo = await Promise.all([cancel(), cancel()]);
    expect(answersOfTwo.map(codeOf).sort()).toEqual(["not_found", "ok"]);
    expect(await seats(conference)).toBe(0);
    expect(codeOf(await as(anonymous()).run(claimLink, { token }))).toBe("not_found");
    expect(codeOf(await register(input))).toBe("ok");
    expect(await seats(conference)).toBe(1);
    expect(await brokenInvariants()).toEqual({});
  });
});

describe("closing", () => {
  const closing = (rule: "at_start" | "at_end", startsInMinutes = 60) =>
    aWebinar(w, { startsInMinutes, input: { registration: { closing: rule, autoClose: true } } });

  test("[N06, N09] at the start it closes at the planned minute, and those who are in stay in", async () => {
    const conference = await closing("at_start");
    const early = answers(conference);
    await registered(early);
    const { startsAt } = await pageOf(conference);
    await clock.set(new Date((startsAt?.getTime() ?? 0) - 30_000));
    expect(codeOf(await register(answers(conference)))).toBe("ok");
    await clock.set(new Date((startsAt?.getTime() ?? 0) + 1_000));
    expect((await pageOf(conference)).registration).toBe("closed");
    expect(codeOf(await register(answers(conference)))).toBe("registration_closed");
    const token = await tokenOf(conference, early.email);
    expect(codeOf(await as(anonymous()).run(claimLink, { token }))).toBe("ok");
  });

  test("[N09] at the start it closes as soon as the conference has really started", async () => {
    const conference = await closing("at_start");
    await owner()`INSERT INTO conference_sessions (tenant_id, id, conference_id, session_no, live_slot, lease_expires_at)
      VALUES (${conference.tenantId}, gen_random_uuid(), ${conference.id}, 1, 1, app_now() + interval '45 s')`;
    expect(codeOf(await register(answers(conference)))).toBe("registration_closed");
    await owner()`UPDATE conference_sessions SET ended_at = app_now(), end_reason = 'ended_for_all' WHERE conference_id = ${conference.id}`;
  });

  test("[N10] at the end it stays open while the conference runs and closes with it", async () => {
    const conference = await closing("at_end");
    const { startsAt, endsAt } = await pageOf(conference);
    await clock.set(new Date((startsAt?.getTime() ?? 0) + 60_000));
    expect(codeOf(await register(answers(conference)))).toBe("ok");
    await clock.set(new Date((endsAt?.getTime() ?? 0) + 1_000));
    expect(codeOf(await register(answers(conference)))).toBe("conference_over");
  });

  test("[N12] full closes by itself and opens again with a seat; without the automatic it goes on", async () => {
    const conference = await closing("at_end");
    await owner()`UPDATE seat_pools SET capacity = seats_invited + 1 WHERE conference_id = ${conference.id}`;
    const first = answers(conference);
    await registered(first);
    expect((await pageOf(conference)).registration).toBe("full");
    expect(codeOf(await register(answers(conference)))).toBe("full");
    await as(anonymous()).do(cancelRegistration, { token: await tokenOf(conference, first.email) });
    expect((await pageOf(conference)).registration).toBe("open");
    const loose = await aWebinar(w, { input: { registration: { closing: "at_end", autoClose: false } } });
    await owner()`UPDATE seat_pools SET capacity = seats_invited WHERE conference_id = ${loose.id}`;
    expect(codeOf(await register(answers(loose)))).toBe("ok");
  });

  test("a conference that is called off takes nobody", async () => {
    const conference = await closing("at_end");
    await as(w.actors.organiser).do(cancelConference, { id: conference.id });
    expect(codeOf(await register(answers(conference)))).toBe("conference_cancelled");
  });
});

describe("the page", () => {
  test("[Z02] a private conference does not exist for strangers and for people of the account who are not invited", async () => {
    const conference = await aPrivateMeeting(w);
    await expect(pageOf(conference)).rejects.toThrow("not_found");
    await expect(pageOf(conference, w.actors.member)).rejects.toThrow("not_found");
    await expect(pageOf(conference, w.actors.foreigner)).rejects.toThrow("not_found");
    expect((await pageOf(conference, w.actors.invited)).standing).toEqual({ kind: "member", invited: true });
    expect((await pageOf(conference, w.actors.organiser)).standing).toEqual({
      kind: "leader",
      role: "owner",
    });
  });

  test("[Z01] every conference has a page with its free seats", async () => {
    const conference = await aWebinar(w);
    const before = await pageOf(conference);
    await registered(answers(conference));
    expect((await pageOf(conference)).free).toBe((before.free ?? 0) - 1);
    expect((await pageOf(conference, w.actors.member)).standing).toEqual({ kind: "member", invited: false });
  });
});
