import "server-only";
import pino from "pino";
import { env } from "@/lib/env";

const shared = globalThis as typeof globalThis & { foyerLog?: pino.Logger };

/** JSON lines on standard output. Values of secrets and personal fields are never logged. */
export function log(): pino.Logger {
  shared.foyerLog ??= pino({
    level: env().logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ["*.password", "*.token", "*.pin", "*.email", "password", "token", "pin", "email"],
  });
  return shared.foyerLog;
}
