import { existsSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { isLoopbackHost } from "../../lib/env.ts";
import { ensureDatabase, hasAccounts } from "../launcher/database.ts";
import { startPostgres } from "../launcher/postgres.ts";
import { readSettings } from "../launcher/settings.ts";
import { loadSecrets, loadState } from "../launcher/store.ts";
import { migrate } from "../migrate.ts";

/** Which database is filled: the launcher's own, or one that is named and meant. */

export type Target = { adminUrl: string; where: string; stop(): Promise<void> };

type Source = Record<string, string | undefined>;

/** The environment as the application reads it. */
export function loadEnvFiles(root: string): void {
  for (const name of [".env.local", ".env"]) {
    if (existsSync(join(root, name))) process.loadEnvFile(join(root, name));
  }
}

/** The database that the environment names; undefined for the launcher's own. Throws unless it is surely meant. */
export function namedDatabase(env: Source, yesOn: string | undefined): URL | undefined {
  const text = env.DATABASE_ADMIN_URL?.trim();
  if (!text) {
    if (!env.DATABASE_URL?.trim()) return undefined;
    throw new Error(
      "DATABASE_URL names a database, whose owner fills it: set DATABASE_ADMIN_URL as well, or neither of the two.",
    );
  }
  if (!URL.canParse(text)) throw new Error("DATABASE_ADMIN_URL is not an address of a database.");
  const url = new URL(text);
  if (!isLoopbackHost(url.hostname) && url.hostname !== yesOn) {
    throw new Error(
      `The database is on ${url.hostname}, where others may use it. If it is meant, add: --yes-on ${url.hostname}`,
    );
  }
  return url;
}

export async function openTarget(root: string, env: Source, yesOn: string | undefined): Promise<Target> {
  const named = namedDatabase(env, yesOn);
  const target = named
    ? { adminUrl: named.href, where: `${named.hostname}${named.pathname}`, stop: async () => undefined }
    : await ownDatabase(root, env);
  try {
    if (await hasAccounts(target.adminUrl)) return target;
    throw new Error(
      "This server has no administrator yet. Start it once with `npm start`, then fill it with volume.",
    );
  } catch (error) {
    await target.stop();
    throw error;
  }
}

/** The launcher's own database: the one that runs, or its data folder, started for as long as this takes. */
async function ownDatabase(root: string, env: Source): Promise<Target> {
  const { dataDir } = readSettings(env, { root, isDev: false, port: 3000, host: "127.0.0.1" });
  if (!existsSync(join(dataDir, "pg"))) {
    throw new Error(`There is no database in ${dataDir}. Start Foyer once with \`npm start\`.`);
  }
  const secrets = loadSecrets(dataDir);
  const running = new URL(`postgres://foyer_owner@127.0.0.1:${loadState(dataDir).databasePort ?? 1}/foyer`);
  running.password = secrets.ownerPassword;
  const where = `the database in ${dataDir}`;
  if (await answers(running.href)) {
    return { adminUrl: running.href, where, stop: async () => undefined };
  }
  const server = await startPostgres({ dataDir, durable: true });
  await ensureDatabase(server.adminUrl, "foyer", false);
  await migrate({ adminUrl: server.adminUrl("foyer"), appPassword: secrets.appPassword });
  return { adminUrl: server.adminUrl("foyer"), where, stop: server.stop };
}

/**
 * Puts into the environment what the launcher keeps beside its own database, for modules that expect the environment of
 * the application. `database` is the target's address.
 */
export function takeSecrets(root: string, database: string): void {
  const settings = readSettings(process.env, { root, isDev: false, port: 3000, host: "127.0.0.1" });
  if (!settings.isEmbedded) return;
  const secrets = loadSecrets(settings.dataDir);
  const url = new URL(database);
  url.username = "foyer_app";
  url.password = secrets.appPassword;
  Object.assign(process.env, {
    AUTH_SECRET: process.env.AUTH_SECRET || secrets.authSecret,
    CRON_SECRET: process.env.CRON_SECRET || secrets.cronSecret,
    BASE_URL: settings.baseUrl,
    DATABASE_URL: url.href,
    STORAGE_URL: `file://${settings.dataDir}/files`,
  });
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => undefined });
  try {
    await sql`SELECT 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
