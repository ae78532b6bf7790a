import "server-only";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { NotAdmitted } from "@/db/gate";
import { env } from "@/lib/env";
import { jobs } from "@/lib/jobs/registry";
import { pusher } from "@/lib/realtime/publish";
import about from "@/package.json";
import { log } from "./log";
import { enter } from "./scope";

/** A scheduler calls every minute; after three without it, somebody should look. */
const LATE_SECONDS = 180;

export type JobHealth = {
  name: string;
  everySeconds: number;
  state: "ok" | "late" | "failing" | "new";
  lastFinishedAt: string | null;
};

export type Health = {
  /** Whether this server does its work: the database answers and the jobs are called. */
  ok: boolean;
  version: string;
  /** Busy: it answers, but the queue for it is too long. */
  database: { state: "ok" | "busy" | "away" };
  /** Off or away: pages ask for news by themselves. */
  realtime: { state: "ok" | "off" | "away" };
  /** Mailbox: no mail server is configured, the administrator reads the mails here. Failing: mails wait. */
  mail: { state: "ok" | "mailbox" | "failing"; waiting: number };
  storage: { state: "ok" | "away" };
  jobs: { state: "ok" | "late"; list: JobHealth[] };
};

type JobRow = { name: string; finished: string | null; seconds: number | null; error: string | null };

/** A job of the quarter minute is late after three minutes, an hourly one three minutes after its hour. */
function healthOf(job: { name: string; everySeconds: number }, row: JobRow | undefined): JobHealth {
  const { name, everySeconds } = job;
  const allowed = (everySeconds <= 60 ? 0 : everySeconds) + LATE_SECONDS;
  const since = row?.seconds ?? process.uptime();
  const state = since > allowed ? "late" : row?.error ? "failing" : row?.seconds == null ? "new" : "ok";
  return {
    name,
    everySeconds,
    state,
    lastFinishedAt: row?.finished ? new Date(row.finished).toISOString() : null,
  };
}

async function databaseHealth() {
  return pool().db.transaction(
    async (tx) => {
      await enter(tx, "foyer_worker", {});
      const rows =
        await tx.execute<JobRow>(sql`SELECT name, last_finished_at AS finished, last_error AS error,
        extract(epoch FROM app_now() - last_finished_at)::float AS seconds FROM jobs`);
      const [mail] = await tx.execute<{ waiting: number; failing: number }>(sql`
        SELECT count(*) FILTER (WHERE dead_at IS NULL)::int AS waiting,
          count(*) FILTER (WHERE attempts > 1 OR dead_at IS NOT NULL)::int AS failing
        FROM outbox WHERE kind LIKE 'mail.%'`);
      return { rows, mail: mail ?? { waiting: 0, failing: 0 } };
    },
    { accessMode: "read only" },
  );
}

/** Asked at most every ten seconds: anybody may ask for health. */
let realtime: { at: number; state: Promise<Health["realtime"]["state"]> } | undefined;

function realtimeHealth(): Promise<Health["realtime"]["state"]> {
  const client = pusher();
  if (!client) return Promise.resolve("off");
  if (!realtime || Date.now() - realtime.at > 10_000) {
    const state = client.get({ path: "/channels" }).then(
      (answer) => (answer.ok ? ("ok" as const) : ("away" as const)),
      () => "away" as const,
    );
    realtime = { at: Date.now(), state };
  }
  return realtime.state;
}

async function storageHealth(): Promise<Health["storage"]["state"]> {
  try {
    await access(fileURLToPath(env().storageUrl), constants.R_OK | constants.W_OK);
    return "ok";
  } catch {
    return "away";
  }
}

/** What works and what does not, without a secret in it. For /api/health and the control panel. */
export async function getHealth(): Promise<Health> {
  let isBusy = false;
  const [database, realtimeState, storageState] = await Promise.all([
    databaseHealth().catch((error: unknown) => {
      log().error({ err: error }, "the database does not answer");
      isBusy = error instanceof NotAdmitted && error.code === "CONNECTION_BUSY";
      return null;
    }),
    realtimeHealth(),
    storageHealth(),
  ]);
  const rows = new Map(database?.rows.map((row) => [row.name, row]));
  const list = jobs.map((job) => healthOf(job, rows.get(job.name)));
  const late = list.some((job) => job.state === "late");
  const mail = database?.mail ?? { waiting: 0, failing: 0 };
  return {
    ok: database !== null && !late,
    version: about.version,
    database: { state: database ? "ok" : isBusy ? "busy" : "away" },
    realtime: { state: realtimeState },
    mail: {
      state: mail.failing > 0 ? "failing" : env().smtpUrl ? "ok" : "mailbox",
      waiting: mail.waiting,
    },
    storage: { state: storageState },
    jobs: { state: late ? "late" : "ok", list },
  };
}
