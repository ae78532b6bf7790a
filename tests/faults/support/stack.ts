import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { closePool } from "@/db/client";
import { spawnNode } from "@/scripts/launcher/child.mjs";
import { ensureDatabase } from "@/scripts/launcher/database";
import { jobCaller } from "@/scripts/launcher/jobs";
import { freePort } from "@/scripts/launcher/ports.mjs";
import { prepareCluster } from "@/scripts/launcher/postgres";
import { migrate } from "@/scripts/migrate";
import { startSmtp } from "../../fakes/smtp";
import { closeOwner } from "../../support/database";
import { type Managed, manage } from "./managed";
import { startRelay } from "./relay";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const DATABASE = "foyer_faults";

export type App = Managed & { url: string };

export type StackOptions = {
  /** A folder for the database instead of one under the system's temporary folder; it must exist. */
  dataDir?: string;
  /** Variables of the application that differ, for each process by its number. */
  appEnv?: (n: number) => Record<string, string | undefined>;
  /** More arguments for node, such as a preload. */
  nodeArgs?: (n: number) => string[];
  /** Whether the scheduler calls the jobs, as a host's cron would; default true. */
  withJobs?: boolean;
  smtp?: "server" | "none";
};

/**
 * Two processes of the production build with a durable PostgreSQL, a realtime server and a mail server of their own,
 * as an operator would run them. Everything is reached by saved process numbers, and ends with this process.
 */
export type Stack = {
  /** The address that pages believe in; the second process serves the same site. */
  url: string;
  apps: [App, App];
  database: Managed & { port: number };
  realtime: Managed & { port: number };
  /** Between the applications and the realtime server's API. */
  realtimeRelay: Awaited<ReturnType<typeof startRelay>>;
  smtp: Awaited<ReturnType<typeof startSmtp>>;
  jobs: { start(): void; stop(): void; url: string };
  dataDir: string;
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
};

const secret = () => randomBytes(32).toString("hex");

/** Polls until the check holds; a failed request counts as "not yet". Returns the milliseconds it took. */
export async function until(check: () => Promise<boolean>, what: string, seconds = 60): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    if (await check().catch(() => false)) return performance.now() - start;
    await sleep(50);
  }
  throw new Error(`${what}: not after ${seconds} s`);
}

const answersOk = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    await closePool();
    await closeOwner();
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return await startParts(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(options: StackOptions, stops: (() => unknown)[], stop: () => Promise<void>) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "foyer-faults-"));
  if (!options.dataDir) stops.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const cluster = await prepareCluster({ dataDir, durable: true });
  const database = manage(cluster.part);
  stops.push(database.stop);
  await database.start();
  await ensureDatabase(cluster.adminUrl, DATABASE, false);
  const adminUrl = cluster.adminUrl(DATABASE);
  await migrate({ adminUrl, appPassword: "faults-only" });
  const smtp = await startSmtp();
  stops.push(smtp.stop);
  const realtimePort = await freePort();
  const realtimeRelay = await startRelay(realtimePort);
  stops.push(realtimeRelay.stop);
  const ports = [await freePort(), await freePort()];
  mkdirSync(join(dataDir, "files"), { recursive: true });
  const env = setUpEnv({ adminUrl, ports, dataDir, realtimePort: realtimeRelay.port });
  if (options.smtp !== "none") env.SMTP_URL = smtp.url;
  const realtime = realtimeServer(env, realtimePort);
  stops.push(realtime.stop);
  await realtime.start();
  const apps = ports.map((port, n) => app(n, port, env, options)) as [App, App];
  stops.push(() => Promise.all(apps.map((one) => one.stop())));
  await Promise.all(apps.map((one) => one.start()));
  const jobs = scheduler(apps[0].url, env.CRON_SECRET ?? "");
  stops.push(jobs.stop);
  if (options.withJobs !== false) jobs.start();
  return {
    url: `http://localhost:${ports[0]}`,
    apps,
    database: { ...database, port: cluster.port },
    realtime: { ...realtime, port: realtimePort },
    realtimeRelay,
    smtp,
    jobs,
    dataDir,
    env,
    stop,
  };
}

type Places = { adminUrl: string; ports: number[]; dataDir: string; realtimePort: number };

/** The environment of the applications, and of this process, which prepares worlds with the server's own modules. */
function setUpEnv({ adminUrl, ports, dataDir, realtimePort }: Places): NodeJS.ProcessEnv {
  const app = new URL(adminUrl);
  app.username = "foyer_app";
  app.password = "faults-only";
  const baseUrl = `http://localhost:${ports[0]}`;
  const authSecret = secret();
  Object.assign(process.env, {
    BASE_URL: baseUrl,
    DATABASE_URL: app.href,
    DATABASE_ADMIN_URL: adminUrl,
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
    LOG_LEVEL: process.env.FAULTS_LOG ?? "silent",
    // Load clients say who they are in X-Forwarded-For, as a proxy would.
    TRUSTED_PROXIES: "1",
  });
  return { ...process.env, NODE_OPTIONS: "", NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
}

function app(n: number, port: number, env: NodeJS.ProcessEnv, { appEnv, nodeArgs }: StackOptions): App {
  const url = `http://localhost:${port}`;
  const next = ["node_modules/next/dist/bin/next", "start", "-p", String(port), "-H", "127.0.0.1"];
  const managed = manage({
    name: `app ${n + 1}`,
    spawn: () => {
      const args = [...(nodeArgs?.(n) ?? []), ...next];
      const child = spawnNode(args, { cwd: root, env: { ...env, ...appEnv?.(n) }, output: "pipe" });
      // What it says belongs to this fault only when somebody asked for it; it must be read either way.
      const to = process.env.FAULTS_LOG ? process.stderr : undefined;
      for (const stream of [child.stdout, child.stderr])
        to ? stream?.pipe(to, { end: false }) : stream?.resume();
      return child;
    },
    // A page that asks the database: what health says of jobs and mails is another matter.
    ready: async () => void (await until(() => answersOk(`${url}/sign-in`), `app ${n + 1}`)),
  });
  return { ...managed, url };
}

function realtimeServer(env: NodeJS.ProcessEnv, port: number): Managed {
  return manage({
    name: "the realtime server",
    spawn: () =>
      spawnNode(["--conditions=react-server", "--import", "tsx", "scripts/realtime/server.ts"], {
        cwd: root,
        env: { ...env, REALTIME_PORT: String(port) },
        output: "pipe",
      }),
    ready: (child) =>
      new Promise((resolve) => {
        child.stderr?.pipe(process.stderr, { end: false });
        child.stdout?.on("data", (text) => String(text).includes("realtime listening") && resolve());
      }),
  });
}

/** A host's cron: asks once a second what is due. What it has to say about a broken app is expected here. */
export function scheduler(url: string, cronSecret: string) {
  let timer: NodeJS.Timeout | undefined;
  const tick = jobCaller({ url, secret: cronSecret, log: () => {} });
  const stop = () => clearInterval(timer);
  return {
    url,
    start() {
      stop();
      timer = setInterval(() => void tick(), 1000);
    },
    stop,
  };
}

/** Starts the database again after it was killed; what the kernel still holds of the dead one may take a moment. */
export async function startDatabase({ database }: Stack): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.start();
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(100);
    }
  }
}
