import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { startPostgres } from "../../../scripts/launcher/postgres.ts";
import { loadSecrets } from "../../../scripts/launcher/store.ts";
import { migrate } from "../../../scripts/migrate.ts";
import { fill, shortSize } from "../../../scripts/volume/fill.ts";
import { environment } from "./environment.ts";

/**
 * One cluster for all benchmarks in `.bench`, with the settings that `npm start` gives it. Filled databases are kept
 * until the schema or the filling changes, because filling takes longer than measuring.
 */

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const work = join(root, ".bench");

export type Cluster = {
  /** A migrated database that starts empty. */
  fresh(name: string): Promise<Database>;
  /** A filled database, made when there is none. Registrations are as many as conferences. */
  volume(size: number): Promise<Database & { userId: string; tenantId: string }>;
  stop(): Promise<void>;
};

export type Database = { adminUrl: string; appUrl: string };

export async function startCluster(dataDir = join(work, "cluster")): Promise<Cluster> {
  const server = await startPostgres({ dataDir, durable: true });
  const { appPassword } = loadSecrets(dataDir);
  const admin = postgres(server.adminUrl("postgres"), { max: 1, onnotice: () => undefined });
  const addresses = (name: string): Database => {
    const app = new URL(server.adminUrl(name));
    app.username = "foyer_app";
    app.password = appPassword;
    return { adminUrl: server.adminUrl(name), appUrl: app.href };
  };
  const fresh = async (name: string) => {
    await admin`DROP DATABASE IF EXISTS ${admin(name)} WITH (FORCE)`;
    await admin`CREATE DATABASE ${admin(name)}`;
    await migrate({ adminUrl: server.adminUrl(name), appPassword });
    return addresses(name);
  };
  return {
    fresh,
    async volume(size) {
      const name = `volume_${shortSize(size).toLowerCase()}_${recipe()}`;
      const [found] = await admin`SELECT 1 FROM pg_database WHERE datname = ${name}`;
      if (!found) {
        console.log(`Filling a database with ${shortSize(size)} conferences.`);
        const draft = await fresh(`${name}_draft`);
        Object.assign(process.env, environment("http://localhost", draft.appUrl));
        await fill(draft.adminUrl, {
          conferences: size,
          registrations: size,
          people: PEOPLE,
          account: undefined,
        });
        await admin`ALTER DATABASE ${admin(`${name}_draft`)} RENAME TO ${admin(name)}`;
      }
      return { ...addresses(name), ...(await busiestOf(server.adminUrl(name))) };
    },
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

/** The same people for every size, so that the list of one of them grows as the whole does. */
const PEOPLE = 20;

/** Changes with the schema and with how databases are filled. */
function recipe(): string {
  const sum = createHash("sha256");
  for (const folder of ["db/migrations", "scripts/volume"]) {
    for (const file of readdirSync(join(root, folder)).sort()) {
      if (/\.(sql|ts)$/.test(file)) sum.update(readFileSync(join(root, folder, file)));
    }
  }
  return sum.digest("hex").slice(0, 8);
}

async function busiestOf(adminUrl: string): Promise<{ userId: string; tenantId: string }> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const [host] = await sql<{ id: string; tenant_id: string }[]>`
      SELECT id, tenant_id FROM users WHERE account_role = 'host'`;
    if (!host) throw new Error("The database was not filled");
    return { userId: host.id, tenantId: host.tenant_id };
  } finally {
    await sql.end();
  }
}
