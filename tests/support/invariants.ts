import { owner } from "./database";

/** What must hold after every test and every fault. Each query returns the rows that break it. */
const invariants: Record<string, string> = {
  "seats taken equal active registrations and invited people": `
    SELECT s.id, s.seats_registered, s.seats_invited FROM seat_pools s WHERE s.seats_registered <> (
      SELECT count(*) FROM participants p WHERE p.tenant_id = s.tenant_id AND p.seat_pool_id = s.id AND p.origin = 'registered' AND p.state = 'active')
    OR s.seats_invited <> (SELECT count(*) FROM participants p WHERE p.tenant_id = s.tenant_id AND p.conference_id = s.conference_id
      AND p.origin IN ('owner','invited') AND p.state = 'active')`,
  "nobody was oversold": `SELECT id FROM seat_pools WHERE seats_registered + seats_invited > ceiling`,
  "at most one open stay per person, and only for a live device": `
    SELECT i.participant_id FROM presence_intervals i LEFT JOIN device_leases d USING (tenant_id, participant_id)
    WHERE i.left_at IS NULL AND (d.left_at IS NOT NULL OR d.participant_id IS NULL)`,
  "live devices belong to live sessions": `
    SELECT d.participant_id FROM device_leases d JOIN conference_sessions s ON s.tenant_id = d.tenant_id AND s.id = d.session_id
    WHERE d.left_at IS NULL AND s.ended_at IS NOT NULL`,
  "occurrences end after they start": `SELECT id FROM occurrences WHERE ends_at <= starts_at`,
  "the lists know every owner and every invited user": `
    SELECT p.conference_id, p.user_id FROM participants p JOIN conferences c ON c.tenant_id = p.tenant_id AND c.id = p.conference_id
    WHERE p.user_id IS NOT NULL AND p.state = 'active' AND p.origin IN ('owner','invited') AND c.kind IN ('scheduled','room') AND c.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM user_conferences u WHERE u.tenant_id = p.tenant_id AND u.user_id = p.user_id AND u.conference_id = p.conference_id)`,
  "no valid session of a disabled user": `
    SELECT u.id FROM users u, LATERAL door_session((SELECT s.id_hash FROM user_sessions s WHERE s.user_id = u.id LIMIT 1)) d WHERE u.disabled_at IS NOT NULL`,
};

/**
 * What holds besides when nothing but the product has written: tests that put rows in by hand, empty the outbox or move
 * the clock need not keep it. The numbers are those of the reliability list.
 */
const afterFaults: Record<string, string> = {
  "2: one live device per person, in the conference it says": `
    SELECT d.participant_id FROM device_leases d LEFT JOIN participants p ON p.tenant_id = d.tenant_id AND p.id = d.participant_id
    WHERE d.left_at IS NULL AND (p.id IS NULL OR p.conference_id <> d.conference_id OR p.state <> 'active')`,
  "5: outbox work is asked for once": `
    SELECT kind, entity_id FROM outbox GROUP BY tenant_id, kind, entity_id, recipient, entity_version HAVING count(*) > 1`,
  "5: no outbox work is older than a quarter of an hour": `
    SELECT id, kind FROM outbox WHERE dead_at IS NULL AND created_at < app_now() - interval '15 min'`,
  "5: every active registration has exactly one confirmation": `
    SELECT p.id FROM participants p JOIN conferences c ON c.tenant_id = p.tenant_id AND c.id = p.conference_id,
      LATERAL (SELECT count(*) AS mails FROM mail_messages m WHERE m.tenant_id = p.tenant_id AND m.template = 'registration'
        AND m.entity_id = p.id AND m.entity_version = 1) sent,
      LATERAL (SELECT count(*) AS waiting FROM outbox o WHERE o.tenant_id = p.tenant_id AND o.kind = 'mail.registration'
        AND o.entity_id = p.id AND o.entity_version = 1) due
    WHERE p.origin = 'registered' AND p.state = 'active' AND c.send_invitations AND c.cancelled_at IS NULL AND c.deleted_at IS NULL
      AND (mails > 1 OR mails + waiting = 0)`,
  "6: no session outlives its absolute end": `
    SELECT s.user_id FROM user_sessions s, LATERAL door_session(s.id_hash) d WHERE s.absolute_expires_at <= app_now()
      OR s.revoked_at IS NOT NULL OR s.absolute_expires_at > s.created_at + interval '24 hours 1 second'`,
  "8: no secret is kept in clear": `
    SELECT user_id FROM user_secrets WHERE kind = 'password' AND secret NOT LIKE '$argon2id$%'`,
  "9: every registration has its audit row, with the request that made it": `
    SELECT p.id FROM participants p WHERE p.origin = 'registered' AND NOT EXISTS (SELECT 1 FROM audit_events a
      WHERE a.tenant_id = p.tenant_id AND a.action = 'registrations.register' AND a.target_id = p.id AND a.outcome = 'ok' AND a.request_id IS NOT NULL)`,
  "9: every conference has the audit row of its creation": `
    SELECT c.id FROM conferences c WHERE NOT EXISTS (SELECT 1 FROM audit_events a
      WHERE a.tenant_id = c.tenant_id AND a.action = 'conferences.create' AND a.target_id = c.id AND a.outcome = 'ok')`,
  "10: nobody is present in a session that is over": `
    SELECT i.participant_id FROM presence_intervals i JOIN conference_sessions s ON s.tenant_id = i.tenant_id AND s.id = i.session_id
    WHERE i.left_at IS NULL AND s.ended_at IS NOT NULL`,
  "11: each occurrence is its plan in its zone": `
    SELECT o.id FROM occurrences o JOIN schedule_segments s ON s.tenant_id = o.tenant_id AND s.id = o.segment_id
    WHERE o.ends_at - o.starts_at <> make_interval(mins => s.duration_min)`,
  "12: no more events at once than the account may have": `
    SELECT a.id FROM accounts a WHERE a.parallel_events < (
      SELECT count(*) FROM conference_sessions s WHERE s.tenant_id = a.id AND s.ended_at IS NULL)`,
};

type ForeignKey = { child: string; parent: string; columns: string[]; references: string[] };

/** 4: a row belongs to the account of the row that it names, for every foreign key between tables with a tenant. */
async function foreignRows(): Promise<Record<string, unknown[]>> {
  const sql = owner();
  const keys = await sql<ForeignKey[]>`
    SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
      ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, i) JOIN pg_attribute a
        ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.i) AS columns,
      ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, i) JOIN pg_attribute a
        ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.i) AS references
    FROM pg_constraint c WHERE c.contype = 'f' AND c.conparentid = 0 AND c.connamespace = 'public'::regnamespace
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'tenant_id')
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.confrelid AND a.attname = 'tenant_id')`;
  const broken: Record<string, unknown[]> = {};
  for (const { child, parent, columns, references } of keys) {
    // Joined by everything but the tenant: the ids are unique across accounts.
    const on = columns
      .map((column, i) => [column, references[i]] as const)
      .filter(([column]) => column !== "tenant_id")
      .map(([column, reference]) => `p."${reference}" = c."${column}"`);
    if (on.length === 0) continue;
    const rows = await sql.unsafe(
      `SELECT c.tenant_id FROM ${child} c JOIN ${parent} p ON ${on.join(" AND ")} WHERE p.tenant_id <> c.tenant_id LIMIT 5`,
    );
    if (rows.length > 0) broken[`4: ${child} and ${parent} (${columns}) belong to one account`] = rows;
  }
  if (keys.length === 0) broken["4: there are foreign keys to look at"] = [{ keys: 0 }];
  return broken;
}

async function broken(queries: Record<string, string>): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(queries)) {
    const rows = await owner().unsafe(query);
    if (rows.length > 0) found[name] = rows;
  }
  return found;
}

/** The broken invariants with the rows that break them; empty when all hold. */
export const brokenInvariants = () => broken(invariants);

/** The same and all others of the reliability list that concern tables that exist, for the end of a fault. */
export async function brokenAfterFault(): Promise<Record<string, unknown[]>> {
  return { ...(await broken(invariants)), ...(await broken(afterFaults)), ...(await foreignRows()) };
}
