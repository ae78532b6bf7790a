import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnNode } from "../../../scripts/launcher/child.mjs";
import { jobCaller } from "../../../scripts/launcher/jobs.ts";
import { startPostgres } from "../../../scripts/launcher/postgres.ts";
import { migrate } from "../../../scripts/migrate.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const secret = () => randomBytes(32).toString("hex");

/** The production build with its own database and realtime server, as an operator would run it. */
export default async function start() {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-e2e-"));
  const database = await startPostgres({ dataDir, durable: false });
  const maintenanceUrl = database.adminUrl("postgres");
  const { default: postgres } = await import("postgres");
  const maintenance = postgres(maintenanceUrl, { max: 1 });
  await maintenance.unsafe("CREATE DATABASE foyer_e2e");
  await maintenance.end();
  await migrate({ adminUrl: database.adminUrl("foyer_e2e"), appPassword: "tests-only" });

  const [port, realtimePort] = [await freePort(), await freePort()];
  const app = new URL(database.adminUrl("foyer_e2e"));
  app.username = "foyer_app";
  app.password = "tests-only";
  const baseUrl = `http://localhost:${port}`;
  const authSecret = secret();
  Object.assign(process.env, {
    BASE_URL: baseUrl,
    PLAYWRIGHT_TEST_BASE_URL: baseUrl,
    DATABASE_URL: app.href,
    DATABASE_ADMIN_URL: database.adminUrl("foyer_e2e"),
    AUTH_SECRET: authSecret,
    NEXTAUTH_SECRET: authSecret,
    NEXTAUTH_URL: baseUrl,
    CRON_SECRET: secret(),
    PUSHER_APP_ID: "foyer",
    PUSHER_KEY: secret().slice(0, 20),
    PUSHER_SECRET: secret(),
    PUSHER_HOST: "localhost",
    PUSHER_PORT: String(realtimePort),
    PUSHER_TLS: "0",
    STORAGE_URL: `file://${dataDir}/files`,
    MAIL_FROM: "Foyer <foyer@foyer.test>",
    LOG_LEVEL: "warn",
    // Load clients say who they are in X-Forwarded-For, as a proxy would.
    TRUSTED_PROXIES: "1",
    REALTIME_PORT: String(realtimePort),
  });

  const children = [startRealtime(), startApp(port)];
  await until(async () => (await fetch(`${baseUrl}/api/health`)).status === 200, "the application");
  const jobs = jobCaller({ url: baseUrl, secret: process.env.CRON_SECRET ?? "", log: console.log });
  const scheduler = setInterval(() => void jobs(), 1000);
  return async () => {
    clearInterval(scheduler);
    await Promise.all(children.map(stop));
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

export function startRealtime(changes: Record<string, string> = {}): ChildProcess {
  return spawnNode(["--import", "tsx", "scripts/realtime/server.ts"], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", ...changes },
  });
}

/** `next start` on a port; the environment of this process with changes. Ends with this process, whatever happens. */
export function startApp(port: number, changes: Record<string, string | undefined> = {}): ChildProcess {
  return spawnNode(["node_modules/next/dist/bin/next", "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", NODE_ENV: "production", ...changes },
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

/** Polls until the check holds; a failed request counts as "not yet". */
export async function until(check: () => Promise<boolean>, what: string, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (await check().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} was not ready after ${seconds} s`);
}
