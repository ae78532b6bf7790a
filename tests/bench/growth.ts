/**
 * Does a page of the meeting list take longer when there is more? HTTP p50 with many meetings against few, for each
 * way of looking at the list, and how many more pages of the database are read.
 * Run: npm run bench -- growth [--size 1M] [--rounds 9]; with time and disk: --size 10M
 */
import postgres from "postgres";
import { shortSize } from "../../scripts/volume/fill.ts";
import { type Database, startCluster } from "./support/database.ts";
import { sessionCookie, startFoyer } from "./support/foyer.ts";
import { ask, client, drive, expectStatus } from "./support/load.ts";
import { readArguments } from "./support/options.ts";
import { alternate, print, quantile } from "./support/ratio.ts";
import { done } from "./support/run.ts";

const FEW = 10_000;
const REQUESTS = 30;
const { size, rounds } = readArguments({ size: 1_000_000 });

type Volume = Database & { userId: string; tenantId: string };

const cluster = await startCluster();
const [few, many] = [await cluster.volume(FEW), await cluster.volume(size)];
const sides = await Promise.all(
  [few, many].map(async (volume) => ({
    volume,
    foyer: await startFoyer(volume),
    headers: { cookie: await sessionCookie(volume, volume.userId), "accept-language": "en" },
  })),
);
const [small, large] = sides;
if (!small || !large) throw new Error("There are two sides");

/** A cursor with so large a share of the user's meetings behind it. */
async function cursorAt(volume: Volume, share: number): Promise<string> {
  const sql = postgres(volume.adminUrl, { max: 1, onnotice: () => undefined });
  const [row] = await sql<{ at: string }[]>`
    SELECT to_char(sort_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || conference_id AS at
    FROM user_conferences WHERE tenant_id = ${volume.tenantId} AND user_id = ${volume.userId} AND kind = 'scheduled'
    ORDER BY sort_at, conference_id OFFSET (SELECT floor(count(*) * ${share}::float8) FROM user_conferences
      WHERE tenant_id = ${volume.tenantId} AND user_id = ${volume.userId} AND kind = 'scheduled') LIMIT 1`;
  await sql.end();
  return row?.at ?? "";
}

const views: [name: string, query: (volume: Volume) => Promise<string>][] = [
  ["first", async () => ""],
  ["invited", async () => "&role=invited"],
  ["public", async () => "&visibility=public&role=owner"],
  ["past", async () => "&state=past"],
  ["deep", async (volume) => `&after=${await cursorAt(volume, 0.9)}`],
  ["search", async () => "&q=atelier"],
];

/** Blocks that the database has read from its cache or from the disk so far. */
async function blocksRead(volume: Volume): Promise<number> {
  const sql = postgres(volume.adminUrl, { max: 1, onnotice: () => undefined });
  // A backend reports the last of what it did when it has been idle for ten seconds.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  const [row] = await sql<{ blocks: string }[]>`
    SELECT (SELECT sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0)) FROM pg_statio_user_tables)::text AS blocks`;
  await sql.end();
  return Number(row?.blocks);
}

for (const [name, query] of views) {
  const p50 = async ({ volume, foyer, headers }: NonNullable<typeof small>) => {
    const url = `${foyer.url}/meetings?view=all${await query(volume)}`;
    const agent = client(1);
    const run = async () => {
      const answers = await drive(agent, { total: REQUESTS, concurrency: 1, next: () => ({ url, headers }) });
      expectStatus(answers, 200);
      return quantile(
        answers.map((answer) => answer.milliseconds),
        0.5,
      );
    };
    await ask(agent, { url, headers });
    return { run, agent, volume };
  };
  const [a, b] = [await p50(small), await p50(large)];
  await a.run();
  await b.run();
  const results = await alternate(rounds, b.run, a.run);
  const blocks: number[] = [];
  for (const side of [a, b]) {
    const before = await blocksRead(side.volume);
    await side.run();
    blocks.push(((await blocksRead(side.volume)) - before) / REQUESTS);
  }
  const [fewBlocks = Number.NaN, manyBlocks = Number.NaN] = blocks;
  print(
    `growth-${name}`,
    results.map(([own, anchor]) => own / anchor),
    { atMost: 1.1 },
    `HTTP p50 at ${shortSize(size)} ÷ at ${shortSize(FEW)}; ${(manyBlocks - fewBlocks).toFixed(1)} more blocks read (${fewBlocks.toFixed(0)} → ${manyBlocks.toFixed(0)}); ${rounds} × ${REQUESTS} requests`,
  );
}
await done(small.foyer, large.foyer, cluster);
