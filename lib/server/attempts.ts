import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { hmac } from "./crypto";
import type { Tx } from "./scope";

export type AttemptPurpose = "sign_in" | "meeting_pin" | "guest_page" | "old_password" | "second_factor";

/** So many failures in a row lock what was tried, for so long. */
export type AttemptPolicy = { attempts: number; minutes: number };

export type Lock = { until: Date; seconds: number };

export type Attempt =
  /** Counted as failed until it turns out right. `left` are those that remain after it; the last one brings a lock. */
  { open: true; left: number; lock: Lock | null } | { open: false; lock: Lock };

/** Counters are found by what was typed, so names that nobody has lock exactly like real ones (rule 9). */
export const attemptKey = (purpose: AttemptPurpose, typed: string) => hmac("attempt", `${purpose}:${typed}`);

type CounterRow = { failures: number; locked_until: Date | string | null; seconds: number | null };

const counter = sql`failures, locked_until, extract(epoch FROM locked_until - app_now())::float AS seconds`;

const lockOf = (row: CounterRow): Lock | null =>
  row.locked_until === null ? null : { until: new Date(row.locked_until), seconds: row.seconds ?? 0 };

/**
 * Takes one attempt before anything is compared, in a committed statement of its own: parallel guesses get no more
 * tries than the policy allows. A lock that is running is neither tested nor prolonged; one that is over starts anew.
 */
export async function reserveAttempt(
  purpose: AttemptPurpose,
  key: Buffer,
  policy: AttemptPolicy,
): Promise<Attempt> {
  const end = sql`app_now() + make_interval(mins => ${policy.minutes})`;
  for (;;) {
    const [taken] = await pool().db.execute<CounterRow>(sql`
      INSERT INTO attempt_counters AS c (key, purpose, failures, locked_until, last_at)
      VALUES (${key}, ${purpose}, 1, CASE WHEN 1 >= ${policy.attempts} THEN ${end} END, app_now())
      ON CONFLICT (key) DO UPDATE SET last_at = app_now(),
        failures = CASE WHEN c.locked_until IS NULL THEN c.failures + 1 ELSE 1 END,
        locked_until = CASE WHEN CASE WHEN c.locked_until IS NULL THEN c.failures + 1 ELSE 1 END >= ${policy.attempts}
          THEN ${end} END
      WHERE c.locked_until IS NULL OR c.locked_until <= app_now()
      RETURNING ${counter}`);
    if (taken) {
      return { open: true, left: Math.max(0, policy.attempts - taken.failures), lock: lockOf(taken) };
    }
    const [held] = await pool().db.execute<CounterRow>(
      sql`SELECT ${counter} FROM attempt_counters WHERE key = ${key} AND locked_until > app_now()`,
    );
    const lock = held && lockOf(held);
    if (lock) return { open: false, lock };
    // Unlocked between the two statements: the attempt is open again.
  }
}

/** Right at last, or unlocked by an administrator: the next failure is the first again. True when there was a counter. */
export async function clearAttempts(tx: Pick<Tx, "execute">, key: Buffer): Promise<boolean> {
  const gone = await tx.execute(sql`DELETE FROM attempt_counters WHERE key = ${key} RETURNING 1`);
  return gone.length > 0;
}
