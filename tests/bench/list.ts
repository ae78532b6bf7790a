/**
 * The signed-in list of meetings, 20 of 1M rows: CPU of the Next process for a request, against a bare page with one
 * list query and HTML of the same length. Run: npm run bench -- list [--size 1M] [--rounds 9]
 */
import { shortSize } from "../../scripts/volume/fill.ts";
import { buildAnchor, startAnchor } from "./support/anchor.ts";
import { startCluster } from "./support/database.ts";
import { sessionCookie, startFoyer } from "./support/foyer.ts";
import { type Ask, ask, client, drive, expectStatus } from "./support/load.ts";
import { readArguments } from "./support/options.ts";
import { cpuMilliseconds } from "./support/process.ts";
import { alternate, median, print } from "./support/ratio.ts";
import { done } from "./support/run.ts";

const REQUESTS = 80;
const { size, rounds } = readArguments({ size: 1_000_000 });

await buildAnchor();
const cluster = await startCluster();
const database = await cluster.volume(size);
const foyer = await startFoyer(database);
const bare = await startAnchor(database, { TENANT_ID: database.tenantId });
const headers = { cookie: await sessionCookie(database, database.userId), "accept-language": "en" };
const page: Ask = { url: `${foyer.url}/meetings?view=all`, headers };
const bytes = (await ask(client(1), page)).bytes;
const anchor: Ask = {
  url: `${bare.url}/list?user=${database.userId}&cells=${await cellsFor(bytes)}`,
  headers,
};
const anchorBytes = (await ask(client(1), anchor)).bytes;

/** The padding with which the bare list is as long as the page. */
async function cellsFor(wanted: number): Promise<number> {
  const length = async (cells: number) =>
    (await ask(client(1), { url: `${bare.url}/list?user=${database.userId}&cells=${cells}` })).bytes;
  const [none, ten] = [await length(0), await length(10)];
  return Math.max(0, Math.round(((wanted - none) * 10) / (ten - none)));
}

const cpuPerRequest = (pid: number, next: Ask, concurrency: number) => async () => {
  const agent = client(concurrency);
  const before = cpuMilliseconds(pid);
  expectStatus(await drive(agent, { total: REQUESTS, concurrency, next: () => next }), 200);
  const used = cpuMilliseconds(pid) - before;
  agent.destroy();
  return used / REQUESTS;
};

for (const concurrency of [1, 16]) {
  const own = cpuPerRequest(foyer.pid, page, concurrency);
  const other = cpuPerRequest(bare.pid, anchor, concurrency);
  // Twice unmeasured: the compiler is still at work on the code of both.
  for (let i = 0; i < 2; i += 1) await Promise.all([await own(), await other()]);
  const results = await alternate(rounds, own, other);
  const [mine, theirs] = [median(results.map((r) => r[0])), median(results.map((r) => r[1]))];
  print(
    `list-c${concurrency}`,
    results.map(([a, b]) => a / b),
    { atMost: 1.2 },
    `CPU per request ÷ bare list (${mine.toFixed(1)} ÷ ${theirs.toFixed(1)} ms); 20 of ${shortSize(size)} rows, ${bytes} ÷ ${anchorBytes} bytes, ${rounds} × ${REQUESTS} requests`,
  );
}
await done(foyer, bare, cluster);
