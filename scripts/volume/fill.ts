import postgres from "postgres";
import { serverSettingsSchema } from "../../lib/settings/schema.ts";
import type { VolumeOptions } from "./options.ts";
import { type Account, preparePeople } from "./people.ts";
import { type Batch, planBatch, writeConferences } from "./plan.ts";
import { writeRegistrations } from "./registrations.ts";

const BATCH = 250_000;
/** From so many rows on, foreign keys are not asked again for what is right by construction. */
const LARGE = 50_000;

const FILLED = [
  ...["accounts", "users", "login_names", "user_rights", "licences", "conferences", "conference_numbers"],
  ...["schedule_segments", "occurrences", "seat_pools", "participants", "user_conferences"],
  ...["registration_forms", "registration_form_fields", "registration_answers"],
];

type Wanted = Pick<VolumeOptions, "conferences" | "registrations" | "people" | "account">;

/** Fills an account with volume, as the database's owner, and tells how far it is. */
export async function fill(
  adminUrl: string,
  wanted: Wanted,
  say: (line: string) => void = () => undefined,
): Promise<Account> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    return await fillWith(sql, wanted, say);
  } finally {
    await sql.end();
  }
}

/** All of it or nothing: a filling that is stopped half-way leaves the database as it was. */
async function fillWith(sql: postgres.Sql, wanted: Wanted, say: (line: string) => void): Promise<Account> {
  const { conferences, registrations } = wanted;
  const people = wanted.people ?? Math.min(2000, Math.max(20, Math.round(conferences / 1000)));
  const label = `${shortSize(conferences)} ${new Date().toISOString().slice(0, 10)}`;
  const large = conferences + registrations >= LARGE;
  await makeTools(sql);
  const account = await sql.begin(async (tx) => {
    const filled = await preparePeople(tx, { account: wanted.account, people, label });
    const [settings] = await tx`SELECT settings FROM server_settings`;
    const limits = serverSettingsSchema.parse(settings?.settings ?? {}).mediaLimits;
    const indexes = large ? await prepareForMuch(tx) : [];
    for (let from = 0; from < conferences; from += BATCH) {
      const to = Math.min(conferences, from + BATCH);
      const batch: Batch = { account: filled, from, to, conferences, registrations, limits };
      await planBatch(tx, batch);
      await writeConferences(tx, batch);
      await writeRegistrations(tx, batch);
      await tx`DROP TABLE volume_plan, volume_claims, volume_fields, volume_questions, volume_guests`;
      say(`${to.toLocaleString("en")} of ${conferences.toLocaleString("en")} conferences`);
    }
    if (large) say("Building the indexes.");
    for (const definition of indexes) await tx.unsafe(definition);
    if (large) say("Reading everything once.");
    return filled;
  });
  // Vacuumed as well: what was never read before must not be charged to whoever reads first.
  const tables = FILLED.join(", ");
  await sql`SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'vacuum_buffer_usage_limit'`;
  await sql.unsafe(large ? `VACUUM ANALYZE ${tables}` : `ANALYZE ${tables}`);
  return account;
}

export const shortSize = (size: number) =>
  size >= 1_000_000 && size % 100_000 === 0
    ? `${size / 1_000_000}M`
    : size >= 1000 && size % 100 === 0
      ? `${size / 1000}k`
      : String(size);

/** Functions of this session: UUIDv7 of a moment, and a conference ID as lib/ids.ts makes them. */
async function makeTools(sql: postgres.Sql): Promise<void> {
  await sql`CREATE FUNCTION pg_temp.id_at(moment timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(int8send((extract(epoch FROM moment) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid $$`;
  // Of base64's twice as many letters two stand for each of ours. The 7th and 9th byte of a UUID hold its version and
  // variant, which are no chance, so the letters around them are left out.
  const letters = "0123456789abcdefghjkmnpqrstvwxyz";
  const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  await sql.unsafe(`CREATE FUNCTION pg_temp.conference_number(chance text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT translate(substr(chance, 1, 8) || substr(chance, 13, 4), '${base64}', '${letters}${letters}') $$`);
}

/** Only a superuser may pass the triggers of foreign keys by; on a hosted database it takes longer instead. */
async function mayTrustItself(sql: postgres.TransactionSql): Promise<boolean> {
  const [role] = await sql`SELECT rolsuper FROM pg_roles WHERE rolname = current_user`;
  return role?.rolsuper === true;
}

/** Room for sorting, less to write down, and what only costs while rows arrive set aside. */
async function prepareForMuch(sql: postgres.TransactionSql): Promise<string[]> {
  await sql`SET LOCAL work_mem = '128MB'`;
  await sql`SET LOCAL maintenance_work_mem = '512MB'`;
  if (await mayTrustItself(sql)) {
    await sql`SET LOCAL session_replication_role = replica`;
    await sql`SELECT set_config(name, 'lz4', true) FROM pg_settings WHERE name = 'wal_compression' AND 'lz4' = ANY (enumvals)`;
  }
  return setIndexesAside(sql);
}

/**
 * Drops the indexes on which no constraint of a table rests, which grow several times faster when they are made at
 * once, and returns the statements that make them again: those that promise that something is there once refuse then.
 * Whoever else uses the tables waits until the end.
 */
async function setIndexesAside(sql: postgres.TransactionSql): Promise<string[]> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ANY (ARRAY['participants', 'user_conferences', 'occurrences']::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)`;
  for (const { name } of indexes) await sql`DROP INDEX ${sql(name)}`;
  return indexes.map(({ definition }) => definition);
}
