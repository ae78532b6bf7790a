import postgres from "postgres";
import { closePool } from "@/db/client";

let connection: postgres.Sql | undefined;

/** The database's owner: sees everything, for preparing worlds and looking at results. */
export function owner(): postgres.Sql {
  const url = process.env.DATABASE_ADMIN_URL;
  if (!url) throw new Error("tests/support/setup.ts did not run");
  connection ??= postgres(url, { max: 4, onnotice: () => {} });
  return connection;
}

export async function closeOwner(): Promise<void> {
  await connection?.end();
  connection = undefined;
}

/** The clock of this test's database: every decision about time asks it. */
export const clock = {
  /** Moves the database's now to the given instant; it goes on from there. */
  async set(to: Date): Promise<void> {
    const [row] = await owner()<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    await shift(row ? (to.getTime() - row.now.getTime()) / 1000 : 0);
  },
  /** Moves it ahead of where it stands. */
  async advance(seconds: number): Promise<void> {
    const [row] = await owner()<
      { now: Date; real: Date }[]
    >`SELECT app_clock() AS now, clock_timestamp() AS real`;
    await shift(seconds + (row ? (row.now.getTime() - row.real.getTime()) / 1000 : 0));
  },
  /** Just after a full minute: rate limits count in windows, and a test of theirs must not meet the end of one. */
  async startOfMinute(): Promise<void> {
    const now = await clock.now();
    await clock.set(new Date(Math.ceil(now.getTime() / 60_000) * 60_000 + 1000));
  },
  async reset(): Promise<void> {
    await shift(0);
  },
  async now(): Promise<Date> {
    const [row] = await owner()<{ now: Date }[]>`SELECT app_clock() AS now`;
    return row?.now ?? new Date();
  },
};

/** The setting reaches new connections only, so the old ones are closed. */
async function shift(seconds: number): Promise<void> {
  const [row] = await owner()<{ name: string }[]>`SELECT current_database() AS name`;
  await owner().unsafe(`ALTER DATABASE ${row?.name} SET app.now_offset = '${seconds.toFixed(3)} seconds'`);
  await closePool();
  await closeOwner();
  await owner()`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
}
