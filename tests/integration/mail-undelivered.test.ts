import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { listEntries } from "@/lib/analytics/entries/queries";
import { getPerson } from "@/lib/analytics/people/queries";
import { getAnalyticsOverview, type UserScope } from "@/lib/analytics/queries";
import { cancelConference, updateConference } from "@/lib/conferences/commands";
import { resendMail } from "@/lib/conferences/mails/commands";
import { drainOutbox } from "@/lib/jobs/outbox";
import { withActor } from "@/lib/server/scope";
import { partsOf, startSmtp } from "../fakes/smtp";
import { aRegistration, aWebinar, type Conference } from "../support/conferences";
import { clock, owner } from "../support/database";
import { sameAgain } from "../support/plans";
import { as, codeOf } from "../support/run";
import { type World, world } from "../support/world";

// The environment is read once; these tests run with a mail server.
const mailServer = vi.hoisted(() => ({ url: undefined as string | undefined }));
vi.mock("@/lib/env", async (original) => {
  const real = await original<typeof import("@/lib/env")>();
  return { ...real, env: () => ({ ...real.env(), smtpUrl: mailServer.url }) };
});

let w: World;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
let webinar: Conference;
let guest: Awaited<ReturnType<typeof aRegistration>>;
beforeAll(async () => {
  w = await world();
});
/** A webinar whose only guest has a confirmation that the mail server refused for good. */
beforeEach(async () => {
  await clock.reset();
  smtp = await startSmtp();
  mailServer.url = smtp.url;
  webinar = await aWebinar(w);
  await drainOutbox();
  smtp.become("refuse");
  guest = await aRegistration(webinar);
  await drainOutbox();
  smtp.inbox.length = 0;
});
afterEach(() => smtp.stop());
afterAll(() => clock.reset());

const asOwner = <T>(query: (scope: UserScope) => Promise<T>) => withActor(w.actors.organiser, query);
const refused = () =>
  asOwner(async (scope) => {
    const { undelivered } = await getAnalyticsOverview(scope, webinar.id);
    const { entries } = await listEntries(scope, webinar.id);
    const found = await listEntries(scope, webinar.id, { filters: { mail: "undelivered" } });
    const marked = entries.filter((entry) => entry.undelivered).map(({ id }) => id);
    expect(found.entries.map(({ id }) => id)).toEqual(marked);
    expect(found.matches?.count).toBe(marked.length);
    expect(undelivered).toBe(marked.length);
    return marked;
  });
const mailOf = (participantId: string) =>
  asOwner(async (scope) => (await getPerson(scope, webinar.id, participantId)).mail);
const resend = (participantId = guest.participantId) =>
  as(w.actors.organiser).run(resendMail, { participantId });

describe("a mail that was refused for good (R-16)", () => {
  test("is shown to the owner, with the address and the server's words", async () => {
    expect(await refused()).toEqual([guest.participantId]);
    expect(await mailOf(guest.participantId)).toMatchObject({
      state: "failed",
      waiting: false,
      recipient: guest.email,
      reply: expect.stringContaining("550"),
    });
  });

  test("while one that may still arrive is not", async () => {
    smtp.become("defer");
    const other = await aRegistration(webinar);
    await drainOutbox();
    expect(await refused()).toEqual([guest.participantId]);
    expect(await mailOf(other.participantId)).toMatchObject({ state: "sending", waiting: true });
  });

  test("is sent again by the owner, with the link, and then is no longer shown", async () => {
    expect(codeOf(await resend())).toBe("ok");
    expect(await mailOf(guest.participantId)).toMatchObject({ state: "failed", waiting: true });
    smtp.become("accept");
    await drainOutbox();
    expect(smtp.inbox.map((mail) => mail.to)).toEqual([[guest.email]]);
    const text = partsOf(smtp.inbox[0]?.raw ?? "").find(({ type }) => type.startsWith("text/plain"))?.text;
    expect(text).toMatch(/\/j\/[A-Za-z0-9_-]{43}/);
    expect(await refused()).toEqual([]);
    expect(await mailOf(guest.participantId)).toMatchObject({ state: "sent", waiting: false });
    const audits = await owner()`SELECT actor_id, outcome FROM audit_events
      WHERE action = 'conferences.resendMail' AND target_id = ${guest.participantId}`;
    expect([...audits]).toEqual([{ actor_id: w.people.organiser.userId, outcome: "ok" }]);
  });

  test("and refused again stays shown", async () => {
    await resend();
    await drainOutbox();
    expect(await refused()).toEqual([guest.participantId]);
  });

  test("pressed twice it is one mail, and three times an hour is the end of it", async () => {
    expect([codeOf(await resend()), codeOf(await resend())]).toEqual(["ok", "ok"]);
    smtp.become("accept");
    await drainOutbox();
    expect(smtp.inbox.length).toBe(1);
    expect(codeOf(await resend())).toBe("ok");
    expect(codeOf(await resend())).toBe("too_many_requests");
  });
});

describe("an invitation that was refused", () => {
  const participantOf = async (userId: string) => {
    const [row] = await owner()<{ id: string }[]>`
      SELECT id FROM participants WHERE conference_id = ${webinar.id} AND user_id = ${userId} AND state = 'active'`;
    return row?.id ?? "";
  };

  test("[M12] is sent again as the invitation that it was", async () => {
    const person = w.people.member;
    const participants = [{ userId: person.userId, role: "attendee" }];
    const input = await sameAgain(w.actors.organiser, webinar.id, { participants });
    await as(w.actors.organiser).do(updateConference, input);
    await drainOutbox();
    const id = await participantOf(person.userId);
    expect(await refused()).toContain(id);
    smtp.become("accept");
    expect(codeOf(await resend(id))).toBe("ok");
    await drainOutbox();
    const mail = smtp.inbox.find(({ to }) => to.includes(person.email));
    expect(partsOf(mail?.raw ?? "").some(({ type }) => /method=REQUEST/.test(type))).toBe(true);
    expect(await refused()).not.toContain(id);
  });
});

describe("nothing is sent again", () => {
  test("about what was cancelled or is over", async () => {
    await clock.advance(3 * 3600);
    expect(codeOf(await resend())).toBe("conference_over");
    await clock.reset();
    await as(w.actors.organiser).do(cancelConference, { id: webinar.id });
    expect(codeOf(await resend())).toBe("conference_cancelled");
  });

  test("where mails are switched off (rule 3.10)", async () => {
    await owner()`UPDATE conferences SET send_invitations = false WHERE id = ${webinar.id}`;
    expect(codeOf(await resend())).toBe("mail_is_off");
  });

  test("to those who are not on the list any more", async () => {
    await owner()`UPDATE participants SET state = 'cancelled', ended_at = app_now() WHERE id = ${guest.participantId}`;
    expect(codeOf(await resend())).toBe("not_found");
  });
});
