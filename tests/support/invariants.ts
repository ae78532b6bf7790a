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

/** The broken invariants with the rows that break them; empty when all hold. */
export async function brokenInvariants(): Promise<Record<string, unknown[]>> {
  const broken: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(invariants)) {
    const rows = await owner().unsafe(query);
    if (rows.length > 0) broken[name] = rows;
  }
  return broken;
}
