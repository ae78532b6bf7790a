/**
 * Building from nothing, from spawn to the first answer out of the database, and the memory of an idle server, against
 * a bare Next app with one query. Both start their PostgreSQL. Run: npm run bench -- start [--rounds 7]
 */
import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runNode, spawnNode } from "../../scripts/launcher/child.mjs";
import { freePort } from "../../scripts/launcher/ports.mjs";
import { startPostgres } from "../../scripts/launcher/postgres.ts";
import { buildAnchor, copyAnchor, runBuild, startAnchor } from "./support/anchor.ts";
import { root, work } from "./support/database.ts";
import { readArguments } from "./support/options.ts";
import { residentMebibytes } from "./support/process.ts";
import { alternate, median, print } from "./support/ratio.ts";

const { rounds } = readArguments({ size: 1, rounds: 7 });
const next = join("node_modules", "next", "dist", "bin", "next");
const DIST = ".next-bench";
/** So long after the first answers a server is idle, in milliseconds. */
const IDLE = 5000;

/** Lines that go into the build. */
function linesOfCode(): number {
  return ["app", "components", "lib", "db"]
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .reduce(
      (sum, entry) => sum + readFileSync(join(entry.parentPath, entry.name), "utf8").split("\n").length,
      0,
    );
}

async function timed(build: () => Promise<{ code: number; output: string }>): Promise<number> {
  const started = performance.now();
  const { code, output } = await build();
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
  return (performance.now() - started) / 1000;
}

const buildFoyer = () =>
  timed(() => {
    rmSync(join(root, DIST), { recursive: true, force: true });
    return runNode([next, "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", FOYER_DIST: DIST },
    });
  });

copyAnchor();
const lines = linesOfCode();
const builds = await alternate(rounds, buildFoyer, () => timed(runBuild));
print(
  "start-build",
  builds.map(([own, bare]) => own / bare / (lines / 10_000)),
  { atMost: 1.3 },
  `clean build ÷ bare Next, per 10,000 lines (${median(builds.map((b) => b[0])).toFixed(0)} ÷ ${median(builds.map((b) => b[1])).toFixed(0)} s, ${lines} lines); ${rounds} rounds`,
);
rmSync(join(root, DIST), { recursive: true, force: true });
await buildAnchor();

type Start = { milliseconds: number; mebibytes: number };

async function untilOk(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A few pages, then silence: what the process holds on to. */
async function idleMemory(url: string, pid: number): Promise<number> {
  for (let i = 0; i < 20; i += 1) await (await fetch(url)).text();
  await new Promise((resolve) => setTimeout(resolve, IDLE));
  return residentMebibytes(pid);
}

/** `npm start` without npm, on a data folder that it has used before. */
async function startFoyer(): Promise<Start> {
  const port = await freePort(0);
  const started = performance.now();
  const child = spawnNode([join("scripts", "start.mjs")], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: join(work, "start"),
      FOYER_SEED: "none",
      NODE_OPTIONS: "",
    },
    output: "ignore",
  });
  await untilOk(`http://localhost:${port}/api/health`);
  const milliseconds = performance.now() - started;
  const mebibytes = await idleMemory(`http://localhost:${port}/sign-in`, pidListeningOn(port));
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
  return { milliseconds, mebibytes };
}

/** The process that holds the listening socket of a port. */
function pidListeningOn(port: number): number {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, "0")} `;
  const inode = ["tcp", "tcp6"]
    .flatMap((file) => readFileSync(`/proc/net/${file}`, "utf8").split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .find((fields) => `${fields[1]} `.endsWith(hex) && fields[3] === "0A")?.[9];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (holds(pid, `socket:[${inode}]`)) return Number(pid);
  }
  throw new Error(`Nobody listens on ${port}`);
}

function holds(pid: string, socket: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === socket);
  } catch {
    // Gone, or somebody else's.
    return false;
  }
}

const anchorData = join(work, "start-bare");

async function startBare(): Promise<Start> {
  const started = performance.now();
  const server = await startPostgres({ dataDir: anchorData, durable: true });
  const appUrl = server.adminUrl("postgres");
  const bare = await startAnchor({ adminUrl: appUrl, appUrl });
  await untilOk(`${bare.url}/api/health`);
  const milliseconds = performance.now() - started;
  const mebibytes = await idleMemory(`${bare.url}/`, bare.pid);
  await bare.stop();
  await server.stop();
  return { milliseconds, mebibytes };
}

// Once unmeasured: it makes the data folders.
await startFoyer();
await startBare();
const starts = await alternate(rounds, startFoyer, startBare);
const side = (i: 0 | 1, key: keyof Start) => median(starts.map((pair) => pair[i][key])).toFixed(0);
print(
  "start-spawn",
  starts.map(([own, bare]) => own.milliseconds / bare.milliseconds),
  { atMost: 1.25 },
  `spawn → first answer out of the database ÷ bare Next (${side(0, "milliseconds")} ÷ ${side(1, "milliseconds")} ms), both with PostgreSQL; ${rounds} rounds`,
);
print(
  "start-memory",
  starts.map(([own, bare]) => own.mebibytes / bare.mebibytes),
  { atMost: 1.3 },
  `idle memory of the Next process ÷ bare Next (${side(0, "mebibytes")} ÷ ${side(1, "mebibytes")} MiB); ${rounds} rounds`,
);
process.exit(0);
