import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runNode } from "../../scripts/launcher/child.mjs";
import { lockDataDir } from "../../scripts/launcher/lock.ts";
import { freePort, portState } from "../../scripts/launcher/ports.mjs";
import { runs } from "../../scripts/launcher/processes.ts";
import { loadSecrets, loadState, saveState } from "../../scripts/launcher/store.ts";
import { type Part, stopWith, supervise } from "../../scripts/launcher/supervise.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "foyer-launcher-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("secrets and state", () => {
  test("secrets are generated once, differ and are the owner's alone", () => {
    const first = loadSecrets(folder);
    expect(loadSecrets(folder)).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  test("a secret that a newer version needs is added to the others", () => {
    const { cronSecret, ...older } = loadSecrets(folder);
    writeFileSync(join(folder, "secrets.json"), JSON.stringify(older));
    const newer = loadSecrets(folder);
    expect(newer).toMatchObject(older);
    expect(newer.cronSecret).not.toBe(cronSecret);
  });

  test("a database without its secrets is not given new ones", () => {
    mkdirSync(join(folder, "pg"));
    expect(() => loadSecrets(folder)).toThrow(/Restore the file from a backup/);
  });

  test("a damaged file is told, not overwritten", () => {
    writeFileSync(join(folder, "secrets.json"), '{"authSec');
    expect(() => loadSecrets(folder)).toThrow(/is damaged/);
    expect(readFileSync(join(folder, "secrets.json"), "utf8")).toBe('{"authSec');
  });

  test("state keeps what is not changed", () => {
    saveState(folder, { databasePort: 5433 });
    saveState(folder, { demo: "done" });
    expect(loadState(folder)).toEqual({ databasePort: 5433, demo: "done" });
  });
});

describe("one launcher per data folder", () => {
  test("a lock is released, and a stale one counts for nothing", () => {
    const release = lockDataDir(folder);
    release();
    writeFileSync(join(folder, "launcher.pid"), "999999999");
    lockDataDir(folder)();
    // A living process that is no launcher got the number of one that was killed.
    writeFileSync(join(folder, "launcher.pid"), String(process.ppid));
    lockDataDir(folder)();
  });

  test("a living launcher keeps others out", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "--", "scripts/start.mjs"]);
    await new Promise((resolve) => other.once("spawn", resolve));
    try {
      writeFileSync(join(folder, "launcher.pid"), String(other.pid));
      await vi.waitFor(() => expect(() => lockDataDir(folder)).toThrow(/already runs .* \(process \d+\)/));
    } finally {
      other.kill("SIGKILL");
    }
  });
});

describe("ports", () => {
  test.each(["127.0.0.1", "0.0.0.0", "::1"])("a listener on %s takes the port", async (host) => {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await portState(port)).toBe("taken");
    expect(await freePort(port)).not.toBe(port);
    await new Promise((resolve) => server.close(resolve));
    expect(await portState(port)).toBe("free");
    expect(await freePort(port)).toBe(port);
  });

  test("an address of another machine is told apart", async () => {
    expect(await portState(await freePort(), "192.0.2.1")).toBe("no-such-host");
  });
});

describe("a child that dies", () => {
  const lines: string[] = [];
  beforeEach(() => void lines.splice(0));
  const log = (line: string) => void lines.push(line);

  function part(script: string): Part & { children: ChildProcess[] } {
    const children: ChildProcess[] = [];
    return {
      name: "The part",
      children,
      spawn() {
        const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
        children.push(child);
        return child;
      },
      ready: (child) => new Promise((resolve) => child.stdout?.once("data", () => resolve())),
      stop: (child) =>
        stopWith(
          child,
          [
            ["SIGTERM", 10_000],
            ["SIGKILL", 5_000],
          ],
          "process",
        ),
      lastWords: () => "what it said",
    };
  }

  test("is started again, and not after it was stopped", async () => {
    const serving = part('console.log("ready"); setInterval(() => {}, 1000)');
    const supervised = supervise(serving, { restart: true, log });
    await supervised.start();
    serving.children[0]?.kill("SIGKILL");
    await vi.waitFor(() => expect(lines).toContain("The part runs again."), { timeout: 15_000 });
    expect(lines[0]).toBe("The part stopped (killed by SIGKILL); starting it again in 0.5 s.");
    expect(supervised.pid()).toBe(serving.children[1]?.pid);
    await supervised.stop();
    expect(supervised.pid()).toBeUndefined();
    expect(serving.children).toHaveLength(2);
  });

  test("before it served is a failed start, with its last words", async () => {
    const supervised = supervise(part("process.exit(3)"), { restart: true, log });
    await expect(supervised.start()).rejects.toThrow("The part did not start (exit code 3).\nwhat it said");
    await supervised.stop();
  });

  test("a program that is not there is a failed start", async () => {
    const missing: Part = { ...part(""), spawn: () => spawn(join(folder, "no-such-program")) };
    await expect(supervise(missing, { restart: false, log }).start()).rejects.toThrow(
      /did not start \(.*ENOENT/,
    );
  });

  test("that ignores a polite request is ended all the same", async () => {
    const deaf = part('process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)');
    const steps = [
      ["SIGTERM", 200],
      ["SIGKILL", 5_000],
    ] as const;
    const supervised = supervise(
      { ...deaf, stop: (child) => stopWith(child, steps, "process") },
      { restart: true, log },
    );
    await supervised.start();
    await supervised.stop();
    expect(deaf.children[0]?.signalCode).toBe("SIGKILL");
    expect(lines).toEqual([]);
  });
});

describe("Node children", () => {
  const at = (name: string) => new URL(`../../scripts/launcher/${name}`, import.meta.url).href;
  const firstLine = (child: ChildProcess) =>
    new Promise<string>((resolve) => child.stdout?.setEncoding("utf8").once("data", resolve));

  test("go with the launcher, even when it is killed at once", async () => {
    const grandchild = "console.log(process.pid); setInterval(() => {}, 1000)";
    const script = `
      import { spawnNode } from ${JSON.stringify(at("child.mjs"))};
      spawnNode(["-e", ${JSON.stringify(grandchild)}], { cwd: "/", env: process.env });
      setInterval(() => {}, 1000);`;
    const launcher = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = Number(await firstLine(launcher));
    expect(runs(pid, ["setInterval"])).toBe(true);
    launcher.kill("SIGKILL");
    await vi.waitFor(() => expect(runs(pid, ["setInterval"])).toBe(false), { timeout: 10_000 });
  });

  test("end by themselves when their work is done", async () => {
    const run = await runNode(["-e", 'console.log("done")'], { cwd: "/", env: process.env });
    expect(run).toEqual({ code: 0, output: "done\n" });
  });

  test("see the socket's address, whatever the client claims", async () => {
    const script = `
      require("http").createServer((request, response) => response.end(JSON.stringify([
        request.headers["x-foyer-peer"], request.rawHeaders.join().match(/6\\.6\\.6\\.6/), process.env.FOYER_PEER_HEADER
      ]))).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
    const server = spawn(process.execPath, ["--import", at("peer.mjs"), "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const port = Number(await firstLine(server));
      const headers = { "X-Foyer-Peer": "6.6.6.6" };
      const answer = await fetch(`http://127.0.0.1:${port}/`, { headers });
      expect(await answer.json()).toEqual(["127.0.0.1", null, "1"]);
    } finally {
      server.kill("SIGKILL");
    }
  });
});
