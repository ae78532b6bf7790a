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
};

export type OutboxHandler = (row: OutboxRow) => Promise<void>;

const BATCH = 50;
const MAX_ATTEMPTS = 12;

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
  }));
}

async function done(row: OutboxRow): Promise<void> {
  await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    await tx.execute(sql`DELETE FROM outbox WHERE id = ${row.id}`);
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
      dead_at = CASE WHEN attempts >= ${MAX_ATTEMPTS} THEN app_now() END WHERE id = ${row.id}`);
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
    // Events of one transaction keep their order; mails do not care.
    for (const row of rows) await handle(row);
    if (rows.length < BATCH) return;
  }
}
