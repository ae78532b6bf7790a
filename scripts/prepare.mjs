import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runNode } from "./launcher/child.mjs";

/** Installing and building, each only when something changed. Needs nothing but Node. */

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const INSTALL_STAMP = join(root, "node_modules", ".foyer-install");
/** Tests build into a folder of their own; see next.config.ts. */
const BUILD = join(root, process.env.FOYER_DIST || ".next");
const BUILD_STAMP = join(BUILD, "foyer-build");
const SOURCES = ["app", "components", "db", "lib", "messages", "public"];
const ROOT_SOURCES =
  /^(package(-lock)?\.json|tsconfig\.json|(proxy|instrumentation)\.ts|(next|postcss)\.config\..+)$/;

export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `Foyer needs Node 20.19 or newer, and this is ${process.versions.node}. Install a current Node, then start again.`,
  );
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function hash(parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part).update("\0");
  return sum.digest("hex");
}

/** True when node_modules was made by hand from this very lockfile: the same versions, nothing missing. */
function matchesLock() {
  const made = readText(join(root, "node_modules", ".package-lock.json"));
  if (made === undefined) return false;
  const have = JSON.parse(made).packages;
  const want = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(want).every(([path, entry]) => {
    if (path === "") return true;
    const found = have[path];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

export async function ensureInstalled({ say }) {
  const lock = readFileSync(join(root, "package-lock.json"));
  const machine = `${process.platform}-${process.arch}`;
  const stamp = `${machine} ${hash([lock])}`;
  const stored = readText(INSTALL_STAMP);
  if (stored === stamp) return;
  const isForHere = stored === undefined || stored.startsWith(`${machine} `);
  if (isForHere && matchesLock()) return writeFileSync(INSTALL_STAMP, stamp);
  say("Installing packages. The first time takes a minute.");
  const { code, output } = await npm(["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"]);
  if (code !== 0) throw new Error(`The packages could not be installed.\n${output.trim()}`);
  writeFileSync(INSTALL_STAMP, stamp);
}

/** npm's own program, run by this Node: the `npm` on the path may be a script for another one. */
function npm(args) {
  const bin = dirname(process.execPath);
  const program = [
    process.env.npm_execpath,
    join(bin, "node_modules", "npm", "bin", "npm-cli.js"),
    join(bin, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(bin, "..", "share", "nodejs", "npm", "bin", "npm-cli.js"),
  ].find((path) => path?.endsWith("npm-cli.js") && existsSync(path));
  if (!program) throw new Error("npm was not found beside Node. Start with: npm start");
  return runNode([program, ...args], { cwd: root, env: process.env });
}

function* filesUnder(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    // Next writes this one while it builds.
    else if (!entry.name.endsWith(".d.json.ts")) yield path;
  }
}

function* sources() {
  for (const name of readdirSync(root).sort()) if (ROOT_SOURCES.test(name)) yield join(root, name);
  for (const name of SOURCES) if (existsSync(join(root, name))) yield* filesUnder(join(root, name));
}

function sourceHash() {
  const parts = [process.version];
  for (const path of sources()) parts.push(path.slice(root.length), readFileSync(path));
  return hash(parts);
}

/** Builds when the sources differ from those of the last build that came to its end. */
export async function ensureBuilt({ say, env = process.env }) {
  const stamp = sourceHash();
  if (readText(BUILD_STAMP) === stamp && existsSync(join(BUILD, "BUILD_ID"))) return { built: false };
  say("Building. This takes a minute after every change.");
  rmSync(BUILD_STAMP, { force: true });
  const { code, output } = await runNode([join("node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: root,
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (code !== 0) throw new Error(`The build failed.\n${output.trim()}`);
  writeFileSync(BUILD_STAMP, stamp);
  return { built: true, output };
}
