import { setTimeout as sleep } from "node:timers/promises";
import { formatConferenceId } from "@/lib/ids";
import { ask, sessionCookie } from "./support/client";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { startLoad } from "./support/load";
import { during, watchPages } from "./support/outage";
import { residentMb, sample } from "./support/process";
import { startRelay } from "./support/relay";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const SLOW_CLIENTS = 30;
const SPAN_MS = 25_000;

const fault: Fault = {
  id: "R-13",
  title: "30 clients on a line of 2 kB/s with 400 ms",
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const load = await startLoad(stack, { registrations: 10 });
    const cookie = await sessionCookie(load.world.people.organiser);
    const watch = watchPages(stack, [
      { path: "/meetings", cookie },
      { path: `/c/${formatConferenceId(load.webinar.publicId)}` },
    ]);
    await sleep(5000);
    const from = performance.now();
    await sleep(SPAN_MS);
    const slowFrom = performance.now();
    const relay = await startRelay(Number(new URL(stack.apps[0].url).port));
    relay.become({ kind: "slow", bytesPerSecond: 2000, delayMs: 400 });
    const rss = sample(() => residentMb(stack.apps[0].pid()));
    const before = residentMb(stack.apps[0].pid());
    const slow = Array.from({ length: SLOW_CLIENTS }, async (_, n) => {
      const path =
        n % 3 === 0
          ? `/api/exports/entries?conference=${load.webinar.id}`
          : `/c/${formatConferenceId(load.webinar.publicId)}`;
      const began = performance.now();
      const answer = await ask(`http://localhost:${relay.port}${path}`, { cookie, patience: 90_000 }).catch(
        () => null,
      );
      return { n, answer, seconds: (performance.now() - began) / 1000 };
    });
    await sleep(SPAN_MS);
    const to = performance.now();
    const pages = (await Promise.all(slow)).filter(({ n }) => n % 3 !== 0);
    await Promise.all([rss.stop(), watch.stop()]);
    await load.stop();
    await relay.stop();
    const p95 = (a: number, b: number) =>
      percentile(
        during(watch.looks, a, b).map(({ ms }) => ms),
        0.95,
      );
    note("3 % loss is not simulated: a relay of TCP only shows it as more delay");
    figure("p95 of others before ms", p95(from, slowFrom));
    figure("p95 of others beside them ms", p95(slowFrom, to));
    figure("ratio", p95(slowFrom, to) / p95(from, slowFrom), { atMost: 1.2 });
    const whole = pages.filter(({ answer }) => answer?.status === 200 && answer.body.includes("</html>"));
    figure("slow pages that came whole", whole.length, { exactly: pages.length });
    figure("slowest of them s", Math.max(...pages.map(({ seconds }) => seconds)));
    figure("growth of memory MB", Math.max(...rss.values) - before, { atMost: 100 });
    await verifyRegistrations(context, load.log, load.webinar);
    await verifyInvariants(context);
  },
};
export default fault;
