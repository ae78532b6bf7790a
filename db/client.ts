import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/env";
import * as schema from "./schema";

export type Database = PostgresJsDatabase<typeof schema>;

type Pool = { db: Database; sql: postgres.Sql };

// Kept on globalThis: fast refresh evaluates this module again, and a second pool would leak connections.
const shared = globalThis as typeof globalThis & { foyerPool?: Pool };

function open(clockOffset?: string): Pool {
  const sql = postgres(env().databaseUrl, {
    // Works behind a transaction pooler: no prepared statements, a small pool (see the README).
    prepare: false,
    max: 10,
    idle_timeout: 30,
    connect_timeout: 5,
    onnotice: () => {},
    connection: clockOffset ? { "app.now_offset": clockOffset } : {},
  });
  return { db: drizzle(sql, { schema }), sql };
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
  await open?.sql.end({ timeout: 5 });
}
