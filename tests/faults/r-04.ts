import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { startLoad } from "./support/load";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const KILLS = Number(process.env.FAULTS_KILLS) || 50;
/** Enough for most machines; what was not reached is said. */
const LIMIT_MS = 100_000;

const fault: Fault = {
  id: "R-04",
  title: "kill -9 of one of two app processes at random times under load",
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const load = await startLoad(stack);
    const start = performance.now();
    const servingAgain: number[] = [];
    while (servingAgain.length < KILLS && performance.now() - start < LIMIT_MS) {
      await sleep(Math.random() * 1000);
      const victim = stack.apps[Math.random() < 0.5 ? 0 : 1];
      await victim.kill();
      const dead = performance.now();
      await victim.start();
      servingAgain.push(performance.now() - dead);
    }
    const seconds = (performance.now() - start) / 1000;
    await load.stop();
    figure("kills", servingAgain.length);
    note(`of ${KILLS} wanted, in ${Math.round(seconds)} s`);
    figure("time to serve again p95 s", percentile(servingAgain, 0.95) / 1000, { atMost: 5 });
    figure("registrations per second", load.log.verdicts("registration").size / seconds);
    await verifyRegistrations(context, load.log, load.webinar);
    await verifyInvariants(context);
  },
};
export default fault;
