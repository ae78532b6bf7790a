/**
 * Whether the time of a refusal tells which user IDs exist (T-19): wrong passwords for known and for unknown names,
 * one after the other in a random order, through the whole sign-in command. Two hundred of each, medians and the
 * Mann-Whitney test. Best on one core of its own:
 * NODE_OPTIONS=--conditions=react-server taskset -c 1 node --import tsx tests/bench/sign-in-time.ts
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import postgres from "postgres";
import { startPostgres } from "../../scripts/launcher/postgres.ts";
import { migrate } from "../../scripts/migrate.ts";

const SAMPLES = 200;
const WARM_UP = 30;
/** What T-19 allows: no difference that the test sees, or one too small to be used. */
const P_AT_LEAST = 0.01;
const MS_AT_MOST = 5;

/** A database of its own, in the environment that the server's modules read. */
async function prepare() {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
  const server = await startPostgres({ dataDir, durable: true });
  const maintenance = postgres(server.adminUrl("postgres"), { max: 1, onnotice: () => {} });
  await maintenance.unsafe("CREATE DATABASE bench");
  await maintenance.end();
  await migrate({ adminUrl: server.adminUrl("bench"), appPassword: "tests-only" });
  const app = new URL(server.adminUrl("bench"));
  app.username = "foyer_app";
  app.password = "tests-only";
  Object.assign(process.env, {
    DATABASE_URL: app.href,
    DATABASE_ADMIN_URL: server.adminUrl("bench"),
    AUTH_SECRET: randomBytes(32).toString("hex"),
    CRON_SECRET: randomBytes(32).toString("hex"),
    BASE_URL: "http://localhost:3000",
    STORAGE_URL: "file:///nonexistent",
    MAIL_FROM: "Foyer <foyer@foyer.test>",
    LOG_LEVEL: "silent",
  });
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

type Sample = { isKnown: boolean; ms: number };

/** Each name is tried once, so that no lock and no counter tells the two kinds apart. */
async function measure(): Promise<Sample[]> {
  const { signIn } = await import("@/lib/auth/commands");
  const { hashPassword } = await import("@/lib/server/passwords");
  const { owner } = await import("../support/database.ts");
  const { anAccount, anonymous, aPerson } = await import("../support/world.ts");
  const tenant = await anAccount("Mesure SA");
  const secret = await hashPassword("the right password");
  const tries: { login: string; isKnown: boolean }[] = [];
  for (let i = 0; i < SAMPLES + WARM_UP; i++) {
    const person = await aPerson(tenant, { name: `Personne ${i}` });
    await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret)
      VALUES (${tenant.id}, ${person.userId}, 'password', ${secret})`;
    const pair = [
      { login: person.loginName, isKnown: true },
      { login: `u-${randomBytes(6).toString("hex")}`, isKnown: false },
    ];
    tries.push(...(Math.random() < 0.5 ? pair : pair.toReversed()));
  }
  await owner()`ANALYZE`;
  const samples: Sample[] = [];
  for (const { login, isKnown } of tries) {
    const actor = anonymous();
    const start = performance.now();
    const result = await signIn.execute(actor, { login, password: "a wrong password" });
    const ms = performance.now() - start;
    if (result.ok || result.error.code !== "wrong_credentials") {
      throw new Error(`not a refusal: ${JSON.stringify(result)}`);
    }
    samples.push({ isKnown, ms });
  }
  return samples.slice(2 * WARM_UP);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle - 1)] ?? 0)) / 2;
}

/** The two-sided p of the Mann-Whitney test, by the normal approximation, which two hundred values are plenty for. */
function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const u = a.reduce(
    (sum, x) => sum + b.filter((y) => y < x).length + b.filter((y) => y === x).length / 2,
    0,
  );
  const mean = (a.length * b.length) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return erfc(Math.abs(u - mean) / deviation / Math.SQRT2);
}

/** Complementary error function after Numerical Recipes; the error is below 1.2e-7. */
function erfc(x: number): number {
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  return t * Math.exp(-x * x + terms.reduceRight((sum, term) => term + t * sum, 0));
}

async function main(): Promise<boolean> {
  const stop = await prepare();
  try {
    const samples = await measure();
    const of = (isKnown: boolean) => samples.filter((s) => s.isKnown === isKnown).map((s) => s.ms);
    const [known, unknown] = [of(true), of(false)];
    const difference = Math.abs(median(known) - median(unknown));
    const p = mannWhitney(known, unknown);
    console.log(`known    ${known.length} samples, median ${median(known).toFixed(2)} ms`);
    console.log(`unknown  ${unknown.length} samples, median ${median(unknown).toFixed(2)} ms`);
    console.log(`difference of medians ${difference.toFixed(2)} ms, Mann-Whitney p = ${p.toFixed(3)}`);
    const isEqual = p > P_AT_LEAST || difference < MS_AT_MOST;
    console.log(isEqual ? "the time does not tell (T-19)" : "THE TIME TELLS WHO EXISTS (T-19)");
    return isEqual;
  } finally {
    const { closePool } = await import("@/db/client");
    const { closeOwner } = await import("../support/database.ts");
    await closePool();
    await closeOwner();
    await stop();
  }
}

process.exitCode = (await main()) ? 0 : 1;
