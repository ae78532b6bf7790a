import "server-only";
import { sql } from "drizzle-orm";
import { type Executor, pool } from "@/db/client";

/** At most `max` in any `seconds`, approximated by two weighted windows. */
export type RateLimit = { max: number; seconds: number };

export type Hit = RateLimit & { key: string };

/**
 * Counts one hit of each key, in one statement, and tells whether all are still allowed. Lives in Postgres, so two
 * processes share it. Returns the seconds until the next try is worth making, or 0 when allowed. Inside a command, give
 * its transaction: a second connection could wait for ever when all of the pool wait for one.
 */
export async function hitAll(hits: readonly Hit[], tx: Executor = pool().db): Promise<number> {
  if (hits.length === 0) return 0;
  // In the order of the keys, so that two that count the same never wait for each other.
  const rows = await tx.execute<{ key: string; now_hits: number; before_hits: number; elapsed: number }>(sql`
    WITH counted AS (
      SELECT h.key, make_interval(secs => h.seconds) AS span
      FROM json_to_recordset(${JSON.stringify(hits)}::json) AS h(key text, seconds int) ORDER BY h.key),
    mine AS (
      INSERT INTO rate_limits (key, window_at, hits)
      SELECT key, date_bin(span, app_now(), 'epoch'), 1 FROM counted
      ON CONFLICT (key, window_at) DO UPDATE SET hits = rate_limits.hits + 1
      RETURNING key, window_at, hits)
    SELECT mine.key, mine.hits AS now_hits,
      coalesce((SELECT b.hits FROM rate_limits b WHERE b.key = mine.key AND b.window_at = mine.window_at - counted.span), 0) AS before_hits,
      extract(epoch FROM app_now() - mine.window_at)::float AS elapsed
    FROM mine JOIN counted USING (key)`);
  const waits = hits.map(({ key, max, seconds }) => {
    const row = rows.find((each) => each.key === key);
    if (!row) return 0;
    const weighted = row.now_hits + row.before_hits * (1 - row.elapsed / seconds);
    return weighted <= max ? 0 : Math.max(1, Math.ceil(seconds - row.elapsed));
  });
  return Math.max(...waits);
}

/** The same for one key. */
export const hit = (key: string, limit: RateLimit, tx?: Executor) => hitAll([{ key, ...limit }], tx);

/** Takes back a hit that turned out to be none of those that are counted, such as a right PIN. */
export async function unhit(tx: Executor, key: string, { seconds }: RateLimit): Promise<void> {
  await tx.execute(sql`UPDATE rate_limits SET hits = greatest(hits - 1, 0)
    WHERE key = ${key} AND window_at = date_bin(make_interval(secs => ${seconds}), app_now(), 'epoch')`);
}
