import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "../../lib/env.ts";
import { runNode } from "./child.mjs";
import { ensureDatabase, hasAccounts } from "./database.ts";
import { callJobs } from "./jobs.ts";
import { lockDataDir } from "./lock.ts";
import { appPart, realtimePart } from "./parts.ts";
import { freePort } from "./ports.mjs";
import { type Cluster, prepareCluster } from "./postgres.ts";
import { isAlive, npmAncestors } from "./processes.ts";
import { type Address, composeEnv, readSettings, refusePublicDemo, type Settings } from "./settings.ts";
import { ensureDataDir, leaveToOwner, loadSecrets, loadState, type Secrets, saveState } from "./store.ts";
import { printSummary } from "./summary.ts";
import { type Part, supervise } from "./supervise.ts";

const log = (line: string) => console.log(line);

type Stop = () => Promise<void> | void;

/** Starts every part in order, and stops them in the opposite order when asked. */
export async function launch(address: Address): Promise<void> {
  const stops: Stop[] = [];
  let stopping: Promise<void> | undefined;
  const stopAll = () => {
    stopping ??= (async () => {
      for (const stop of stops.reverse()) await stop();
    })();
    return stopping;
  };
  onRequestToStop(async () => {
    log("\nStopping.");
    await stopAll();
    log("Stopped.");
    process.exit(0);
  });
  try {
    await startAll(address, (stop) => stops.push(stop));
  } catch (error) {
    // Parts that fail because they are being stopped are no news.
    if (stopping) return;
    await stopAll();
    throw error;
  }
}

/** Ctrl-C, a polite kill, a closed terminal. One Ctrl-C arrives twice under npm; an impatient third does not wait. */
function onRequestToStop(stop: () => Promise<void>) {
  let requests = 0;
  const request = () => {
    requests += 1;
    if (requests === 1) {
      stop().catch((error) => {
        console.error(error);
        process.exit(1);
      });
    } else if (requests > 2) process.exit(130);
  };
  // A closed terminal must not keep the parts from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, request);
  process.on("uncaughtException", (error) => {
    console.error(error);
    process.exitCode = 1;
    request();
  });
  // npm passes signals on, except the one that kills it at once: then nobody is left to press Ctrl-C for.
  const npm = npmAncestors();
  if (npm.length === 0) return;
  const parent = process.ppid;
  setInterval(() => {
    if (requests === 0 && (process.ppid !== parent || !npm.every(isAlive))) request();
  }, 1000).unref();
}

async function startAll(address: Address, onStop: (stop: Stop) => void) {
  const settings = readSettings(process.env, address);
  const { dataDir } = settings;
  ensureDataDir(dataDir);
  onStop(lockDataDir(dataDir));
  const secrets = loadSecrets(dataDir);
  const state = loadState(dataDir);
  refusePublicDemo(settings, state.demo);
  const compose = (databaseUrl: string, realtimePort: number) =>
    composeEnv(process.env, settings, secrets, { databaseUrl, realtimePort });
  // Every wrong setting is told before anything is started; the addresses stand in for those to come.
  parseEnv(compose(`postgres://foyer_app:${secrets.appPassword}@127.0.0.1:1/foyer`, 1));
  const files = join(dataDir, "files");
  if (mkdirSync(files, { recursive: true, mode: 0o700 })) leaveToOwner(files);

  const run = async (part: Part) => {
    const supervised = supervise(part, { restart: true, log });
    onStop(supervised.stop);
    await supervised.start();
  };
  const database = await startDatabase(settings, secrets, run);
  const realtimePort = Number(process.env.REALTIME_PORT) || (await freePort(state.realtimePort));
  const env = compose(database.appUrl, realtimePort);
  const ownerEnv = { ...env, DATABASE_ADMIN_URL: database.adminUrl ?? "" };
  const isEmpty =
    database.adminUrl !== undefined && settings.isEmbedded && !(await hasAccounts(database.adminUrl));
  if (isEmpty && settings.wantsDemo) await seedDemo(settings, ownerEnv);
  const parts = [appPart(settings, env)];
  if (settings.realtime === "embedded") {
    saveState(dataDir, { realtimePort });
    parts.unshift(realtimePart(settings, env));
  }
  await Promise.all(parts.map(run));
  const jobs = callJobs({ url: settings.innerUrl, secret: env.CRON_SECRET ?? "", log });
  onStop(jobs.stop);
  const firstAdmin = isEmpty && !settings.wantsDemo ? await firstAdminLink(settings, ownerEnv) : undefined;
  printSummary(settings, { hasDemo: loadState(dataDir).demo === "done", firstAdmin });
}

/** The embedded cluster, or the database that the environment names; migrated when the owner is known. */
async function startDatabase(
  settings: Settings,
  secrets: Secrets,
  run: (part: Part) => Promise<void>,
): Promise<{ appUrl: string; adminUrl: string | undefined }> {
  const { migrate } = await import("../migrate.ts");
  if (!settings.isEmbedded) {
    const appUrl = process.env.DATABASE_URL ?? "";
    const adminUrl = process.env.DATABASE_ADMIN_URL || undefined;
    const app = new URL(appUrl);
    const appPassword = app.username === "foyer_app" ? decodeURIComponent(app.password) : undefined;
    if (adminUrl) await migrate(appPassword ? { adminUrl, appPassword } : { adminUrl });
    return { appUrl, adminUrl };
  }
  const cluster: Cluster = await prepareCluster({ dataDir: settings.dataDir });
  await run(cluster.part);
  // A demo world that was not finished is begun again; nothing else has been in there.
  const fresh = loadState(settings.dataDir).demo === "started";
  await ensureDatabase(cluster.adminUrl, "foyer", fresh);
  await migrate({ adminUrl: cluster.adminUrl(), appPassword: secrets.appPassword });
  return { appUrl: cluster.appUrl(), adminUrl: cluster.adminUrl() };
}

function runScript(settings: Settings, env: NodeJS.ProcessEnv, name: string) {
  return runNode(["--conditions=react-server", "--import", "tsx", join("scripts", name)], {
    cwd: settings.root,
    env,
  });
}

async function seedDemo(settings: Settings, env: NodeJS.ProcessEnv) {
  log("Making the demo world.");
  saveState(settings.dataDir, { demo: "started" });
  const { code, output } = await runScript(settings, env, "seed.ts");
  if (code !== 0) throw new Error(`The demo world could not be made.\n${output.trim()}`);
  saveState(settings.dataDir, { demo: "done" });
}

async function firstAdminLink(settings: Settings, env: NodeJS.ProcessEnv): Promise<string> {
  const { code, output } = await runScript(settings, env, "first-admin.ts");
  const link = output.match(/https?:\/\/\S+/)?.[0];
  if (code !== 0 || !link)
    throw new Error(`The link for the first administrator could not be made.\n${output.trim()}`);
  return link;
}
