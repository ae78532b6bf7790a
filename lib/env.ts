import * as z from "zod";
import { parseEmail } from "./text.ts";

/**
 * The environment, checked once. No "server-only" here: scripts read it too.
 * Every message names the variable and says what to do; no message repeats a value, because values are secrets.
 */

export type PusherEnv = {
  appId: string;
  key: string;
  secret: string;
  host: string | undefined;
  port: number;
  tls: boolean;
  cluster: string | undefined;
};

export type Env = {
  databaseUrl: string;
  databaseAdminUrl: string | undefined;
  /** Absent: no realtime service, everything works by polling. */
  pusher: PusherEnv | undefined;
  /** Absent: mail goes to the administrator's mailbox page. */
  smtpUrl: string | undefined;
  mailFrom: string;
  storageUrl: string;
  authSecret: string;
  linkKey: string | undefined;
  /** Origin without a trailing slash. */
  baseUrl: string;
  cronSecret: string;
  trustedProxies: number;
  turn: { url: string; secret: string } | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
  isLoopback: boolean;
  isEmbedded: boolean;
};

type Source = Record<string, string | undefined>;
type Problem = { name: string; message: string };

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const RANDOM = "for example the output of: openssl rand -base64 48";
const MIN_SECRET = 32;

export class EnvError extends Error {
  override name = "EnvError";
  constructor(readonly problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 setting needs" : `${problems.length} settings need`;
    super(
      [`Foyer cannot start: ${count} attention.`, ...problems.map((p) => `  ${p.name} ${p.message}`)].join(
        "\n",
      ),
    );
  }
}

/** True for addresses that only this machine can reach. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, "");
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  );
}

/** True for values that were copied from an example instead of being generated. */
export function isSampleSecret(value: string): boolean {
  return (
    /change.?me|example|sample|placeholder|foyer-demo/i.test(value) ||
    /^(your|secret|password|test|dev)/i.test(value) ||
    new Set(value).size < 8
  );
}

function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

function urlOf(protocols: readonly string[], hint: string, needsHost = true) {
  return text(hint).refine(
    (value) => {
      const url = parseUrl(value);
      return url !== undefined && protocols.includes(url.protocol) && (!needsHost || url.hostname !== "");
    },
    { error: `is not valid. ${hint}` },
  );
}

function text(hint: string) {
  return z.string({ error: `is missing. ${hint}` });
}

/** "Name <address>" or an address alone; the same rule for addresses as everywhere. */
function isSender(value: string): boolean {
  const [, address = value] = /^[^<>\r\n]{1,100}<([^<>]+)>$/.exec(value) ?? [];
  return parseEmail(address) !== null;
}

function wholeNumber(max: number, hint: string) {
  return z
    .string()
    .regex(/^\d{1,5}$/, { error: `is not valid. ${hint}` })
    .transform(Number)
    .refine((value) => value <= max, { error: `is not valid. ${hint}` });
}

const POSTGRES = ["postgres:", "postgresql:"];
const ADMIN_HINT = "Set it to the address of a role that owns the tables; only migrations use it.";
const MAIL_HINT = 'Set it to the sender of all mail, for example "Foyer <foyer@your-domain>".';

const schema = z.object({
  DATABASE_URL: urlOf(
    POSTGRES,
    "Set it to postgres://foyer_app:PASSWORD@HOST:5432/DATABASE, or start with `npm start`, which brings its own database.",
  ),
  DATABASE_ADMIN_URL: urlOf(POSTGRES, ADMIN_HINT).optional(),
  PUSHER_APP_ID: z.string().optional(),
  PUSHER_KEY: z.string().optional(),
  PUSHER_SECRET: z.string().optional(),
  PUSHER_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$|^\[[0-9a-fA-F:]+\]$/, {
      error: "is not valid. Set it to a host name alone, without protocol, port or path.",
    })
    .optional(),
  PUSHER_PORT: wholeNumber(
    65535,
    "Set it to a port number, or leave it out for 443 (80 without TLS).",
  ).optional(),
  PUSHER_TLS: z
    .enum(["true", "false", "1", "0"], { error: "is not valid. Set it to true or false." })
    .transform((value) => value === "true" || value === "1")
    .optional(),
  PUSHER_CLUSTER: z
    .string()
    .regex(/^[a-z0-9-]+$/, { error: "is not valid. Set it to the cluster's short name, for example eu." })
    .optional(),
  SMTP_URL: urlOf(
    ["smtp:", "smtps:"],
    "Set it to smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465, or leave it out to keep mail in the mailbox page.",
  ).optional(),
  MAIL_FROM: text(MAIL_HINT)
    .refine(isSender, { error: `is not valid. ${MAIL_HINT}` })
    .default("Foyer <foyer@foyer.invalid>"),
  STORAGE_URL: urlOf(["file:"], "Set it to a folder, for example file:///var/lib/foyer/files.", false),
  AUTH_SECRET: text(`Set it to at least ${MIN_SECRET} random characters, ${RANDOM}`),
  LINK_KEY: z.string().optional(),
  BASE_URL: urlOf(
    ["http:", "https:"],
    "Set it to the address that people open, for example https://meet.your-domain.",
  ).refine((value) => /^https?:\/\/[^/?#@]+\/?$/.test(value), {
    error:
      "is not valid. Set it to an origin alone: protocol, host and port, without path, query or user name.",
  }),
  CRON_SECRET: text(`Set it to at least ${MIN_SECRET} random characters, ${RANDOM}`),
  TRUSTED_PROXIES: wholeNumber(
    16,
    "Set it to the number of proxies in front of the server, 0 when people reach it directly.",
  ).default(0),
  TURN_URL: z
    .string()
    .regex(/^turns?:[^\s/]+$/, { error: "is not valid. Set it to turn:HOST:3478 or turns:HOST:5349." })
    .optional(),
  TURN_SECRET: z.string().optional(),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `is not valid. Set it to one of: ${LOG_LEVELS.join(", ")}.` })
    .default("info"),
  FOYER_EMBEDDED: z.enum(["0", "1"], { error: "is set by the launcher. Remove it." }).optional(),
});

/** Variables that make sense only together. */
function groupProblems(source: Source): Problem[] {
  const problems: Problem[] = [];
  const together = (names: readonly string[], purpose: string) => {
    const missing = names.filter((name) => source[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) return;
    for (const name of missing) {
      const others = names.filter((other) => other !== name).join(" and ");
      problems.push({ name, message: `is missing. ${purpose} needs it together with ${others}.` });
    }
  };
  together(["PUSHER_APP_ID", "PUSHER_KEY", "PUSHER_SECRET"], "The realtime service");
  together(["TURN_URL", "TURN_SECRET"], "The relay");
  if (source.PUSHER_KEY && !source.PUSHER_HOST && !source.PUSHER_CLUSTER) {
    problems.push({
      name: "PUSHER_HOST",
      message: "is missing. Set it to the realtime service's host, or set PUSHER_CLUSTER.",
    });
  }
  return problems;
}

/** What may be lax on one's own machine and never on an address that others can reach. */
function publicProblems(source: Source): Problem[] {
  const base = parseUrl(source.BASE_URL ?? "");
  if (base === undefined || isLoopbackHost(base.hostname)) return [];
  const problems: Problem[] = [];
  if (base.protocol !== "https:") {
    problems.push({
      name: "BASE_URL",
      message: "must begin with https:// when it is not this machine. Browsers give no camera to plain http.",
    });
  }
  for (const name of ["AUTH_SECRET", "CRON_SECRET", "LINK_KEY"]) {
    const value = source[name];
    if (value === undefined) continue;
    if (isSampleSecret(value)) {
      problems.push({ name, message: `is a sample value. Set it to your own random characters, ${RANDOM}` });
    } else if (value.length < MIN_SECRET) {
      problems.push({
        name,
        message: `is too short. Set it to at least ${MIN_SECRET} random characters, ${RANDOM}`,
      });
    }
  }
  for (const name of ["PUSHER_SECRET", "TURN_SECRET"]) {
    const value = source[name];
    if (value !== undefined && isSampleSecret(value)) {
      problems.push({ name, message: "is a sample value. Set it to the secret that the service gave you." });
    }
  }
  const password = parseUrl(source.DATABASE_URL ?? "")?.password;
  if (password && isSampleSecret(password)) {
    problems.push({
      name: "DATABASE_URL",
      message: "holds a sample password. Give the role a password of its own.",
    });
  }
  if (source.MAIL_FROM === undefined)
    problems.push({ name: "MAIL_FROM", message: `is missing. ${MAIL_HINT}` });
  return problems;
}

/** Checks one environment; throws an EnvError that lists every problem, one line per variable. */
export function parseEnv(input: Source): Env {
  // An empty value means absent: `NAME=` in an env file switches a variable off.
  const source: Source = Object.fromEntries(
    Object.entries(input)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(source);
  const problems = new Map<string, string>();
  const shape = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ name: String(issue.path[0]), message: issue.message }));
  for (const { name, message } of [...shape, ...groupProblems(source), ...publicProblems(source)]) {
    if (!problems.has(name)) problems.set(name, message);
  }
  if (!parsed.success || problems.size > 0) {
    throw new EnvError([...problems].map(([name, message]) => ({ name, message })));
  }
  return toEnv(parsed.data);
}

function toEnv(v: z.output<typeof schema>): Env {
  const tls = v.PUSHER_TLS ?? true;
  return {
    databaseUrl: v.DATABASE_URL,
    databaseAdminUrl: v.DATABASE_ADMIN_URL,
    pusher:
      v.PUSHER_APP_ID && v.PUSHER_KEY && v.PUSHER_SECRET
        ? {
            appId: v.PUSHER_APP_ID,
            key: v.PUSHER_KEY,
            secret: v.PUSHER_SECRET,
            host: v.PUSHER_HOST,
            port: v.PUSHER_PORT ?? (tls ? 443 : 80),
            tls,
            cluster: v.PUSHER_CLUSTER,
          }
        : undefined,
    smtpUrl: v.SMTP_URL,
    mailFrom: v.MAIL_FROM,
    storageUrl: v.STORAGE_URL,
    authSecret: v.AUTH_SECRET,
    linkKey: v.LINK_KEY,
    baseUrl: new URL(v.BASE_URL).origin,
    cronSecret: v.CRON_SECRET,
    trustedProxies: v.TRUSTED_PROXIES,
    turn: v.TURN_URL && v.TURN_SECRET ? { url: v.TURN_URL, secret: v.TURN_SECRET } : undefined,
    logLevel: v.LOG_LEVEL,
    isLoopback: isLoopbackHost(new URL(v.BASE_URL).hostname),
    isEmbedded: v.FOYER_EMBEDDED === "1",
  };
}

let cached: Env | undefined;

/** The checked environment of this process; read on first use, so that a build needs no secrets. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
