import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isLoopbackHost } from "../../lib/env.ts";
import type { Secrets } from "./store.ts";

/** What this start is, read from the environment; and the environment that its parts get. Pure. */

export type Address = { root: string; isDev: boolean; port: number; host: string };

export type Settings = Address & {
  dataDir: string;
  baseUrl: string;
  /** How this process reaches the app, whatever name the world knows it by. */
  innerUrl: string;
  isEmbedded: boolean;
  /** Only this machine can reach the app: the condition for accounts whose password everybody knows. */
  isPrivate: boolean;
  wantsDemo: boolean;
  realtime: "embedded" | "named" | "off";
};

type Source = Record<string, string | undefined>;

const PUSHER = ["APP_ID", "KEY", "SECRET", "HOST", "PORT", "TLS", "CLUSTER"].map((name) => `PUSHER_${name}`);

export function readSettings(env: Source, address: Address): Settings {
  const baseUrl = env.BASE_URL?.trim() || `http://localhost:${address.port}`;
  const folder = env.DATA_DIR?.trim() || ".data";
  const isEmbedded = !env.DATABASE_URL?.trim();
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isPrivate = base !== undefined && isLoopbackHost(base.hostname) && isLoopbackHost(address.host);
  const inner = address.host.includes(":")
    ? `[${address.host === "::" ? "::1" : address.host}]`
    : address.host.replace(/^0\.0\.0\.0$/, "127.0.0.1");
  return {
    ...address,
    dataDir: isAbsolute(folder) ? folder : join(address.root, folder),
    baseUrl,
    innerUrl: `http://${inner}:${address.port}`,
    isEmbedded,
    isPrivate,
    wantsDemo: isEmbedded && isPrivate && env.FOYER_SEED?.trim() !== "none",
    realtime: readRealtime(env, base),
  };
}

function readRealtime(env: Source, base: URL | undefined): Settings["realtime"] {
  if (env.FOYER_REALTIME?.trim() === "off") return "off";
  if (env.PUSHER_APP_ID?.trim() || env.PUSHER_KEY?.trim() || env.PUSHER_SECRET?.trim()) return "named";
  // A page from https may not open a plain socket; behind a proxy, PUSHER_HOST says where it is reached.
  if (base?.protocol === "https:" && !env.PUSHER_HOST?.trim()) return "off";
  return "embedded";
}

/** The environment of the app and of every script, without the owner's address of the database. */
export function composeEnv(
  env: Source,
  settings: Settings,
  secrets: Secrets,
  links: { databaseUrl: string; realtimePort: number },
): NodeJS.ProcessEnv {
  const { isEmbedded, isPrivate } = settings;
  // With a database of one's own, several servers may share it: they must be given the same secrets.
  const own = isEmbedded || isPrivate ? secrets : undefined;
  const authSecret = env.AUTH_SECRET || own?.authSecret;
  const result: Source = {
    ...env,
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.port),
    BASE_URL: settings.baseUrl,
    DATABASE_URL: env.DATABASE_URL || links.databaseUrl,
    // Empty and not absent: Next would read it from an env file again.
    DATABASE_ADMIN_URL: "",
    AUTH_SECRET: authSecret,
    CRON_SECRET: env.CRON_SECRET || own?.cronSecret,
    NEXTAUTH_URL: settings.baseUrl,
    NEXTAUTH_SECRET: authSecret,
    STORAGE_URL: env.STORAGE_URL || pathToFileURL(join(settings.dataDir, "files")).href,
    FOYER_EMBEDDED: isEmbedded ? "1" : "0",
  };
  if (settings.realtime === "off") for (const name of PUSHER) result[name] = "";
  if (settings.realtime === "embedded") {
    result.PUSHER_APP_ID = secrets.pusherAppId;
    result.PUSHER_KEY = secrets.pusherKey;
    result.PUSHER_SECRET = secrets.pusherSecret;
    result.PUSHER_HOST = env.PUSHER_HOST || "127.0.0.1";
    result.PUSHER_PORT = env.PUSHER_PORT || String(links.realtimePort);
    result.PUSHER_TLS = env.PUSHER_TLS || "false";
    result.PUSHER_CLUSTER = "";
    result.REALTIME_PORT = String(links.realtimePort);
    result.REALTIME_HOST = env.REALTIME_HOST || "127.0.0.1";
    result.REALTIME_TRUSTED_PROXIES = env.REALTIME_TRUSTED_PROXIES || env.TRUSTED_PROXIES || "0";
    result.REALTIME_ORIGINS = env.REALTIME_ORIGINS || originsOf(settings).join(",");
  }
  return result as NodeJS.ProcessEnv;
}

/** Where pages that connect come from; on one's own machine people type either name of it. */
function originsOf(settings: Settings): string[] {
  const own = URL.canParse(settings.baseUrl) ? [new URL(settings.baseUrl).origin] : [];
  const local = ["localhost", "127.0.0.1"].map((name) => `http://${name}:${settings.port}`);
  return [...new Set(settings.isPrivate ? [...own, ...local] : own)];
}

/** What the realtime server may know: its own keys, nothing of the database or the sessions. */
export function realtimeEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const known = /^(PATH|NODE_ENV|TZ|LOG_LEVEL|BASE_URL|SYSTEMROOT|(PUSHER|REALTIME)_\w+)$/i;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => known.test(name)),
  ) as unknown as NodeJS.ProcessEnv;
}

/** A data folder with the demo world must not become a server that others reach. */
export function refusePublicDemo(settings: Settings, demo: string | undefined) {
  if (!settings.isEmbedded || settings.isPrivate || demo === undefined) return;
  throw new Error(
    `The database in ${settings.dataDir} holds the demo world, whose password everybody knows: it is served to this machine only. ` +
      "Remove BASE_URL and HOST, or begin an empty server in another folder: FOYER_SEED=none DATA_DIR=/path/to/data npm start",
  );
}
