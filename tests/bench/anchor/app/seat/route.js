import { randomUUID } from "node:crypto";
import { sql } from "../../database.js";

/** The seat, the person and the answers in Foyer's one statement, and nothing around it. */
export async function POST(request) {
  const { pool, conference, email, name, hash } = await request.json();
  const tenant = process.env.TENANT_ID;
  const id = randomUUID();
  try {
    const [seat] = await sql`
      WITH pool AS (
        UPDATE seat_pools SET seats_registered = seats_registered + 1, arrivals = arrivals + 1
        WHERE tenant_id = ${tenant} AND id = ${pool} AND seats_invited + seats_registered < capacity
        RETURNING id, arrivals),
      person AS (
        INSERT INTO participants (tenant_id, id, conference_id, seat_pool_id, origin, email, display_name, arrival_no, link_hash, locale)
        SELECT ${tenant}, ${id}, ${conference}, pool.id, 'registered', ${email}, ${name}, pool.arrivals,
          ${Buffer.from(hash, "hex")}, 'en' FROM pool RETURNING id),
      answers AS (
        INSERT INTO registration_answers (tenant_id, participant_id, conference_id, answers)
        SELECT ${tenant}, person.id, ${conference}, ${sql.json([{ key: "email", value: email }])} FROM person)
      SELECT pool.arrivals FROM pool, person`;
    return Response.json({ ok: true, full: !seat });
  } catch (error) {
    if (error.code !== "23505") throw error;
    return Response.json({ ok: false });
  }
}
