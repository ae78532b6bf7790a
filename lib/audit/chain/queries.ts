import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { enter, type Tx } from "@/lib/server/scope";
import { digestOf, GENESIS, linkHash } from "../rules";

/** `missing`: a sealed event is gone. `changed`: it says something else. `broken`: a link does not follow the one before. `unqueued`: an event that was never to be sealed. */
export type Finding = {
  kind: "missing" | "changed" | "broken" | "unqueued";
  linkNo: number | null;
  eventId: string | null;
};

export type Verified = {
  tenantId: string;
  account: string;
  links: number;
  /** Hash of the last link, in hex: kept elsewhere, it shows later that nothing was cut off. */
  head: string;
  /** Events that wait for their seal. */
  waiting: number;
  findings: Finding[];
};

/** Findings beyond this many are counted and not told. */
const TOLD = 100;
const BATCH = 2000;

/** Every account of the server. */
export async function listChains(): Promise<{ tenantId: string; account: string }[]> {
  return pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_control", {});
    const rows = await tx.execute<{ id: string; name: string }>(
      sql`SELECT id, name FROM accounts ORDER BY id`,
    );
    return rows.map(({ id, name }) => ({ tenantId: id, account: name }));
  });
}

/**
 * Walks the chain of one account from its beginning and compares it with the events that are stored. `known` is a head
 * that was written down earlier: its link must still have that hash.
 */
export async function verifyChain(
  { tenantId, account }: { tenantId: string; account: string },
  known?: { linkNo: number; hash: string },
): Promise<Verified> {
  return pool().db.transaction(
    async (tx) => {
      await enter(tx, "foyer_app", { tenantId });
      // The limit of a page's statement is no limit for a look at everything.
      await tx.execute(sql`SET LOCAL statement_timeout = 0`);
      const findings: Finding[] = [];
      const walk = { links: 0, head: GENESIS as Buffer };
      const report = (finding: Finding) => findings.length < TOLD && findings.push(finding);
      for (;;) {
        const rows = await linksAfter(tx, tenantId, walk.links);
        for (const row of rows) follow(row, walk, report);
        if (rows.length < BATCH) break;
      }
      if (known && !(await hasLink(tx, tenantId, known))) {
        report({ kind: "broken", linkNo: known.linkNo, eventId: null });
      }
      for (const eventId of await unqueued(tx, tenantId)) report({ kind: "unqueued", linkNo: null, eventId });
      const [queue] = await tx.execute<{ n: number }>(
        sql`SELECT count(*)::int AS n FROM audit_unsealed WHERE tenant_id = ${tenantId}`,
      );
      return {
        tenantId,
        account,
        links: walk.links,
        head: walk.head.toString("hex"),
        waiting: queue?.n ?? 0,
        findings,
      };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

type Link = { no: number; hash: string; event: string; stored: (string | null)[] | null };

function follow(
  { no, hash, event, stored }: Link,
  walk: { links: number; head: Buffer },
  report: (finding: Finding) => unknown,
): void {
  const written = Buffer.from(hash, "hex");
  // Without the event its digest is unknown, and the chain goes on from what the link says.
  if (!stored) report({ kind: "missing", linkNo: no, eventId: event });
  else if (no !== walk.links + 1) report({ kind: "broken", linkNo: no, eventId: event });
  else if (!linkHash(walk.head, digestOf(stored)).equals(written)) {
    report({ kind: "changed", linkNo: no, eventId: event });
  }
  walk.links = no;
  walk.head = written;
}

function linksAfter(tx: Tx, tenantId: string, no: number): Promise<Link[]> {
  return tx.execute<Link>(sql`
    SELECT c.link_no::int AS no, encode(c.hash, 'hex') AS hash, c.event_id AS event,
      CASE WHEN e.id IS NULL THEN NULL ELSE jsonb_build_array(e.tenant_id::text,
        to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.id::text, e.actor_kind,
        e.actor_id::text, e.action, e.target_id::text, e.outcome, e.reason, e.request_id, e.ip, e.user_agent,
        e.diff::text) END AS stored
    FROM audit_chain c
    LEFT JOIN audit_events e ON e.tenant_id = c.tenant_id AND e.occurred_at = c.occurred_at AND e.id = c.event_id
    WHERE c.tenant_id = ${tenantId} AND c.link_no > ${no} ORDER BY c.link_no LIMIT ${BATCH}`) as unknown as Promise<
    Link[]
  >;
}

async function hasLink(tx: Tx, tenantId: string, { linkNo, hash }: { linkNo: number; hash: string }) {
  const rows = await tx.execute(sql`SELECT 1 FROM audit_chain
    WHERE tenant_id = ${tenantId} AND link_no = ${linkNo} AND hash = decode(${hash}, 'hex')`);
  return rows.length > 0;
}

async function unqueued(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    SELECT e.id FROM audit_events e WHERE e.tenant_id = ${tenantId}
      AND NOT EXISTS (SELECT 1 FROM audit_chain c WHERE c.tenant_id = e.tenant_id AND c.event_id = e.id)
      AND NOT EXISTS (SELECT 1 FROM audit_unsealed q WHERE q.tenant_id = e.tenant_id AND q.event_id = e.id)
    LIMIT ${TOLD}`);
  return rows.map(({ id }) => id);
}
