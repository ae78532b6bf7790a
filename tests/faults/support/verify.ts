import { owner } from "../../support/database";
import { brokenAfterFault } from "../../support/invariants";
import type { FaultContext } from "./fault";
import type { OperationLog } from "./outcomes";

type Conference = { id: string };

type Row = { email: string; rows: number; whole: number };

/**
 * Compares what clients were told with what is stored. A registration is whole when it has its answers and exactly
 * one confirmation, sent or waiting.
 */
export async function verifyRegistrations(
  { figure, note }: Pick<FaultContext, "figure" | "note">,
  log: OperationLog,
  conference: Conference,
): Promise<void> {
  const rows = await owner()<Row[]>`
    SELECT p.email, count(*)::int AS rows, count(*) FILTER (WHERE
        EXISTS (SELECT 1 FROM registration_answers a WHERE a.tenant_id = p.tenant_id AND a.participant_id = p.id)
        AND (EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'mail.registration' AND o.entity_id = p.id)
          OR EXISTS (SELECT 1 FROM mail_messages m WHERE m.template = 'registration' AND m.entity_id = p.id)))::int AS whole
    FROM participants p WHERE p.conference_id = ${conference.id} AND p.origin = 'registered' AND p.state = 'active'
    GROUP BY p.email`;
  const found = new Map(rows.map((row) => [row.email, row]));
  const acknowledged = log.idsThatAre("registration", "acknowledged");
  const failed = log.idsThatAre("registration", "failed");
  const [pool] = await owner()<{ drift: number; oversold: number }[]>`
    SELECT abs(seats_registered - ${rows.reduce((sum, row) => sum + row.rows, 0)}::int) AS drift,
      greatest(0, seats_registered + seats_invited - capacity) AS oversold
    FROM seat_pools WHERE conference_id = ${conference.id}`;
  note(
    `${acknowledged.length} registrations acknowledged, ${failed.length} failed, ${rows.length} stored, ` +
      `${log.of("registration").filter(({ outcome }) => outcome === "unknown").length} answers unknown at first`,
  );
  figure("acknowledged-but-lost", acknowledged.filter((id) => !found.has(id)).length, { exactly: 0 });
  figure("doubled", rows.filter((row) => row.rows > 1).length, { exactly: 0 });
  figure("partial", rows.filter((row) => row.whole !== row.rows).length, { exactly: 0 });
  figure("refused-but-stored", failed.filter((id) => found.has(id)).length, { exactly: 0 });
  figure("still unknown", log.idsThatAre("registration", "unknown").length, { exactly: 0 });
  figure("oversold", pool?.oversold ?? Number.NaN, { exactly: 0 });
  figure("drift of the seat counter", pool?.drift ?? Number.NaN, { exactly: 0 });
}

/** The invariants that hold after every fault; what breaks one is named. */
export async function verifyInvariants({ figure, note }: FaultContext): Promise<void> {
  const broken = await brokenAfterFault();
  for (const [name, rows] of Object.entries(broken)) {
    note(`broken: ${name}: ${rows.length} rows, such as ${JSON.stringify(rows[0])}`);
  }
  figure("broken invariants", Object.keys(broken).length, { exactly: 0 });
}
