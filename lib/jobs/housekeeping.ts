import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { enter } from "@/lib/server/scope";

/** Removes what has served its purpose and keeps the monthly partitions ahead of time. */
export async function housekeeping(): Promise<void> {
  await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    await tx.execute(sql`DELETE FROM rate_limits WHERE window_at < app_now() - interval '2 days'`);
    await tx.execute(sql`DELETE FROM idempotency_keys WHERE created_at < app_now() - interval '1 day'`);
    await tx.execute(
      sql`DELETE FROM user_sessions WHERE absolute_expires_at < app_now() - interval '30 days'`,
    );
    await tx.execute(sql`DELETE FROM signals WHERE created_at < app_now() - interval '2 minutes'`);
    await tx.execute(sql`DELETE FROM one_time_tokens WHERE expires_at < app_now() - interval '1 day'`);
    await tx.execute(sql`DELETE FROM user_tokens WHERE expires_at < app_now() - interval '1 day'`);
    await tx.execute(sql`DELETE FROM attempt_counters WHERE last_at < app_now() - interval '30 days'
      AND (locked_until IS NULL OR locked_until < app_now())`);
    await tx.execute(sql`DELETE FROM online_leases WHERE expires_at < app_now() - interval '1 hour'`);
    await tx.execute(sql`DELETE FROM contacts WHERE deleted_at < app_now() - interval '1 day'`);
    await tx.execute(sql`SELECT ensure_partitions(3)`);
  });
}
