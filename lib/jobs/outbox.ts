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
/**
 * Events and other work wait in lanes of their own: an event ages within seconds and must not stand behind a mail server
 * that hangs, nor a mail behind a realtime service that does.
 */
type Lane = {
  isEvents: boolean;
  isBusy: boolean;
  /** More may have come since the last look. */
  isDue: boolean;
};
const lanes: Lane[] = [
  { isEvents: true, isBusy: false, isDue: false },
  { isEvents: false, isBusy: false, isDue: false },
];
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
async function claim({ isEvents }: Lane): Promise<OutboxRow[]> {
  const rows = await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    return tx.execute<ClaimedRow>(sql`
      UPDATE outbox SET visible_at = app_now() + interval '60 s', attempts = attempts + 1
      WHERE id IN (SELECT id FROM outbox WHERE visible_at <= app_now() AND dead_at IS NULL
          AND (kind IN ('publish', 'disconnect')) = ${isEvents}
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

async function forget(rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  const done = JSON.stringify(rows.map(({ id, attempts }) => ({ id, attempts })));
  await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    await tx.execute(sql`DELETE FROM outbox o USING json_to_recordset(${done}::json) AS d(id uuid, attempts int)
      WHERE o.id = d.id AND o.attempts = d.attempts`);
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

/** True when it is over. */
async function handle(row: OutboxRow): Promise<boolean> {
  try {
    const handler = outboxHandlers[row.kind];
    if (!handler) throw new Error(`no handler for ${row.kind}`);
    await handler(row);
    return true;
  } catch (error) {
    await failed(row, error);
    return false;
  }
}

/**
 * Works until nothing is due. Called after each response that enqueued something, and by the job. A process works each
 * lane once at a time: whoever calls meanwhile leaves word and is not kept waiting.
 */
export async function drainOutbox(): Promise<void> {
  await Promise.all(lanes.map(drain));
}

async function drain(lane: Lane): Promise<void> {
  lane.isDue = true;
  if (lane.isBusy) return;
  lane.isBusy = true;
  try {
    while (lane.isDue) {
      lane.isDue = false;
      if (await workBatch(lane)) lane.isDue = true;
    }
  } finally {
    lane.isBusy = false;
  }
}

/** True when there may be more. */
async function workBatch(lane: Lane): Promise<boolean> {
  const rows = await claim(lane);
  const isFull = rows.length === BATCH;
  await (lane.isEvents ? publishAll(rows) : workAll(rows));
  return isFull;
}

/**
 * Events of one channel keep their order, and channels do not wait for each other. Whoever is cut off hears before why:
 * connections are ended after the events of the same commit.
 */
async function publishAll(rows: OutboxRow[]): Promise<void> {
  const over: OutboxRow[] = [];
  const inOrder = async (chain: readonly OutboxRow[]) => {
    for (const row of chain) if (await handle(row)) over.push(row);
  };
  const chains = new Map<unknown, OutboxRow[]>();
  const cuts: OutboxRow[] = [];
  // The ids grow with time.
  for (const row of rows.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (row.kind === "disconnect") cuts.push(row);
    else chains.set(row.payload.channel, [...(chains.get(row.payload.channel) ?? []), row]);
  }
  await Promise.all([...chains.values()].map(inOrder));
  await inOrder(cuts);
  await forget(over);
}

async function workAll(rows: OutboxRow[]): Promise<void> {
  const next = async () => {
    for (let row = rows.shift(); row; row = rows.shift()) {
      // The lease may have run out while it waited for its turn.
      if ((await hold(row)) && (await handle(row))) await forget([row]);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, next));
}
