import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "../../../scripts/launcher/child.mjs";
import { freePort } from "../../../scripts/launcher/ports.mjs";
import { type Database, root, work } from "./database.ts";
import { type Server, startNext } from "./foyer.ts";

/**
 * The bare Next app that Foyer is compared with: the same Next, the same headers with a nonce, dynamic, and of the
 * product nothing. Its source lies in `tests/bench/anchor`; it is built in `.bench` with this project's packages.
 */

const source = join(root, "tests", "bench", "anchor");
const copy = join(work, "anchor");
const stamp = join(copy, "built");

export async function buildAnchor(): Promise<void> {
  const sum = createHash("sha256").update(process.version);
  for (const file of filesOf(source)) sum.update(file).update(readFileSync(join(source, file)));
  sum.update(readFileSync(join(root, "package-lock.json")));
  const state = sum.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state) return;
  copyAnchor();
  const { code, output } = await runBuild();
  if (code !== 0) throw new Error(`The bare app could not be built.\n${output}`);
  writeFileSync(stamp, state);
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

export function copyAnchor(): void {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync(source, copy, { recursive: true });
}

/** A build from nothing. */
export function runBuild() {
  rmSync(join(copy, ".next"), { recursive: true, force: true });
  return runNode([join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: copy,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
}

export async function startAnchor(database: Database, changes: Record<string, string> = {}): Promise<Server> {
  const port = await freePort(0);
  return startNext(copy, port, `http://localhost:${port}`, { DATABASE_URL: database.appUrl, ...changes });
}
