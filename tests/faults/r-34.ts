import { setTimeout as sleep } from "node:timers/promises";
import { clock, owner } from "../support/database";
import { ask } from "./support/client";
import type { Fault } from "./support/fault";
import { startLoad } from "./support/load";
import { scheduler, until } from "./support/stack";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const DEAD_S = 3600;

const isEmpty = async () => (await owner()`SELECT 1 FROM outbox WHERE kind LIKE 'mail.%'`).length === 0;

const fault: Fault = {
  id: "R-34",
  title: "jobs called by two schedulers at once; then by none for an hour",
  async run(context) {
    const { figure, notApplicable } = context;
    const stack = await context.stack();
    const load = await startLoad(stack, { exports: 0 });
    const second = scheduler(stack.apps[1].url, stack.env.CRON_SECRET ?? "");
    second.start();
    // On top of the schedule, everything at once from both sides.
    const headers = { authorization: `Bearer ${stack.env.CRON_SECRET}` };
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        stack.apps.flatMap(({ url }) =>
          ["outbox", "live-sweep", "housekeeping"].map((job) =>
            ask(`${url}/api/cron/${job}`, { headers, body: "" }),
          ),
        ),
      );
      await sleep(500);
    }
    await load.stop();
    second.stop();
    await until(isEmpty, "the outbox is empty");
    figure("mails doubled by two schedulers", doubled(stack.smtp.inbox), { exactly: 0 });
    await verifyRegistrations(context, load.log, load.webinar);

    stack.jobs.stop();
    await stack.smtp.stop();
    const [person] = await owner()<{ id: string; tenant_id: string }[]>`
      SELECT id, tenant_id FROM participants WHERE conference_id = ${load.webinar.id} AND origin = 'registered' LIMIT 1`;
    // Work that is due while nobody calls: a mail again, and a person in a room who fell silent.
    await owner()`INSERT INTO outbox (id, tenant_id, kind, entity_id, entity_version)
      VALUES (gen_random_uuid(), ${person?.tenant_id ?? null}, 'mail.registration', ${person?.id ?? null}, 2)`;
    await clock.advance(DEAD_S);
    const late = await ask(`${stack.url}/api/health`);
    figure("health while no job is called", late.status, { exactly: 503 });
    figure("health says that jobs are late", late.body.includes('"late"') ? 1 : 0, { exactly: 1 });
    const { startSmtp } = await import("../fakes/smtp");
    const revived = await startSmtp(stack.smtp.port);
    stack.jobs.start();
    const seconds = (await until(isEmpty, "what was due is done")) / 1000;
    await until(async () => (await ask(`${stack.url}/api/health`)).status === 200, "health is green again");
    figure("missed mails", 1 - revived.inbox.length, { exactly: 0 });
    figure("done after the first call s", seconds, { atMost: 30 });
    const [open] = await owner()<{ stays: number; wrong: number }[]>`
      SELECT count(*) FILTER (WHERE i.left_at IS NULL)::int AS stays,
        count(*) FILTER (WHERE i.left_at > d.lease_expires_at + interval '1 s')::int AS wrong
      FROM presence_intervals i JOIN device_leases d USING (tenant_id, participant_id)`;
    figure("stays still open", open?.stays ?? Number.NaN, { exactly: 0 });
    figure("stays that last beyond their lease", open?.wrong ?? Number.NaN, { exactly: 0 });
    await verifyInvariants(context);
    await revived.stop();
    notApplicable("reminders and automatic closing", "no job of that kind exists yet");
  },
};
export default fault;

function doubled(inbox: { to: string[] }[]): number {
  const people = inbox.flatMap(({ to }) => to);
  return people.length - new Set(people).size;
}
