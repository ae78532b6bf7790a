import { randomBytes } from "node:crypto";

/** One secret for this run: sessions are sealed and passwords peppered with it. */
export const secret = randomBytes(32).toString("hex");

/** What Foyer needs to serve at this address from this database. */
export const environment = (url: string, databaseUrl: string): Record<string, string> => ({
  BASE_URL: url,
  DATABASE_URL: databaseUrl,
  DATABASE_ADMIN_URL: "",
  AUTH_SECRET: secret,
  NEXTAUTH_SECRET: secret,
  NEXTAUTH_URL: url,
  CRON_SECRET: secret,
  STORAGE_URL: "file:///nonexistent",
  LOG_LEVEL: "error",
  // Load clients say who they are in X-Forwarded-For, as a proxy would.
  TRUSTED_PROXIES: "1",
});
