import postgres from "postgres";

/** The few questions that the launcher itself asks the embedded database, as its owner. */

async function withOwner<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Makes the database when it is missing; `fresh` throws away the one that is there. */
export async function ensureDatabase(adminUrl: (database: string) => string, name: string, fresh: boolean) {
  await withOwner(adminUrl("postgres"), async (sql) => {
    if (fresh) await sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`;
    const [found] = await sql`SELECT 1 FROM pg_database WHERE datname = ${name}`;
    if (!found) await sql`CREATE DATABASE ${sql(name)}`;
  });
}

export async function hasAccounts(url: string): Promise<boolean> {
  return withOwner(url, async (sql) => {
    const [row] = await sql<{ found: boolean }[]>`SELECT EXISTS (SELECT FROM accounts) AS found`;
    return row?.found ?? false;
  });
}
