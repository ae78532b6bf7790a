import { freePort } from "../../../scripts/launcher/ports.mjs";
import { owner } from "../../support/database.ts";
import { type World, world } from "../../support/world.ts";
import { startAnchor } from "./anchor.ts";
import { type Cluster, type Database, startCluster } from "./database.ts";
import { environment } from "./environment.ts";
import { type Server, startFoyer } from "./foyer.ts";

/** An empty database with the people of the tests, whose factories this process may then use. */
export type Stage = { cluster: Cluster; database: Database; w: World };

/** Seats beyond what a mesh of browsers carries, for measuring. */
const MEDIA_LIMITS = { all_on_screen: 1000, lecture: 1000, role_based: 1000 };

export async function setStage(name: string): Promise<Stage> {
  const cluster = await startCluster();
  const database = await cluster.fresh(name);
  Object.assign(process.env, environment("http://localhost", database.appUrl), {
    DATABASE_ADMIN_URL: database.adminUrl,
  });
  await owner()`UPDATE server_settings SET settings = ${owner().json({ mediaLimits: MEDIA_LIMITS })}`;
  return { cluster, database, w: await world() };
}

export type Both = { foyer: Server; bare: Server };

export async function startBoth({ database, w }: Stage, changes: Record<string, string> = {}): Promise<Both> {
  const port = await freePort(0);
  return {
    foyer: await startFoyer(database, { port, changes }),
    bare: await startAnchor(database, { TENANT_ID: w.tenant.id }),
  };
}
