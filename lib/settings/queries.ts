import "server-only";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import type { Tx } from "@/lib/server/scope";
import { type ServerSettings, serverSettingsSchema } from "./schema";

/** The server's settings; what was never set has its default. Not secret and not of any account, so no scope is asked. */
export async function getServerSettings(
  tx: Pick<Tx, "execute"> = pool().db,
): Promise<ServerSettings & { version: number }> {
  const [row] = await tx.execute<{ settings: unknown; version: number }>(
    sql`SELECT settings, version FROM server_settings`,
  );
  return { ...serverSettingsSchema.parse(row?.settings ?? {}), version: row?.version ?? 0 };
}
