import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../../scripts/launcher/postgres.ts";
import { migrate } from "../../scripts/migrate.ts";

export const APP_PASSWORD = "tests-only";
export const TEMPLATE = "foyer_template";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
  }
}

/** One real PostgreSQL for the run; each test file clones the migrated template (see setup.ts). */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-tests-"));
  const server = await startPostgres({ dataDir, durable: false });
  const maintenance = postgres(server.adminUrl("postgres"), { max: 1, onnotice: () => {} });
  await maintenance.unsafe(`CREATE DATABASE ${TEMPLATE}`);
  await migrate({ adminUrl: server.adminUrl(TEMPLATE), appPassword: APP_PASSWORD });
  await maintenance.end();
  project.provide("adminUrl", server.adminUrl("postgres"));
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
