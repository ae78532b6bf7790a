import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { log } from "@/lib/server/log";
import { jobs } from "./registry";

/**
 * Runs one job under a lease, so that two schedulers do not work twice. What runs every minute or more often has a lease
 * of a minute: when its process is killed, the mails of all others would wait that long for nothing.
 * Returns false for an unknown name, true otherwise (also when another process holds the lease).
 */
export async function runJob(name: string): Promise<boolean> {
  const job = jobs.find((j) => j.name === name);
  if (!job) return false;
  const { db } = pool();
  const leaseSeconds = job.everySeconds <= 60 ? 60 : 300;
  const taken = await db.execute(sql`INSERT INTO jobs AS j (name, lease_expires_at, last_started_at)
    VALUES (${name}, app_now() + make_interval(secs => ${leaseSeconds}), app_now())
    ON CONFLICT (name) DO UPDATE SET lease_expires_at = excluded.lease_expires_at, last_started_at = excluded.last_started_at
      WHERE j.lease_expires_at IS NULL OR j.lease_expires_at < app_now() RETURNING 1`);
  if (taken.length === 0) return true;
  let failure: string | null = null;
  try {
    await job.run();
  } catch (error) {
    failure = error instanceof Error ? error.message.slice(0, 500) : String(error);
    log().error({ job: name, err: error }, "job failed");
  }
  await db.execute(
    sql`UPDATE jobs SET lease_expires_at = NULL, last_finished_at = app_now(), last_error = ${failure} WHERE name = ${name}`,
  );
  return true;
}
