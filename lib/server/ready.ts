import "server-only";
import { sql } from "drizzle-orm";
import { type Executor, pool } from "@/db/client";
import { env } from "@/lib/env";
import { log } from "./log";

/** Why this role must not serve requests, or null. A table's owner and a superuser walk through row-level security. */
export async function roleProblem(db: Executor = pool().db): Promise<string | null> {
  const [row] = await db.execute<{
    name: string;
    owns: boolean;
    bypasses: boolean;
    inherits: boolean;
  }>(sql`
    SELECT current_user AS name, r.rolsuper OR r.rolbypassrls AS bypasses, r.rolinherit AS inherits,
      EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r','p')
        AND c.relnamespace = 'public'::regnamespace) AS owns
    FROM pg_roles r WHERE r.rolname = current_user`);
  if (!row) return "The database does not know its own role.";
  const use = "Let DATABASE_URL sign in as foyer_app, the role that the migrations create.";
  if (row.owns) return `The database role ${row.name} owns tables. ${use}`;
  if (row.bypasses) return `The database role ${row.name} bypasses row-level security. ${use}`;
  if (row.inherits) return `The database role ${row.name} inherits the rights of its groups. ${use}`;
  return null;
}

/** Exits the process when the environment or the database role is wrong. */
export async function assertReady(): Promise<void> {
  try {
    env();
    const problem = await roleProblem();
    if (!problem) return;
    log().fatal(problem);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    // A database that is away for a moment is no reason not to start: requests answer 503 until it is back.
    if (error instanceof Error && error.name !== "EnvError") return;
  }
  process.exit(1);
}
