import { expect, test } from "vitest";
import { uuidv7 } from "@/lib/ids";
import { aRegistration, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { brokenAfterFault } from "../support/invariants";
import { enters } from "../support/live";
import { aSession, world } from "../support/world";

test("the invariants hold after ordinary use, and each is seen to break", async () => {
  const w = await world();
  const conference = await aWebinar(w);
  const { participantId } = await aRegistration(conference);
  await enters(w.actors.organiser, conference);
  await aSession(w.people.organiser);
  expect(await brokenAfterFault()).toEqual({});

  const person = participantId;
  const elsewhere = w.other.id;
  const sql = owner();
  const breaks: [RegExp, (() => Promise<unknown>)[], () => Promise<unknown>][] = [
    [
      /^seats taken/,
      [() => sql`UPDATE seat_pools SET seats_registered = 0 WHERE conference_id = ${conference.id}`],
      () => sql`UPDATE seat_pools SET seats_registered = 1 WHERE conference_id = ${conference.id}`,
    ],
    [
      /^5: every active registration/,
      [() => sql`DELETE FROM outbox WHERE kind = 'mail.registration'`],
      () =>
        sql`INSERT INTO outbox (id, tenant_id, kind, entity_id) VALUES (${uuidv7()}, ${w.tenant.id}, 'mail.registration', ${person})`,
    ],
    [
      /^5: no outbox work is older/,
      [() => sql`UPDATE outbox SET created_at = app_now() - interval '16 min'`],
      () => sql`UPDATE outbox SET created_at = app_now()`,
    ],
    [
      /^6: no session outlives/,
      [() => sql`UPDATE user_sessions SET absolute_expires_at = app_now() + interval '3 days'`],
      () => sql`UPDATE user_sessions SET absolute_expires_at = created_at + interval '24 hours'`,
    ],
    [
      /^8: no secret/,
      [
        () => sql`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
          VALUES (${w.tenant.id}, ${w.people.organiser.userId}, 'password', 'open sesame')`,
      ],
      () => sql`DELETE FROM user_secrets WHERE secret = 'open sesame'`,
    ],
    [
      /^9: every registration has its audit row/,
      [() => sql`UPDATE audit_events SET target_id = NULL WHERE action = 'registrations.register'`],
      () => sql`UPDATE audit_events SET target_id = ${person} WHERE action = 'registrations.register'`,
    ],
    [
      /^11: each occurrence/,
      [() => sql`UPDATE occurrences SET ends_at = ends_at + interval '1 min'`],
      () => sql`UPDATE occurrences SET ends_at = ends_at - interval '1 min'`,
    ],
    [
      /^12: no more events/,
      [() => sql`UPDATE accounts SET parallel_events = 1 WHERE id = ${elsewhere}`, () => aSecondEvent()],
      () => sql`DELETE FROM conference_sessions WHERE tenant_id = ${elsewhere}`,
    ],
  ];

  async function aSecondEvent() {
    for (const slot of [1, 2]) {
      const made = await aWebinar(w, { organiser: w.actors.foreigner, people: [] });
      await sql`INSERT INTO conference_sessions (tenant_id, id, conference_id, session_no, live_slot, lease_expires_at)
        VALUES (${elsewhere}, ${uuidv7()}, ${made.id}, 1, ${slot}, app_now() + interval '1 hour')`;
    }
  }

  for (const [name, steps, mend] of breaks) {
    for (const step of steps) await step();
    expect(Object.keys(await brokenAfterFault()), String(name)).toEqual([expect.stringMatching(name)]);
    await mend();
  }
  expect(await brokenAfterFault()).toEqual({});

  // 4: no foreign key lets such a row in, so its guard is taken down for a moment.
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await tx`UPDATE registration_answers SET tenant_id = ${elsewhere} WHERE participant_id = ${person}`;
  });
  expect(Object.keys(await brokenAfterFault())).toEqual([
    expect.stringMatching(/^4: registration_answers and participants/),
  ]);
});
