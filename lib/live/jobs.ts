import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import type { OutboxRow } from "@/lib/jobs/outbox";
import { systemActor } from "@/lib/server/actor";
import { enter } from "@/lib/server/scope";
import { followPeople } from "./people/commands";
import { closeLapsed } from "./sessions/commands";

let sweeping: Promise<void> | undefined;

/**
 * Closes what fell silent, in every account: devices whose lease ran out, sessions that nobody holds any more. Many may
 * ask at once, since each heartbeat that sees a lapse does; a process sweeps once for all of them.
 */
export function sweepLive(): Promise<void> {
  sweeping ??= sweep().finally(() => {
    sweeping = undefined;
  });
  return sweeping;
}

async function sweep(): Promise<void> {
  const due = await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    return tx.execute<{ tenant_id: string; id: string }>(sql`
      SELECT s.tenant_id, s.id FROM conference_sessions s WHERE s.ended_at IS NULL AND (s.lease_expires_at <= app_now()
        OR EXISTS (SELECT 1 FROM device_leases d WHERE d.tenant_id = s.tenant_id AND d.session_id = s.id
          AND d.left_at IS NULL AND d.lease_expires_at <= app_now()))`);
  });
  const actor = systemActor("sweep of silent devices");
  for (const { tenant_id: tenantId, id: sessionId } of due) {
    await closeLapsed.execute(actor, { tenantId, sessionId });
  }
  // The outbox names its handlers through the registry, which names this job.
  if (due.length > 0) await (await import("@/lib/jobs/outbox")).drainOutbox();
}

/** After a save that removed people or changed their roles, and after a conference was deleted. */
export async function followSavedPeople({ tenantId, entityId }: OutboxRow): Promise<void> {
  const actor = systemActor("people of a running room");
  const result = await followPeople.execute(actor, { tenantId, conferenceId: entityId });
  if (!result.ok) throw new Error(`live.followPeople: ${result.error.code}`);
  await (await import("@/lib/jobs/outbox")).drainOutbox();
}
