import { setTimeout as sleep } from "node:timers/promises";
import { sessionCookie } from "./support/client";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { startLoad } from "./support/load";
import { childrenOf } from "./support/managed";
import { during, watchPages, wellAfter } from "./support/outage";
import { residentMb, sample } from "./support/process";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const FROZEN_MS = 30_000;

const fault: Fault = {
  id: "R-06",
  title: "PostgreSQL reached but frozen for 30 s (SIGSTOP)",
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const load = await startLoad(stack);
    const cookie = await sessionCookie(load.world.people.organiser);
    const watch = watchPages(stack, [{ path: "/home", cookie }, { path: "/api/health" }]);
    await sleep(8000);
    const memory = () => stack.apps.reduce((sum, app) => sum + residentMb(app.pid()), 0);
    const before = memory();
    const inFlight = sample(() => load.inFlight());
    const rss = sample(memory);
    const postmaster = stack.database.pid();
    // The postmaster first, so that it cannot make backends that are not frozen.
    process.kill(postmaster, "SIGSTOP");
    const backends = childrenOf(postmaster);
    for (const pid of backends) process.kill(pid, "SIGSTOP");
    const from = performance.now();
    await sleep(FROZEN_MS);
    const to = performance.now();
    for (const pid of [...backends, postmaster]) process.kill(pid, "SIGCONT");
    await sleep(12_000);
    await Promise.all([inFlight.stop(), rss.stop(), watch.stop()]);
    await load.stop();

    const settled = during(watch.looks, from + 5000, to - 2500);
    const times = settled.map(({ ms }) => ms / 1000);
    note(`${settled.length} answers while frozen, from the fifth second on`);
    figure("answers that are not 503", settled.filter(({ status }) => status !== 503).length, { exactly: 0 });
    figure("p95 of answers while frozen s", percentile(times, 0.95), { atMost: 2.5 });
    const first = during(watch.looks, from - 500, from + 5000).map(({ ms }) => ms / 1000);
    figure("slowest answer of those caught by it s", Math.max(...first), { atMost: 5.5 });
    figure("most requests in flight", Math.max(...inFlight.values), { atMost: 400 });
    figure("growth of memory, both processes MB", Math.max(...rss.values) - before, { atMost: 200 });
    figure("time to normal s", wellAfter(watch.looks, to) / 1000, { atMost: 5 });
    await verifyRegistrations(context, load.log, load.webinar);
    await verifyInvariants(context);
  },
};
export default fault;
