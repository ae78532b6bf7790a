import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { sessionCookie } from "./support/client";
import type { Fault } from "./support/fault";
import { raiseLimits } from "./support/load";
import { residentMb, sample } from "./support/process";
import { type Stack, until } from "./support/stack";
import { verifyInvariants } from "./support/verify";

const ROWS = 1_000_000;

/** Walk-ins by one statement: a million commands would take hours. The name carries the number. */
async function seed(conference: Conference, first: number, rows: number): Promise<void> {
  await owner()`INSERT INTO participants (tenant_id, id, conference_id, origin, display_name, added_at)
    SELECT ${conference.tenantId}, gen_random_uuid(), ${conference.id}, 'walk_in', 'Guest ' || n, app_now() - make_interval(secs => n / 1000.0)
    FROM generate_series(${first}::int, ${first + rows - 1}::int) n`;
}

/** Backends of the application that work on an export or hold its snapshot open. */
const exporting = async () =>
  (
    await owner()`SELECT 1 FROM pg_stat_activity WHERE usename = 'foyer_app' AND query LIKE '%FETCH 1000 FROM export%'
      AND state <> 'idle'`
  ).length;

type Download = {
  bytes: number;
  lines: number;
  guests: number;
  sum: number;
  seconds: number;
  status: number;
};

/** Reads the export; the sum of the guests' numbers is the checksum that the table must have too. */
function download(
  stack: Stack,
  cookie: string,
  conference: Conference,
  cutAfterMs?: number,
): Promise<Download> {
  const { hostname, port } = new URL(stack.apps[0].url);
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path: `/api/exports/entries?conference=${conference.id}`, headers: { cookie } },
      (response) => {
        const seen = { bytes: 0, lines: 0, guests: 0, sum: 0 };
        let rest = "";
        const done = () =>
          resolve({ ...seen, seconds: (performance.now() - start) / 1000, status: response.statusCode ?? 0 });
        response.setEncoding("utf8").on("data", (text: string) => {
          seen.bytes += text.length;
          const lines = (rest + text).split("\r\n");
          rest = lines.pop() ?? "";
          seen.lines += lines.length;
          for (const line of lines) {
            const number = /^"?Guest (\d+)/.exec(line)?.[1];
            if (number === undefined) continue;
            seen.guests++;
            seen.sum += Number(number);
          }
        });
        response.on("end", done);
        response.on("close", () => (cutAfterMs === undefined ? undefined : done()));
        response.on("error", () => (cutAfterMs === undefined ? reject(new Error("cut off")) : done()));
        if (cutAfterMs !== undefined) setTimeout(() => sent.destroy(), cutAfterMs);
      },
    );
    sent.on("error", (error) => (cutAfterMs === undefined ? reject(error) : undefined));
    sent.end();
  });
}

const fault: Fault = {
  id: "R-21",
  title: "an export of a million rows: the client goes away; then a whole one while rows are added",
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack({ withJobs: false });
    await raiseLimits();
    const w = await world();
    const conference = await aWebinar(w, { people: [], input: { seatLimit: 100 } });
    await seed(conference, 1, ROWS);
    await owner()`ANALYZE participants`;
    const cookie = await sessionCookie(w.people.organiser);
    const memory = () => residentMb(stack.apps[0].pid());

    const cut = await download(stack, cookie, conference, 1000);
    figure("status of the one that is cut off", cut.status, { exactly: 200 });
    const gone = await until(async () => (await exporting()) === 0, "the query is cancelled", 30);
    figure("query cancelled and connection back after s", gone / 1000, { atMost: 2 });

    await sleep(2000);
    const before = memory();
    const rss = sample(memory);
    let added = 0;
    let isOver = false;
    const adding = (async () => {
      while (!isOver) {
        await seed(conference, ROWS + 1 + added, 1000);
        added += 1000;
        await sleep(100);
      }
    })();
    const whole = await download(stack, cookie, conference);
    isOver = true;
    await Promise.all([adding, rss.stop()]);
    const extra = whole.guests - ROWS;
    note(`${added} rows were added meanwhile; ${extra} of them were there when it began`);
    figure("rows", whole.guests, { atLeast: ROWS });
    // One snapshot: what it holds is a beginning of the row of numbers, without a gap and without a later one.
    figure("difference of the checksum", whole.sum - (whole.guests * (whole.guests + 1)) / 2, { exactly: 0 });
    figure("rows a second", whole.guests / whole.seconds);
    figure("growth of memory MB", Math.max(...rss.values) - before, { atMost: 50 });
    await verifyInvariants(context);
  },
};
export default fault;
