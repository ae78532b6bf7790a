import { setTimeout as sleep } from "node:timers/promises";
import { owner } from "../support/database";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { startLoad } from "./support/load";
import { milliseconds } from "./support/outcomes";
import { until } from "./support/stack";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const HELD_MS = 30_000;
const ILL_MS = 15_000;

const waiting = async () => {
  const [row] = await owner()<{ events: number; mails: number }[]>`
    SELECT count(*) FILTER (WHERE kind = 'publish')::int AS events, count(*) FILTER (WHERE kind LIKE 'mail.%')::int AS mails
    FROM outbox`;
  return row ?? { events: Number.NaN, mails: Number.NaN };
};

const fault: Fault = {
  id: "R-10",
  title: "the realtime service's API answers nothing for 30 s, then 500",
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const load = await startLoad(stack);
    await sleep(6000);
    const quiet = load.log.between("registration", 0, performance.now());
    const from = performance.now();
    stack.realtimeRelay.become({ kind: "hold" });
    await sleep(HELD_MS);
    const held = await waiting();
    const ill = performance.now();
    stack.realtimeRelay.become({ kind: "answer", status: 500 });
    await sleep(ILL_MS);
    const to = performance.now();
    stack.realtimeRelay.become({ kind: "pass" });
    const mails = stack.smtp.inbox.length;
    await sleep(3000);
    await load.stop();
    note(`after ${HELD_MS / 1000} s of silence ${held.events} events and ${held.mails} mails waited`);
    const p95 = (kind: string, a: number, b: number) =>
      percentile(milliseconds(load.log.between(kind, a, b)), 0.95) / 1000;
    figure("registration p95 before s", percentile(milliseconds(quiet), 0.95) / 1000);
    figure("registration p95 while silent s", p95("registration", from, ill), { atMost: 1 });
    figure("registration p95 while answering 500 s", p95("registration", ill, to), { atMost: 1 });
    figure("roster read p95 while silent s", p95("roster", from, ill), { atMost: 1 });
    figure("mails that left meanwhile", mails, { atLeast: 1 });
    const drained = await until(
      async () => {
        const { events, mails } = await waiting();
        return events + mails === 0;
      },
      "the outbox is empty",
      60,
    );
    figure("outbox empty after s", drained / 1000, { atMost: 30 });
    await verifyRegistrations(context, load.log, load.webinar);
    await verifyInvariants(context);
  },
};
export default fault;
