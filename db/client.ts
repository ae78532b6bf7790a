import type { Assume, SQL } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/env";
import { Gate, type GateLimits } from "./gate";
import * as schema from "./schema";

export type Database = PostgresJsDatabase<typeof schema>;

/** What can run one statement: the pool, or a transaction. */
export type Executor = {
  execute<R extends Record<string, unknown>>(
    query: SQL,
  ): PromiseLike<postgres.RowList<Assume<R, postgres.Row>[]>>;
};

type Pool = {
  db: Executor & Pick<Database, "transaction">;
  /** Whether the database is to be had, and how long there was no trouble with it, in milliseconds. */
  gate: Pick<Gate, "isAway" | "quietMs">;
  close(): Promise<void>;
};

const limits: GateLimits = {
  places: 10,
  waitMs: 2000,
  queueMs: 10_000,
  patienceMs: 45_000,
  stuckMs: 6000,
  suspicionMs: 2000,
  againMs: 250,
};
const CONNECT_S = 5;
/** Asking whether the database answers must not take as long as waiting for an answer. */
const ASK_MS = 2500;

// Kept on globalThis: fast refresh evaluates this module again, and a second pool would leak connections.
const shared = globalThis as typeof globalThis & { foyerPool?: Pool };

function connect(clockOffset?: string) {
  const sql = postgres(env().databaseUrl, {
    // Works behind a transaction pooler: no prepared statements, a small pool (see the README).
    prepare: false,
    max: limits.places,
    idle_timeout: 30,
    connect_timeout: CONNECT_S,
    // The gate decides when a database that was away is asked again; the driver would wait up to twenty seconds.
    backoff: () => 0,
    onnotice: () => {},
    connection: clockOffset ? { "app.now_offset": clockOffset } : {},
  });
  return { db: drizzle(sql, { schema }), sql };
}

/** Whether anything answers, on a connection of its own. Any answer of a running server counts, a refusal too. */
async function answers(): Promise<boolean> {
  const sql = postgres(env().databaseUrl, {
    max: 1,
    prepare: false,
    connect_timeout: ASK_MS / 1000,
    fetch_types: false,
    onnotice: () => {},
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ASK_MS);
  });
  const asked = sql`SELECT 1`.then(
    () => true,
    // 57P03: it is starting or stopping. Other codes of five signs are a server's own.
    (error: { code?: string }) => /^[0-9A-Z]{5}$/.test(error.code ?? "") && !error.code?.startsWith("57P"),
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
    void sql.end({ timeout: 0 });
  }
}

function open(clockOffset?: string): Pool {
  let connections = connect(clockOffset);
  const discard = () => {
    const { sql } = connections;
    connections = connect(clockOffset);
    void sql.end({ timeout: 0 });
  };
  const gate = new Gate(limits, { answers, discard });
  return {
    db: {
      transaction: (work, options) => gate.pass(() => connections.db.transaction(work, options)),
      execute: <R extends Record<string, unknown>>(query: SQL) =>
        gate.pass(async () => connections.db.execute<R>(query)),
    },
    gate,
    close: () => connections.sql.end({ timeout: 5 }),
  };
}

/** The one pool. Reads go through `withActor`, writes through `command()`; both set role and tenant first. */
export function pool(): Pool {
  shared.foyerPool ??= open();
  return shared.foyerPool;
}

/**
 * Replaces the pool by one whose clock is off by an interval such as `-26 hours`: the demo world acts in its own past.
 * Nothing that serves requests calls it.
 */
export async function openPoolAt(clockOffset: string): Promise<void> {
  await closePool();
  shared.foyerPool = open(clockOffset);
}

/** Closes the pool; the next use opens another. For scripts and tests. */
export async function closePool(): Promise<void> {
  const open = shared.foyerPool;
  shared.foyerPool = undefined;
  await open?.close();
}
