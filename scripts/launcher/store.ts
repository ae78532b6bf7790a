import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** What the launcher keeps in DATA_DIR: secrets that are generated once, and the state of the last start. */

const SECRETS = {
  authSecret: () => randomBytes(48).toString("base64url"),
  cronSecret: () => randomBytes(32).toString("base64url"),
  pusherAppId: () => String(100_000 + (randomBytes(4).readUInt32BE() % 900_000)),
  pusherKey: () => randomBytes(10).toString("hex"),
  pusherSecret: () => randomBytes(24).toString("hex"),
  ownerPassword: () => randomBytes(24).toString("base64url"),
  appPassword: () => randomBytes(24).toString("base64url"),
};

export type Secrets = { [K in keyof typeof SECRETS]: string };

export type State = {
  databasePort?: number;
  realtimePort?: number;
  /** "started" means that the demo world was begun and perhaps not finished. */
  demo?: "started" | "done";
};

function readJson(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(
      `${path} is damaged. Restore it from a backup, or remove the data folder to begin anew.`,
      {
        cause,
      },
    );
  }
}

/** What root writes into somebody's data folder stays readable to that person. */
export function leaveToOwner(path: string) {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}

/** Written beside and renamed, so that a kill in between leaves the old file. */
function writePrivately(path: string, value: unknown) {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  leaveToOwner(draft);
  renameSync(draft, path);
}

/** Secrets of this data folder; missing ones are generated, existing ones are never changed. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  if (!existsSync(path) && existsSync(join(dataDir, "pg"))) {
    throw new Error(
      `${path} is missing, and the database beside it opens with those secrets only. ` +
        `Restore the file from a backup, or remove ${dataDir} to begin anew.`,
    );
  }
  const stored = readJson(path);
  const names = Object.keys(SECRETS) as (keyof typeof SECRETS)[];
  const isStored = (name: string) => typeof stored[name] === "string" && stored[name] !== "";
  const secrets = Object.fromEntries(
    names.map((name) => [name, isStored(name) ? (stored[name] as string) : SECRETS[name]()]),
  ) as Secrets;
  if (names.every(isStored)) chmodSync(path, 0o600);
  else writePrivately(path, secrets);
  return secrets;
}

export function loadState(dataDir: string): State {
  return readJson(join(dataDir, "state.json"));
}

export function saveState(dataDir: string, change: Partial<State>): State {
  const state = { ...loadState(dataDir), ...change };
  writePrivately(join(dataDir, "state.json"), state);
  return state;
}

/** Others may pass through this folder (the database may run as another user), but not list it. */
export function ensureDataDir(dataDir: string) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
}
