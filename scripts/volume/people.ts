import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { uuidv7 } from "../../lib/ids.ts";
import { hashPassword } from "../../lib/server/passwords.ts";
import { firstNames, lastNames } from "./words.ts";

/** The account that is filled, and who owns what in it. */

export type Account = {
  tenantId: string;
  people: number;
  /** Who owns the most, and how to sign in as them; only for an account that was made. */
  signIn: { userId: string; login: string; password: string } | undefined;
};

/**
 * Fills the session's table `volume_people` with everybody who may own conferences, the busiest first. A new account
 * gets its people: the first is its host and has a password that nobody else knows, the others cannot sign in.
 */
export async function preparePeople(
  sql: postgres.TransactionSql,
  options: { account: string | undefined; people: number; label: string },
): Promise<Account> {
  await sql`CREATE TEMP TABLE volume_people (
    i integer PRIMARY KEY, user_id uuid NOT NULL, name text NOT NULL, email text) ON COMMIT DROP`;
  const { account } = options;
  return account === undefined ? makeAccount(sql, options) : findAccount(sql, account);
}

async function findAccount(sql: postgres.TransactionSql, name: string): Promise<Account> {
  const found = await sql<{ id: string }[]>`SELECT id FROM accounts WHERE name = ${name}`;
  const [account, other] = found;
  if (!account) throw new Error(`No account is called ${name}.`);
  if (other) throw new Error(`Several accounts are called ${name}.`);
  const { count } = await sql`INSERT INTO volume_people (i, user_id, name, email)
    SELECT row_number() OVER (ORDER BY created_at, id) - 1, id, display_name, email FROM users
    WHERE tenant_id = ${account.id} AND disabled_at IS NULL AND deleted_at IS NULL`;
  if (count === 0) throw new Error(`Nobody is in the account ${name}.`);
  return { tenantId: account.id, people: count, signIn: undefined };
}

async function makeAccount(
  sql: postgres.TransactionSql,
  { people, label }: { people: number; label: string },
): Promise<Account> {
  const tenantId = uuidv7();
  const login = `volume-${randomBytes(3).toString("hex")}`;
  const password = randomBytes(12).toString("base64url");
  await sql`INSERT INTO accounts (id, name, time_zone, locale, parallel_events)
    VALUES (${tenantId}, ${`Volume ${label}`}, 'Europe/Paris', 'fr', 20)`;
  await sql`INSERT INTO volume_people (i, user_id, name, email)
    SELECT i, pg_temp.id_at(app_now()),
      (${firstNames}::text[])[1 + i % ${firstNames.length}::int] || ' ' ||
        (${lastNames}::text[])[1 + (i / ${firstNames.length}::int) % ${lastNames.length}::int],
      ${login} || '-' || i || '@volume.example'
    FROM generate_series(0, ${people - 1}::int) i`;
  await sql`INSERT INTO users (tenant_id, id, display_name, email, account_role, created_at)
    SELECT ${tenantId}, user_id, name, email, CASE i WHEN 0 THEN 'host' ELSE 'member' END,
      app_now() - interval '3 years' FROM volume_people`;
  await sql`INSERT INTO login_names (login_key, tenant_id, user_id)
    SELECT CASE i WHEN 0 THEN ${login} ELSE ${login} || '-' || i END, ${tenantId}, user_id FROM volume_people`;
  await sql`INSERT INTO user_rights (tenant_id, user_id, right_code)
    SELECT ${tenantId}, user_id, 'create_conferences' FROM volume_people`;
  await sql`INSERT INTO licences (tenant_id, user_id, term)
    SELECT ${tenantId}, user_id, 'permanent' FROM volume_people`;
  const [first] = await sql<{ user_id: string }[]>`SELECT user_id FROM volume_people WHERE i = 0`;
  if (!first) throw new Error("The account has nobody");
  await sql`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
    VALUES (${tenantId}, ${first.user_id}, 'password', ${await hashPassword(password)})`;
  return { tenantId, people, signIn: { userId: first.user_id, login, password } };
}
