import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { log } from "@/lib/server/log";
import { enter } from "@/lib/server/scope";
import { outboxHandlers } from "./registry";

/** A claimed row. Handlers are idempotent by its id: a row may come twice, never not at all. */
export type OutboxRow = {
  id: string;
  tenantId: string;
  kind: string;
  entityId: string;
  recipient: string;
  entityVersion: number;
  payload: Record<string, unknown>;
  attempts: number;
  /** When this one fails too, the row stays for the operator. */
  isLastTry: boolean;
};

export type OutboxHandler = (row: OutboxRow) => Promise<void>;

const BATCH = 50;
/** With the pauses between them about a day: longer than a mail server is usually away. */
const MAX_ATTEMPTS = 36;
/** How many rows other than events are worked on at the same time: one that hangs must not hold up the rest. */
const PARALLEL = 5;

type ClaimedRow = {
  id: string;
  tenant_id: string;
  kind: string;
  entity_id: string;
  recipient: string;
  entity_version: number;
  payload: Record<string, unknown>;
  attempts: number;
};

/** Moves `visible_at` a minute ahead: the lease of this worker. No transaction is open while the work happens. */
async function claim(): Promise<OutboxRow[]> {
  const rows = await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    return tx.execute<ClaimedRow>(sql`
      UPDATE outbox SET visible_at = app_now() + interval '60 s', attempts = attempts + 1
      WHERE id IN (SELECT id FROM outbox WHERE visible_at <= app_now() AND dead_at IS NULL
        ORDER BY visible_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      RETURNING id, tenant_id, kind, entity_id, recipient, entity_version, payload, attempts`);
  });
  return rows.map((r) => ({
    id: r.id,
    tenantId: r.tenant_id,
    kind: r.kind,
    entityId: r.entity_id,
    recipient: r.recipient,
    entityVersion: r.entity_version,
    payload: r.payload,
    attempts: r.attempts,
    isLastTry: r.attempts >= MAX_ATTEMPTS,
  }));
}

/**
 * Renews the lease of a row whose turn has come. The number of attempts tells the claims of two workers apart: false
 * means that this one's lease ran out while it waited and another worker has the row.
 */
async function hold(row: OutboxRow): Promise<boolean> {
  const held = await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    return tx.execute(sql`UPDATE outbox SET visible_at = app_clock() + interval '60 s'
      WHERE id = ${row.id} AND attempts = ${row.attempts} AND dead_at IS NULL RETURNING 1`);
  });
  return held.length > 0;
}

async function done(row: OutboxRow): Promise<void> {
  await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    await tx.execute(sql`DELETE FROM outbox WHERE id = ${row.id} AND attempts = ${row.attempts}`);
  });
}

/** Waits longer after each failure (2^n seconds up to an hour), then gives up and stays for the operator to see. */
async function failed(row: OutboxRow, error: unknown): Promise<void> {
  const text = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  log().warn({ outbox: row.id, kind: row.kind, attempts: row.attempts, error: text }, "outbox work failed");
  const seconds = Math.min(3600, 2 ** row.attempts);
  await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    await tx.execute(sql`UPDATE outbox SET last_error = ${text}, visible_at = app_now() + make_interval(secs => ${seconds}),
      dead_at = CASE WHEN attempts >= ${MAX_ATTEMPTS} THEN app_now() END
      WHERE id = ${row.id} AND attempts = ${row.attempts}`);
  });
}

async function handle(row: OutboxRow): Promise<void> {
  try {
    const handler = outboxHandlers[row.kind];
    if (!handler) throw new Error(`no handler for ${row.kind}`);
    await handler(row);
    await done(row);
  } catch (error) {
    await failed(row, error);
  }
}

/** Works until nothing is due. Called after each response that enqueued something, and by the job. */
export async function drainOutbox(): Promise<void> {
  for (;;) {
    const rows = await claim();
    // Events go first, because they age within seconds, and one after the other, so that they keep their order.
    for (const row of rows) if (row.kind === "publish") await handle(row);
    const others = rows.filter((row) => row.kind !== "publish");
    const next = async () => {
      for (let row = others.shift(); row; row = others.shift()) if (await hold(row)) await handle(row);
    };
    await Promise.all(Array.from({ length: PARALLEL }, next));
    if (rows.length < BATCH) return;
  }
}
