import { sql } from "drizzle-orm";
import { closePool, pool } from "@/db/client";
import { env } from "@/lib/env";
import { randomToken } from "@/lib/ids";
import { sha256 } from "@/lib/server/crypto";
import { enter } from "@/lib/server/scope";

/**
 * Prints the link with which the first administrator is created. It works once, for a day, and only while there is no
 * account; a new link replaces the one before.
 */
async function main() {
  const token = randomToken();
  const isEmpty = await pool().db.transaction(async (tx) => {
    await enter(tx, "foyer_control", {});
    const [account] = await tx.execute(sql`SELECT 1 FROM accounts LIMIT 1`);
    if (account) return false;
    await tx.execute(sql`DELETE FROM one_time_tokens WHERE purpose = 'first_administrator'`);
    await tx.execute(sql`INSERT INTO one_time_tokens (token_hash, purpose, expires_at)
      VALUES (${sha256(token)}, 'first_administrator', app_now() + interval '1 day')`);
    return true;
  });
  await closePool();
  if (!isEmpty)
    throw new Error("This server has an account already; its administrators create further people.");
  console.log(`${env().baseUrl}/setup/${token}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
