import { setTimeout as sleep } from "node:timers/promises";
import { formatConferenceId } from "@/lib/ids";
import { aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { aGuest, hiddenFields, judgeRegistration, logged, register, sessionCookie } from "./support/client";
import type { Fault, FaultContext } from "./support/fault";
import { percentile } from "./support/figures";
import { startLoad } from "./support/load";
import { during, watchPages, wellAfter } from "./support/outage";
import { OperationLog } from "./support/outcomes";
import { type Stack, startDatabase } from "./support/stack";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const AWAY_MS = 5000;

const fault: Fault = {
  id: "R-05",
  title: "PostgreSQL stopped at once (pg_ctl -m immediate) and killed (-9) under load",
  async run(context) {
    const stack = await context.stack();
    const load = await startLoad(stack);
    const cookie = await sessionCookie(load.world.people.organiser);
    const pages = [
      { path: "/home", cookie },
      { path: `/c/${formatConferenceId(load.webinar.publicId)}` },
      { path: "/api/health" },
    ];
    const watch = watchPages(stack, pages);
    await sleep(8000);
    for (const [name, end] of [
      ["stopped", () => stack.database.signal("SIGQUIT")],
      ["killed", () => stack.database.kill()],
    ] as const) {
      const from = performance.now();
      await end();
      const gone = performance.now();
      await sleep(AWAY_MS);
      const until = performance.now();
      await startDatabase(stack);
      const back = performance.now();
      await sleep(8000);
      tell(context, name, { looks: watch.looks, from, gone, until, back });
    }
    await watch.stop();
    await load.stop();
    await verifyRegistrations(context, load.log, load.webinar);
    await verifyInvariants(context);
    await loseOnPurpose(context, stack, load.world);
  },
};
export default fault;

type Seen = {
  looks: ReturnType<typeof watchPages>["looks"];
  from: number;
  gone: number;
  until: number;
  back: number;
};

function tell({ figure, note }: FaultContext, name: string, { looks, from, gone, until, back }: Seen): void {
  const away = during(looks, gone, until - 500);
  const times = away.map(({ ms }) => ms / 1000);
  const by: Record<string, number> = {};
  for (const { status } of during(looks, from, back)) by[status] = (by[status] ?? 0) + 1;
  note(`${name}: away for ${((back - from) / 1000).toFixed(1)} s; answers by status: ${JSON.stringify(by)}`);
  figure(`${name}: answers while away`, away.length, { atLeast: 5 });
  const honest = away.filter(({ status, hasRetryAfter }) => status === 503 && hasRetryAfter);
  figure(`${name}: answers while away that are not 503 with Retry-After`, away.length - honest.length, {
    exactly: 0,
  });
  const wrong = during(looks, from - 2000, back).filter(({ status }) => status >= 500 && status !== 503);
  figure(`${name}: 5xx other than 503`, wrong.length, { exactly: 0 });
  figure(`${name}: slowest answer while away s`, Math.max(...times), { atMost: 2.5 });
  figure(`${name}: p95 of answers while away s`, percentile(times, 0.95), { atMost: 2.1 });
  figure(`${name}: recovery s`, wellAfter(looks, back) / 1000, { atMost: 5 });
}

/**
 * The negative control: with commits that do not wait for the disk, a kill must lose what was acknowledged. Without a
 * loss here the zero above would prove nothing.
 */
async function loseOnPurpose({ figure }: FaultContext, stack: Stack, w: Parameters<typeof aWebinar>[0]) {
  await owner()`ALTER ROLE foyer_app SET synchronous_commit = off`;
  await owner()`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'foyer_app'`;
  let lost = 0;
  // Whether the last moments had reached the disk is a matter of luck, so luck gets more than one chance.
  for (let round = 0; round < 5 && lost === 0; round++) {
    const webinar = await aWebinar(w, { people: [], input: { seatLimit: 5000 } });
    const path = `/c/${formatConferenceId(webinar.publicId)}/register`;
    const hidden = await hiddenFields(stack.url + path);
    const log = new OperationLog();
    const end = performance.now() + 2000;
    const writers = Array.from({ length: 10 }, async (_, n) => {
      while (performance.now() < end) {
        const guest = aGuest();
        const send = () => register(stack.apps[n % 2]?.url ?? "", path, hidden, guest);
        await logged(log, "registration", guest.email, send, judgeRegistration);
      }
    });
    await sleep(1500);
    await stack.database.kill();
    await Promise.all(writers);
    await startDatabase(stack);
    const rows = await owner()<
      { email: string }[]
    >`SELECT email FROM participants WHERE conference_id = ${webinar.id}`;
    const stored = new Set(rows.map(({ email }) => email));
    lost += log.idsThatAre("registration", "acknowledged").filter((id) => !stored.has(id)).length;
  }
  figure("negative control: lost without waiting for the disk", lost, { atLeast: 1 });
}
