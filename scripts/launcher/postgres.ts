import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { checkVersion, createCluster, findPrograms, OWNER, program, programEnv } from "./cluster.ts";
import { choosePlace, giveTo, type Place, spawnAs } from "./identity.ts";
import { freePort } from "./ports.mjs";
import { runs, send, waitUntilGone } from "./processes.ts";
import { ensureDataDir, leaveToOwner, loadSecrets, loadState, saveState } from "./store.ts";
import { hasEnded, type Part, stopWith, supervise } from "./supervise.ts";

/** The embedded PostgreSQL: real server programs from a package, one cluster per data folder, loopback only. */

export type Cluster = {
  part: Part;
  port: number;
  adminUrl(database?: string): string;
  appUrl(database?: string): string;
};

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  timezone: "UTC",
  log_timezone: "UTC",
  // Details of constraint errors repeat what people typed; the log does not need them.
  log_error_verbosity: "terse",
};
const VOLATILE = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Starts a cluster of one's own, for tests and scripts. Not durable: faster, and lost with the machine. */
export async function startPostgres(options: {
  dataDir: string;
  durable?: boolean;
}): Promise<{ adminUrl(database?: string): string; port: number; stop(): Promise<void> }> {
  const cluster = await prepareCluster(options);
  const supervised = supervise(cluster.part, { restart: false, log: () => undefined });
  try {
    await supervised.start();
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return { adminUrl: cluster.adminUrl, port: cluster.port, stop: supervised.stop };
}

/** Makes the cluster when there is none, and ends a server that an earlier start left behind. */
export async function prepareCluster(options: { dataDir: string; durable?: boolean }): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  const durable = options.durable ?? true;
  ensureDataDir(dataDir);
  const secrets = loadSecrets(dataDir);
  const native = findPrograms();
  const data = join(dataDir, "pg");
  await stopLeftover(data);
  const place = choosePlace(native, dataDir, data);
  if (existsSync(data)) checkVersion(data, place.native);
  else await createCluster(place, data, secrets.ownerPassword, durable);
  giveTo(place.identity, data);
  const port = await freePort(loadState(dataDir).databasePort);
  saveState(dataDir, { databasePort: port });
  const url = (user: string, password: string, database: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  const adminUrl = (database = "foyer") => url(OWNER, secrets.ownerPassword, database);
  const appUrl = (database = "foyer") => url("foyer_app", secrets.appPassword, database);
  const part = serverPart(
    place,
    data,
    { ...SETTINGS, ...(durable ? {} : VOLATILE), port: String(port) },
    adminUrl,
  );
  return { part, port, adminUrl, appUrl };
}

/** A server of this very folder that outlived its launcher is stopped; a stale pid file is left to PostgreSQL. */
async function stopLeftover(data: string) {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  const marks = ["postgres", data];
  if (!runs(pid, marks)) return rmSync(file, { force: true });
  for (const [signal, milliseconds] of [
    ["SIGINT", 15_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    send(pid, signal);
    if (await waitUntilGone(pid, marks, milliseconds)) return;
  }
  throw new Error(
    `A database server of ${data} still runs (process ${pid}) and does not stop. End it, then start again.`,
  );
}

function openLog(data: string): { file: number; path: string } {
  const folder = join(dirname(data), "logs");
  if (mkdirSync(folder, { recursive: true, mode: 0o700 })) leaveToOwner(folder);
  const path = join(folder, "postgres.log");
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) renameSync(path, `${path}.1`);
  const file = openSync(path, "a", 0o600);
  leaveToOwner(path);
  return { file, path };
}

function serverPart(
  place: Place,
  data: string,
  settings: Record<string, string>,
  adminUrl: (database?: string) => string,
): Part {
  let log = "";
  let logStart = 0;
  let guard: ChildProcess | undefined;
  return {
    name: "The database",
    spawn() {
      const { file, path } = openLog(data);
      log = path;
      logStart = statSync(path).size;
      const args = [
        "-D",
        data,
        ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ];
      const child = spawnAs(place.identity, program(place, "postgres"), args, {
        cwd: "/",
        stdio: ["ignore", file, file],
        env: programEnv(),
        // A group of its own: Ctrl-C must reach the launcher only, which stops the parts in order.
        detached: process.platform !== "win32",
      });
      closeSync(file);
      guard = guardServer(child);
      return child;
    },
    ready: (child) => untilAnswering(child, adminUrl("postgres")),
    async stop(child) {
      guard?.kill("SIGKILL");
      await stopWith(
        child,
        [
          ["SIGINT", 20_000],
          ["SIGQUIT", 5_000],
          ["SIGKILL", 5_000],
        ],
        "process",
      );
    },
    lastWords: () => readFileSync(log).subarray(logStart).toString("utf8").slice(-2000),
  };
}

/**
 * A shell that waits for the end of its input, which comes when this process vanishes (even by kill -9), and then
 * asks the server to stop. When the server ends first, so does the guard.
 */
function guardServer(server: ChildProcess): ChildProcess | undefined {
  if (process.platform === "win32" || server.pid === undefined) return undefined;
  const guard = spawn("/bin/sh", ["-c", `read line; kill -INT ${server.pid}`], {
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.on("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  server.once("exit", () => guard.kill("SIGKILL"));
  guard.unref();
  return guard;
}

async function untilAnswering(child: ChildProcess, url: string): Promise<void> {
  const end = Date.now() + 120_000;
  for (;;) {
    if (hasEnded(child)) return new Promise(() => undefined);
    const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if ((error as { code?: string }).code === "28P01") {
        throw new Error(
          "The database refuses the password in secrets.json. Restore the file that belongs to this data folder.",
        );
      }
      if (Date.now() > end) throw error;
    } finally {
      await sql.end({ timeout: 1 });
    }
    await sleep(50);
  }
}
