import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { AppError } from "@/lib/errors";
import type { UserActor } from "./actor";
import { enter, openScope, type Scope } from "./scope";

/** Exports that run at once: each holds a connection, and pages need the rest of the pool. */
const STREAMS_PER_PERSON = 2;
const STREAMS_PER_PROCESS = 4;
/** A reader who stalls or drips longer than this gives the connection back. */
const STALLED = "2min";
const STREAM_MS = 10 * 60_000;

const streams = new Map<string, number>();

function reserveStream(userId: string): () => void {
  const own = streams.get(userId) ?? 0;
  const all = [...streams.values()].reduce((sum, n) => sum + n, 0);
  if (own >= STREAMS_PER_PERSON || all >= STREAMS_PER_PROCESS) {
    throw new AppError("too_many_requests", { seconds: 20 });
  }
  streams.set(userId, own + 1);
  return () => {
    const left = (streams.get(userId) ?? 1) - 1;
    if (left > 0) streams.set(userId, left);
    else streams.delete(userId);
  };
}

/**
 * A read that outlives its function, for exports only: rows of one snapshot in a transaction that ends with the last
 * row, with the first error, or when the reader goes away. It is open when the promise resolves, so that a refusal
 * still has a status; read to the end or call `return()`.
 */
export async function withActorStream<A extends UserActor, T>(
  actor: A,
  read: (scope: Scope<A>) => AsyncGenerator<T>,
): Promise<AsyncIterableIterator<T>> {
  const release = reserveStream(actor.userId);
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let transaction: Promise<void> | undefined;
  const opened = new Promise<Scope<A>>((resolve, reject) => {
    transaction = pool()
      .db.transaction(
        async (tx) => {
          const now = await enter(tx, "foyer_app", { tenantId: actor.tenantId });
          await tx.execute(sql`SELECT set_config('statement_timeout', '1min', true),
            set_config('idle_in_transaction_session_timeout', ${STALLED}, true)`);
          resolve(openScope(actor, tx, actor.tenantId, now));
          await finished;
        },
        { accessMode: "read only", isolationLevel: "repeatable read" },
      )
      .finally(release);
    transaction.catch(reject);
  });
  const rows = read(await opened);
  const until = Date.now() + STREAM_MS;
  const end = () => {
    finish();
    return transaction;
  };
  const iterator: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      try {
        if (Date.now() > until) throw new AppError("unavailable");
        const step = await rows.next();
        if (step.done) await end();
        return step;
      } catch (error) {
        // What broke the read matters, not that its transaction could not be closed properly any more.
        await end()?.catch(() => {});
        throw error;
      }
    },
    async return() {
      await rows.return(undefined);
      await end();
      return { done: true, value: undefined };
    },
  };
  return iterator;
}

/**
 * The rows of a query one by one, fetched in batches from a cursor of the scope's transaction. While one batch is
 * being read the next is on its way; never more than one.
 */
export async function* cursorRows<R extends Record<string, unknown>>(
  scope: Scope,
  query: SQL,
): AsyncGenerator<R> {
  await scope.tx.execute(sql`DECLARE export NO SCROLL CURSOR FOR ${query}`);
  const fetch = async () => {
    const rows = await scope.tx.execute(sql`FETCH 1000 FROM export`);
    return rows as unknown as R[];
  };
  let coming: Promise<R[]> | undefined = fetch();
  try {
    while (coming) {
      const rows: R[] = await coming;
      coming = rows.length < 1000 ? undefined : fetch();
      // Its error is thrown when its turn comes; until then nobody waits for it.
      coming?.catch(() => {});
      yield* rows;
    }
  } finally {
    // The transaction must not end under a statement that is still running.
    await coming?.catch(() => {});
  }
}
