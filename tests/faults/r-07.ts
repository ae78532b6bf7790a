import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { owner } from "../support/database";
import { sessionCookie } from "./support/client";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { startLoad } from "./support/load";
import { during, watchPages, wellAfter } from "./support/outage";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const SPAN_MS = 15_000;
const DEBUGGERS = 200;

const fault: Fault = {
  id: "R-07",
  title: "every connection is taken: first the pool's by a lock, then the server's by 200 sleepers",
  async run(context) {
    const { figure, note, notApplicable } = context;
    const stack = await context.stack();
    const load = await startLoad(stack, { exports: 0 });
    const cookie = await sessionCookie(load.world.people.organiser);
    const watch = watchPages(stack, [{ path: "/home", cookie }, { path: "/api/health" }]);
    // A page that needs nothing of the database for strangers.
    const cheap = watchPages(stack, [{ path: "/manifest.webmanifest" }]);
    await sleep(6000);

    const locked = performance.now();
    const lock = owner().begin(async (tx) => {
      await tx`SELECT 1 FROM seat_pools FOR UPDATE`;
      await sleep(SPAN_MS);
    });
    await sleep(SPAN_MS / 2);
    const health = during(watch.looks, locked, performance.now()).filter(({ what }) =>
      what.endsWith("/api/health"),
    );
    await lock;
    const free = performance.now();
    await sleep(6000);
    tell("pool", locked, free);
    figure("pool: health answers in time s", Math.max(...health.map(({ ms }) => ms / 1000)), { atMost: 3.5 });

    await owner()`CREATE ROLE foyer_debug LOGIN PASSWORD 'faults-only'`;
    const url = new URL(process.env.DATABASE_URL ?? "");
    url.username = "foyer_debug";
    const taken = performance.now();
    const sleepers = postgres(url.href, { max: DEBUGGERS, onnotice: () => {}, fetch_types: false });
    const asleep = Array.from({ length: DEBUGGERS }, () =>
      sleepers`SELECT pg_sleep(${SPAN_MS / 1000})`.then(
        () => true,
        () => false,
      ),
    );
    const held = (await Promise.all(asleep)).filter(Boolean).length;
    await sleepers.end({ timeout: 1 });
    const given = performance.now();
    await sleep(6000);
    note(`${held} of ${DEBUGGERS} sleepers got a connection`);
    tell("server", taken, given);

    await Promise.all([watch.stop(), cheap.stop()]);
    await load.stop();
    await verifyRegistrations(context, load.log, load.webinar);
    await verifyInvariants(context);
    const pooler = spawnSync("pgbouncer", ["--version"]).status === 0;
    if (!pooler) notApplicable("behind pgbouncer", "pgbouncer is not installed: apt-get install pgbouncer");
    else notApplicable("behind pgbouncer", "see npm run interop");

    function tell(name: string, from: number, to: number) {
      const looks = during(watch.looks, from, to);
      const by: Record<string, number> = {};
      for (const { status } of looks) by[status] = (by[status] ?? 0) + 1;
      note(`${name}: answers by status ${JSON.stringify(by)}`);
      figure(
        `${name}: 5xx other than 503`,
        looks.filter(({ status }) => status >= 500 && status !== 503).length,
        {
          exactly: 0,
        },
      );
      figure(`${name}: slowest page s`, Math.max(...looks.map(({ ms }) => ms / 1000)), { atMost: 5 });
      const p95 = (a: number, b: number) =>
        percentile(
          during(cheap.looks, a, b).map(({ ms }) => ms),
          0.95,
        );
      figure(`${name}: p95 of a cheap page, times quiet`, p95(from, to) / p95(locked - 5000, locked), {
        atMost: 2,
      });
      figure(`${name}: time to normal s`, wellAfter(watch.looks, to) / 1000, { atMost: 5 });
    }
  },
};
export default fault;
