import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { APP_PASSWORD, TEMPLATE } from "./global-setup";

/** Before each test file: a database of its own, cloned from the migrated template, and a complete environment. */
const admin = new URL(inject("adminUrl"));
const name = `t_${process.pid}_${randomBytes(4).toString("hex")}`;
const maintenance = postgres(admin.href, { max: 1, onnotice: () => {} });
await maintenance.unsafe(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);

const owner = new URL(admin);
owner.pathname = name;
const app = new URL(owner);
app.username = "foyer_app";
app.password = APP_PASSWORD;

Object.assign(process.env, {
  DATABASE_URL: app.href,
  DATABASE_ADMIN_URL: owner.href,
  AUTH_SECRET: randomBytes(32).toString("hex"),
  CRON_SECRET: randomBytes(32).toString("hex"),
  BASE_URL: "http://localhost:3000",
  STORAGE_URL: "file:///nonexistent",
  MAIL_FROM: "Foyer <foyer@foyer.test>",
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
});

afterAll(async () => {
  const { closePool } = await import("@/db/client");
  const { closeOwner } = await import("./database");
  await closePool();
  await closeOwner();
  await maintenance.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
  await maintenance.end();
});
