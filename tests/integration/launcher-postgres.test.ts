import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startPostgres } from "../../scripts/launcher/postgres.ts";

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "foyer-cluster-"));
  // What a start that was killed in the middle of the first one leaves.
  mkdirSync(join(dataDir, "pg.new"));
  writeFileSync(join(dataDir, "pg.new", "PG_VERSION"), "18\n");
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function ask<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

const serverPid = () => Number(readFileSync(join(dataDir, "pg", "postmaster.pid"), "utf8").split("\n")[0]);

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that ended and that nobody has collected yet is gone as well.
    return existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, "utf8") === "";
  } catch {
    return true;
  }
}

test("a new cluster listens on this machine only, asks for the password and keeps to UTC", async () => {
  const server = await startPostgres({ dataDir, durable: false });
  try {
    const [row] = await ask(
      server.adminUrl("postgres"),
      (sql) => sql`
        SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
          current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync, lower('ÉTÉ') AS lower,
          current_setting('server_encoding') AS encoding`,
    );
    expect(row).toEqual({
      addresses: "127.0.0.1",
      sockets: "",
      zone: "UTC",
      fsync: "off",
      lower: "été",
      encoding: "UTF8",
    });
    const wrong = new URL(server.adminUrl("postgres"));
    wrong.password = "wrong";
    await expect(ask(wrong.href, (sql) => sql`SELECT 1`)).rejects.toThrow(/password authentication failed/);
  } finally {
    await server.stop();
  }
  expect(existsSync(join(dataDir, "pg.new"))).toBe(false);
  expect(existsSync(join(dataDir, "pg.password"))).toBe(false);
});

test("a server that outlived its launcher is stopped, and its data is there", async () => {
  const first = await startPostgres({ dataDir });
  await ask(first.adminUrl("postgres"), (sql) => sql`CREATE TABLE kept AS SELECT 42 AS answer`);
  const leftover = serverPid();
  const second = await startPostgres({ dataDir });
  try {
    expect(serverPid()).not.toBe(leftover);
    expect(isGone(leftover)).toBe(true);
    expect(second.port).toBe(first.port);
    const [row] = await ask(second.adminUrl("postgres"), (sql) => sql`SELECT answer FROM kept`);
    expect(row).toEqual({ answer: 42 });
  } finally {
    await second.stop();
    await first.stop();
  }
});

test("a pid file that names a stranger harms neither", async () => {
  writeFileSync(join(dataDir, "pg", "postmaster.pid"), `${process.ppid}\n${join(dataDir, "pg")}\n`);
  const server = await startPostgres({ dataDir, durable: false });
  expect(isGone(process.ppid)).toBe(false);
  await server.stop();
});

test("after kill -9 of the launcher the server stops by itself", async () => {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL("../../scripts/launcher/postgres.ts", import.meta.url).href)};
    await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log("started");
    setInterval(() => {}, 1000);`;
  const launcher = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => launcher.stdout.once("data", resolve));
  const pid = serverPid();
  expect(isGone(pid)).toBe(false);
  launcher.kill("SIGKILL");
  await vi.waitFor(() => expect(isGone(pid)).toBe(true), { timeout: 20_000, interval: 100 });
});
