import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { enter } from "@/lib/server/scope";
import { GENESIS, linkHash } from "../rules";

/** So many events become links in one transaction. */
const BATCH = 500;

/**
 * Appends what happened to the chain of each account. Outside the transactions of the commands: a chain written within
 * them would make every write of an account wait for the one before. What commits late is sealed later.
 */
export async function sealAudit(): Promise<void> {
  const waiting = await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_worker", {});
    return tx.execute<{ tenant_id: string }>(sql`SELECT DISTINCT tenant_id FROM audit_unsealed`);
  });
  for (const { tenant_id: tenantId } of waiting) {
    while ((await sealBatch(tenantId)) === BATCH);
  }
}

type Waiting = { event_id: string; at: string; digest: string };

/** One process at a time for each account: a second one leaves the work to the first. Returns how many were sealed. */
async function sealBatch(tenantId: string): Promise<number> {
  return pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_app", { tenantId });
    const [lock] = await tx.execute<{ mine: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(727002, hashtext(${tenantId})) AS mine`,
    );
    if (!lock?.mine) return 0;
    const [last] = await tx.execute<{ no: number; hash: string }>(sql`
      SELECT link_no::int AS no, encode(hash, 'hex') AS hash FROM audit_chain WHERE tenant_id = ${tenantId}
      ORDER BY link_no DESC LIMIT 1`);
    const events = await tx.execute<Waiting>(sql`
      SELECT event_id, occurred_at::text AS at, encode(digest, 'hex') AS digest FROM audit_unsealed
      WHERE tenant_id = ${tenantId} ORDER BY audit_unsealed.occurred_at, event_id LIMIT ${BATCH}`);
    if (events.length === 0) return 0;
    let hash: Buffer = last ? Buffer.from(last.hash, "hex") : GENESIS;
    const links = events.map(({ event_id, at, digest }, i) => {
      hash = linkHash(hash, Buffer.from(digest, "hex"));
      return { no: (last?.no ?? 0) + i + 1, event: event_id, at, hash: hash.toString("hex") };
    });
    await tx.execute(sql`
      WITH links AS (
        SELECT l.no, l.event, l.at, decode(l.hash, 'hex') AS hash
        FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS l(no bigint, event uuid, at timestamptz, hash text)
      ), sealed AS (
        INSERT INTO audit_chain (tenant_id, link_no, event_id, occurred_at, hash)
        SELECT ${tenantId}::uuid, no, event, at, hash FROM links RETURNING event_id
      )
      DELETE FROM audit_unsealed WHERE tenant_id = ${tenantId} AND event_id IN (SELECT event_id FROM sealed)`);
    return events.length;
  });
}
