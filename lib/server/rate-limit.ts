import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import type { Tx } from "./scope";

/** At most `max` in any `seconds`, approximated by two weighted windows. */
export type RateLimit = { max: number; seconds: number };

/**
 * Counts one hit and tells whether it is still allowed. Lives in Postgres, so two processes share it.
 * Returns the seconds until the next try is worth making, or 0 when allowed. Inside a command, give its transaction:
 * a second connection could wait for ever when all of the pool wait for one.
 */
export async function hit(
  key: string,
  { max, seconds }: RateLimit,
  tx: Pick<Tx, "execute"> = pool().db,
): Promise<number> {
  const window = sql`make_interval(secs => ${seconds})`;
  const rows = await tx.execute<{ now_hits: number; before_hits: number; elapsed: number }>(sql`
    WITH mine AS (
      INSERT INTO rate_limits (key, window_at, hits)
      VALUES (${key}, date_bin(${window}, app_now(), 'epoch'), 1)
      ON CONFLICT (key, window_at) DO UPDATE SET hits = rate_limits.hits + 1
      RETURNING window_at, hits)
    SELECT mine.hits AS now_hits,
      coalesce((SELECT hits FROM rate_limits b WHERE b.key = ${key} AND b.window_at = mine.window_at - ${window}), 0) AS before_hits,
      extract(epoch FROM app_now() - mine.window_at)::float AS elapsed
    FROM mine`);
  const row = rows[0];
  if (!row) return 0;
  const weighted = row.now_hits + row.before_hits * (1 - row.elapsed / seconds);
  return weighted <= max ? 0 : Math.max(1, Math.ceil(seconds - row.elapsed));
}

/** Takes back a hit that turned out to be none of those that are counted, such as a right PIN. */
export async function unhit(tx: Pick<Tx, "execute">, key: string, { seconds }: RateLimit): Promise<void> {
  await tx.execute(sql`UPDATE rate_limits SET hits = greatest(hits - 1, 0)
    WHERE key = ${key} AND window_at = date_bin(make_interval(secs => ${seconds}), app_now(), 'epoch')`);
}
