import type { ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import postgres from "postgres";
import { spawnNode } from "../../../scripts/launcher/child.mjs";
import { freePort } from "../../../scripts/launcher/ports.mjs";
import { type Database, root } from "./database.ts";
import { environment, secret } from "./environment.ts";

/** Foyer's production build on a database, without a scheduler: nothing runs but what is asked. */

export type Server = { url: string; pid: number; stop(): Promise<void> };

const next = join(root, "node_modules", "next", "dist", "bin", "next");

export async function startFoyer(
  database: Database,
  options: { port?: number; changes?: Record<string, string> } = {},
): Promise<Server> {
  const port = options.port ?? (await freePort(0));
  const url = `http://localhost:${port}`;
  return startNext(root, port, url, { ...environment(url, database.appUrl), ...options.changes });
}

/** `next start` of a folder that was built; resolves when it answers. */
export async function startNext(
  folder: string,
  port: number,
  url: string,
  env: Record<string, string>,
): Promise<Server> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawnNode([next, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: folder,
    env: { ...inherited, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...env },
    output: "ignore",
  });
  await untilAnswering(`${url}/api/health`, child);
  return { url, pid: child.pid ?? 0, stop: () => stop(child) };
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end && child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${url} does not answer`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

/** The cookie of a fresh session of this user, as signing in leaves it. */
export async function sessionCookie(database: Database, userId: string): Promise<string> {
  const sid = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(sid).digest();
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  await sql`INSERT INTO user_sessions (id_hash, tenant_id, user_id, epoch, created_at, idle_expires_at, absolute_expires_at)
    SELECT ${hash}, tenant_id, id, session_epoch, app_now(), app_now() + interval '8 hours', app_now() + interval '24 hours'
    FROM users WHERE id = ${userId}`;
  await sql.end();
  return `foyer.session=${await encode({ token: { sub: userId, sid }, secret })}`;
}
