import type postgres from "postgres";
import { mandatoryFields } from "../../lib/conferences/rules.ts";
import { textsOf } from "../../lib/i18n/texts.ts";
import type { Batch } from "./plan.ts";
import { firstNames, lastNames } from "./words.ts";

/** Labels as the form shows them, because an answer keeps its label. */
const labelsOf = (locale: "en" | "fr") => {
  const t = textsOf(locale, "registration");
  return Object.fromEntries(mandatoryFields.map((key) => [key, t(`field.${key}`)]));
};

/** The columns of `volume_guests` that answer the mandatory questions, in their order. */
const answeredBy = { first_name: "first", last_name: "last", email: "email" } as const;

/**
 * The forms of the batch's webinars and who registered. Every twentieth gave the seat back. Their personal links open
 * nothing: what is stored of a link is the digest of a token, and here of none.
 */
export async function writeRegistrations(sql: postgres.TransactionSql, { account }: Batch): Promise<void> {
  const { tenantId } = account;
  await sql`INSERT INTO registration_forms (tenant_id, conference_id, mode, closing, auto_close)
    SELECT ${tenantId}, id, mode, CASE n / 20 % 2 WHEN 0 THEN 'at_end' ELSE 'at_start' END, auto_close
    FROM volume_plan WHERE webinar`;
  await sql`CREATE TEMP TABLE volume_fields AS
    SELECT v.id, pg_temp.id_at(v.created_at) AS field_id, f.key, f.position - 1 AS position
    FROM volume_plan v CROSS JOIN unnest(${[...mandatoryFields]}::text[]) WITH ORDINALITY f(key, position) WHERE v.webinar`;
  await sql`CREATE TEMP TABLE volume_questions AS
    SELECT f.id, l.locale, jsonb_object_agg(f.key, jsonb_build_object('fieldId', f.field_id, 'key', f.key, 'label', l.labels ->> f.key)) AS asked
    FROM volume_fields f CROSS JOIN jsonb_each(${sql.json({ en: labelsOf("en"), fr: labelsOf("fr") })}) l(locale, labels)
    GROUP BY f.id, l.locale`;
  await sql`ANALYZE volume_fields, volume_questions`;
  await sql`INSERT INTO registration_form_fields (tenant_id, conference_id, field_id, position, standard_key, is_required)
    SELECT ${tenantId}, id, field_id, position, key, true FROM volume_fields`;
  await sql`CREATE TEMP TABLE volume_guests AS
    SELECT g.*, pg_temp.id_at(added_at) AS participant_id, first || ' ' || last AS name,
      'guest.' || i || '@' || (ARRAY['mairie.example', 'council.example', 'example.org'])[1 + i % 3] AS email
    FROM (SELECT v.id, v.pool_id, i, v.created_at + (v.latest - v.created_at) * i / v.guests AS added_at, v.latest,
        (${firstNames}::text[])[1 + (i * 7 + v.n) % ${firstNames.length}::int] AS first,
        (${lastNames}::text[])[1 + (i * 5 + v.n / 20) % ${lastNames.length}::int] AS last,
        CASE i % 3 WHEN 1 THEN 'en' ELSE 'fr' END AS locale
      FROM volume_plan v CROSS JOIN LATERAL generate_series(1, v.guests) i) g`;
  await sql`ANALYZE volume_guests`;
  await sql`INSERT INTO participants (tenant_id, id, conference_id, seat_pool_id, origin, email, display_name, state, ended_at,
      arrival_no, link_hash, locale, added_at)
    SELECT ${tenantId}, participant_id, id, pool_id, 'registered', email, name,
      CASE WHEN i % 20 = 0 THEN 'cancelled' ELSE 'active' END, CASE WHEN i % 20 = 0 THEN latest END,
      i, sha256(uuid_send(gen_random_uuid())), locale, added_at FROM volume_guests`;
  // One look at the questions for all answers of a guest.
  const answers = Object.entries(answeredBy)
    .map(([key, column]) => sql`f.asked -> ${key}::text || jsonb_build_object('value', g.${sql(column)})`)
    .reduce((all, one) => sql`${all}, ${one}`);
  await sql`INSERT INTO registration_answers (tenant_id, participant_id, conference_id, answers)
    SELECT ${tenantId}, g.participant_id, g.id, jsonb_build_array(${answers})
    FROM volume_guests g JOIN volume_questions f ON f.id = g.id AND f.locale = g.locale`;
}
