import type postgres from "postgres";
import { ceilingOf, type MediaLimits } from "../../lib/conferences/rules.ts";
import type { Account } from "./people.ts";
import { conferenceNames } from "./words.ts";

/** Conferences of one batch are first thrown like dice into a table, then written from it table by table. */

export type Batch = {
  account: Account;
  from: number;
  to: number;
  conferences: number;
  registrations: number;
  limits: MediaLimits;
};

/** Every twentieth conference is a webinar that people register for, and every twentieth another is a room. */
const WEBINAR_EVERY = 20;
const ROOM_AT = 7;
/** Half the width of the calendar, in days: most meetings lie near today, none farther away than this. */
const SPAN_DAYS = 730;

const webinarsOf = (conferences: number) => Math.ceil(conferences / WEBINAR_EVERY);

/**
 * The table `volume_plan` of this batch. Times lie between 8 and 18 o'clock, which exists on every day of every zone.
 * Registrations fall off with the square root: the first webinar of a million has thousands, the last a dozen.
 */
export async function planBatch(sql: postgres.TransactionSql, batch: Batch): Promise<void> {
  const { account, from, to, conferences, registrations, limits } = batch;
  const webinars = webinarsOf(conferences);
  // The same numbers give the same calendar, so that two measurements of one size read alike.
  await sql`SELECT setseed(${from / 20_000_000}::float8)`;
  await sql`CREATE TEMP TABLE volume_plan AS
    WITH dice AS MATERIALIZED (
      SELECT n, random() AS whose, random() + random() - 1 AS day, random() AS hour, random() AS long, random() AS who,
        random() AS title, random() AS fate, random() AS age, random() AS place, random() AS open
      FROM generate_series(${from}::int, ${to - 1}::int) n),
    traits AS MATERIALIZED (
      SELECT *, CASE WHEN n % ${WEBINAR_EVERY}::int = ${ROOM_AT}::int THEN 'room' ELSE 'scheduled' END AS kind,
        n % ${WEBINAR_EVERY}::int = 0 AS webinar,
        floor(${account.people}::int * whose * whose)::int AS owner,
        CASE WHEN place < 0.8 THEN 'Europe/Paris' WHEN place < 0.95 THEN 'Europe/Dublin' ELSE 'America/Montreal' END AS zone,
        (ARRAY[15, 30, 30, 45, 60, 60, 90, 120])[1 + floor(long * 8)::int] AS minutes,
        least(floor(who * 4)::int, ${account.people - 1}::int) AS invited,
        date_trunc('day', app_now() AT TIME ZONE 'UTC') + floor(day * ${SPAN_DAYS}::int) * interval '1 day'
          + interval '8 hours' + floor(hour * 40) * interval '15 minutes' AS local_start
      FROM dice),
    timed AS MATERIALIZED (
      SELECT *, CASE WHEN kind = 'scheduled' THEN local_start AT TIME ZONE zone END AS starts_at,
        CASE WHEN webinar OR (kind = 'room' AND open < 0.5) OR open < 0.1 THEN 'public' ELSE 'private' END AS visibility,
        -- The one mode that the editor offers.
        'all_on_screen' AS mode,
        CASE WHEN webinar THEN (floor(${registrations}::float8 * sqrt((n / ${WEBINAR_EVERY}::int + 1)::float8 / ${webinars}::int))
          - floor(${registrations}::float8 * sqrt((n / ${WEBINAR_EVERY}::int)::float8 / ${webinars}::int)))::int ELSE 0 END AS guests
      FROM traits),
    known AS MATERIALIZED (
      SELECT *, least(coalesce(starts_at, app_now()), app_now()) AS latest,
        (${sql.json(limits)}::jsonb ->> mode)::int AS capacity FROM timed),
    -- In the order of their ids, so that every index on an id grows at its end and not all over.
    made AS MATERIALIZED (SELECT *, latest - age * interval '60 days' AS created_at FROM known ORDER BY created_at)
    SELECT n, kind, webinar, visibility, mode, owner, zone, minutes, local_start, starts_at, latest, created_at,
      starts_at + minutes * interval '1 minute' AS ends_at, guests, guests - guests / 20 AS active,
      least(invited, capacity - 1) AS invited, capacity,
      1 + least(invited, capacity - 1) + guests - guests / 20 <= capacity AS auto_close,
      (${conferenceNames}::text[])[1 + floor(title * ${conferenceNames.length}::int)::int] AS name,
      CASE WHEN kind = 'scheduled' AND fate < 0.03 THEN created_at + (latest - created_at) * fate * 33 END AS cancelled_at,
      pg_temp.id_at(created_at) AS id, pg_temp.id_at(created_at) AS segment_id, pg_temp.id_at(created_at) AS pool_id
    FROM made`;
  await sql`ANALYZE volume_plan`;
}

/** Everything of the batch that is not a registration. */
export async function writeConferences(sql: postgres.TransactionSql, { account }: Batch): Promise<void> {
  const { tenantId, people } = account;
  await sql`INSERT INTO conferences (tenant_id, id, owner_id, kind, visibility, mode, name, first_starts_at, last_ends_at,
      created_at, created_by, updated_at, updated_by, cancelled_at, cancelled_by)
    SELECT ${tenantId}, id, p.user_id, kind, visibility, mode, v.name, starts_at, ends_at, created_at, p.user_id,
      coalesce(cancelled_at, created_at), p.user_id, cancelled_at, CASE WHEN cancelled_at IS NOT NULL THEN p.user_id END
    FROM volume_plan v JOIN volume_people p ON p.i = v.owner`;
  await sql`INSERT INTO conference_numbers (public_id, tenant_id, conference_id)
    SELECT pg_temp.conference_number(chance), ${tenantId}, id
    FROM (SELECT id, encode(uuid_send(gen_random_uuid()), 'base64') AS chance FROM volume_plan OFFSET 0) numbered`;
  await sql`INSERT INTO schedule_segments (tenant_id, id, conference_id, visibility, mode, local_start, time_zone, duration_min, ical_uid)
    SELECT ${tenantId}, segment_id, id, visibility, mode, local_start, zone, minutes, segment_id || '@foyer'
    FROM volume_plan WHERE kind = 'scheduled'`;
  await sql`INSERT INTO occurrences (tenant_id, id, conference_id, segment_id, original_local_start, starts_at, ends_at)
    SELECT ${tenantId}, pg_temp.id_at(created_at), id, segment_id, local_start, starts_at, ends_at
    FROM volume_plan WHERE kind = 'scheduled'`;
  await sql`INSERT INTO seat_pools (tenant_id, id, conference_id, capacity, ceiling, seats_invited, seats_registered, arrivals)
    SELECT ${tenantId}, pool_id, id, capacity, CASE WHEN auto_close THEN capacity ELSE ${ceilingOf(0, 0, false)}::int END,
      1 + invited, active, guests FROM volume_plan`;
  // Whoever is invited sits a few seats further in the list of people than the owner, so nobody is invited twice.
  await sql`CREATE TEMP TABLE volume_claims AS
    SELECT v.id, v.pool_id, v.created_at, j, p.user_id, p.name, p.email, o.user_id AS owner_id
    FROM volume_plan v CROSS JOIN LATERAL generate_series(0, v.invited) j
      JOIN volume_people p ON p.i = (v.owner + j) % ${people}::int
      JOIN volume_people o ON o.i = v.owner`;
  await sql`ANALYZE volume_claims`;
  await sql`INSERT INTO participants (tenant_id, id, conference_id, seat_pool_id, origin, user_id, email, display_name, role, added_at, added_by)
    SELECT ${tenantId}, pg_temp.id_at(created_at), id, pool_id, CASE j WHEN 0 THEN 'owner' ELSE 'invited' END, user_id, email,
      name, CASE j WHEN 0 THEN 'owner' WHEN 1 THEN 'moderator' ELSE 'attendee' END, created_at, owner_id FROM volume_claims`;
  await sql`INSERT INTO user_conferences (tenant_id, user_id, conference_id, kind, visibility, mode, is_owner, sort_at, span_starts_at, span_ends_at)
    SELECT ${tenantId}, c.user_id, v.id, v.kind, v.visibility, v.mode, c.j = 0, coalesce(v.starts_at, v.created_at), v.starts_at, v.ends_at
    FROM volume_claims c JOIN volume_plan v USING (id)`;
}
