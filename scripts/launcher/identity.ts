import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";

/**
 * PostgreSQL refuses to run as root. As an ordinary user nothing is special. As root the programs run as
 * - the owner of an existing data folder, else nobody, when that user can enter both folders; or
 * - "nobody" inside a user namespace, where root's own files are nobody's: for projects under a closed folder.
 */
export type Identity = { kind: "self" } | { kind: "user"; uid: number; gid: number } | { kind: "namespace" };

const NOBODY = 65534;
const NAMESPACE = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, "--"];

export function spawnAs(
  identity: Identity,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  if (identity.kind === "namespace") return spawn("unshare", [...NAMESPACE, program, ...args], options);
  if (identity.kind === "user") {
    return spawn(program, args, { ...options, uid: identity.uid, gid: identity.gid });
  }
  return spawn(program, args, options);
}

function succeedsAs(identity: Identity, program: string, args: readonly string[]): boolean {
  const options = { cwd: "/", stdio: "ignore" as const };
  if (identity.kind === "namespace") {
    return spawnSync("unshare", [...NAMESPACE, program, ...args], options).status === 0;
  }
  const ids = identity.kind === "user" ? { uid: identity.uid, gid: identity.gid } : {};
  return spawnSync(program, args, { ...options, ...ids }).status === 0;
}

function canEnter(identity: Identity, folder: string): boolean {
  return succeedsAs(identity, "/bin/sh", ["-c", 'test -x "$1"', "sh", folder]);
}

export type Place = { identity: Identity; native: string };

/**
 * Decides who runs the programs and from where. `folder` is DATA_DIR (it exists), `cluster` the data folder in it
 * (it may not), `native` the folder with bin, lib and share.
 */
export function choosePlace(native: string, folder: string, cluster: string): Place {
  if (process.platform === "win32" || process.getuid?.() !== 0) {
    if (!succeedsAs({ kind: "self" }, join(native, "bin", "postgres"), ["--version"])) throw unusable(native);
    return { identity: { kind: "self" }, native };
  }
  const owner = existsSync(cluster) ? statSync(cluster) : undefined;
  const user: Identity =
    owner && owner.uid !== 0
      ? { kind: "user", uid: owner.uid, gid: owner.gid }
      : { kind: "user", uid: NOBODY, gid: NOBODY };
  const program = join(native, "bin", "postgres");
  if (canEnter(user, folder)) {
    if (succeedsAs(user, program, ["--version"])) return { identity: user, native };
    const copy = join(folder, "pg-programs");
    copyPrograms(native, copy);
    if (succeedsAs(user, join(copy, "bin", "postgres"), ["--version"]))
      return { identity: user, native: copy };
  }
  const namespace: Identity = { kind: "namespace" };
  if (succeedsAs(namespace, program, ["--version"])) return { identity: namespace, native };
  if (!succeedsAs({ kind: "self" }, program, ["--version"])) throw unusable(native);
  throw new Error(
    `PostgreSQL does not run as root, and no other user can enter ${folder}. ` +
      "Start Foyer as an ordinary user, or name a folder that others can enter, for example: DATA_DIR=/var/lib/foyer npm start",
  );
}

function unusable(native: string): Error {
  return new Error(
    `The PostgreSQL programs in ${native} do not run on this system. ` +
      "Set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL server of your own.",
  );
}

/** A private umask at install time makes the programs unreadable to others: they get a copy, once per version. */
function copyPrograms(native: string, copy: string) {
  const size = (folder: string) => statSync(join(folder, "bin", "postgres"), { throwIfNoEntry: false })?.size;
  if (size(copy) === size(native)) return;
  const draft = `${copy}.new`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isDirectory() || entry.parentPath.endsWith("bin") ? 0o755 : 0o644);
  }
  chmodSync(draft, 0o755);
  rmSync(copy, { recursive: true, force: true });
  renameSync(draft, copy);
}

/** Gives a folder and all in it to the identity; in a namespace that is root itself. */
export function giveTo(identity: Identity, path: string) {
  if (identity.kind === "self") return;
  const { uid, gid } = identity.kind === "user" ? identity : { uid: 0, gid: 0 };
  const { uid: owner } = statSync(path);
  if (owner === uid) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path, { recursive: true, encoding: "utf8" }))
      lchownSync(join(path, name), uid, gid);
  }
  chownSync(path, uid, gid);
}
