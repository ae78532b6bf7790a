import "server-only";
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/errors";
import { hmac } from "./crypto";

/** argon2id, the library's default algorithm; the costs are the least that OWASP names. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/**
 * Each hash takes a core and 19 MiB for its time. Half of the cores go on serving, and of the four threads that Node has
 * for such work one stays free for files and names.
 */
const places = Math.min(3, Math.max(1, Math.floor(availableParallelism() / 2)));
let busy = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy < places) busy++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    // The place goes straight to the next in line.
    const next = waiting.shift();
    if (next) next();
    else busy--;
  }
}

/** Who is behind so many others waits for seconds and would better come again. */
const LONGEST = 256;
const RETRY_SECONDS = 5;
let strangers = 0;

/**
 * For work with passwords that strangers can cause: refused when too much of it waits already, before anything else is
 * done and before a try is counted.
 */
export async function amongStrangers<T>(work: () => Promise<T>): Promise<T> {
  if (strangers >= LONGEST) throw new AppError("too_busy", { seconds: RETRY_SECONDS });
  strangers++;
  try {
    return await work();
  } finally {
    strangers--;
  }
}

/**
 * One spelling of what looks the same on every keyboard, made useless to whoever holds only the database.
 * As text, because the library compares nothing but UTF-8.
 */
const peppered = (password: string) => hmac("pepper", password.normalize("NFC")).toString("base64");

/** The stored form of a password. */
export const hashPassword = (password: string) => inTurn(() => hash(peppered(password), parameters));

let decoy: Promise<string> | undefined;

/**
 * The only place where a password is compared. Without a stored secret (an unknown or disabled user) the same work is
 * done on one that nothing fits, so that time does not tell who exists.
 */
export async function verifyPassword(
  secret: string | null,
  password: string,
): Promise<{ valid: boolean; outdated: boolean }> {
  decoy ??= hashPassword(randomBytes(32).toString("base64"));
  const stored = secret ?? (await decoy);
  const valid = await inTurn(() => verify(stored, peppered(password)));
  return { valid: valid && secret !== null, outdated: isOutdated(stored) };
}

/** Whether the secret was made with other costs than today's. */
function isOutdated(secret: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(secret);
  return (
    memoryCost !== parameters.memoryCost ||
    timeCost !== parameters.timeCost ||
    parallelism !== parameters.parallelism
  );
}
