import "server-only";
import { and, asc, eq, gt } from "drizzle-orm";
import { signals } from "@/db/schema";
import { mine, type Scope } from "@/lib/server/scope";
import { SIGNALS_PAGE } from "../presence/rules";
import type { Signal, SignalBody } from "../schema";

/** What was sent to one device after a given signal, oldest first. */
export async function signalsAfter(
  scope: Scope,
  participantId: string,
  generation: number,
  after: number,
): Promise<Signal[]> {
  const rows = await scope.tx
    .select({
      seq: signals.seq,
      from: signals.fromParticipantId,
      fromGeneration: signals.fromGeneration,
      body: signals.body,
    })
    .from(signals)
    .where(
      and(
        mine(scope, signals.tenantId),
        eq(signals.toParticipantId, participantId),
        eq(signals.toGeneration, generation),
        gt(signals.seq, after),
      ),
    )
    .orderBy(asc(signals.seq))
    .limit(SIGNALS_PAGE);
  return rows.map((row) => ({ ...row, body: row.body as SignalBody }));
}
