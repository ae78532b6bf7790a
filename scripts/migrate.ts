import { fileURLToPath, pathToFileURL } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/**
 * Brings a database to the newest schema and lets the application's role sign in.
 * Runs as the owner; safe to run twice and by two processes at once.
 */
export async function migrate({ adminUrl, appPassword }: { adminUrl: string; appPassword?: string }) {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`SELECT pg_advisory_lock(727001)`;
    await runMigrations(drizzle(sql), {
      migrationsFolder: fileURLToPath(new URL("../db/migrations", import.meta.url)),
    });
    if (appPassword) {
      const [row] = await sql<{ statement: string }[]>`
        SELECT format('ALTER ROLE foyer_app LOGIN PASSWORD %L', ${appPassword}::text) AS statement`;
      if (row) await sql.unsafe(row.statement);
    }
  } finally {
    await sql.end();
  }
}

/** On a host the application's password is the one in DATABASE_URL. */
async function main() {
  const adminUrl = process.env.DATABASE_ADMIN_URL;
  if (!adminUrl) throw new Error("Set DATABASE_ADMIN_URL to the connection string of the database's owner.");
  const app = process.env.DATABASE_URL ? new URL(process.env.DATABASE_URL) : undefined;
  const appPassword = app?.username === "foyer_app" ? decodeURIComponent(app.password) : undefined;
  await migrate({ adminUrl, appPassword });
  console.log("The database has the newest schema.");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
