import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { accessSync, chmodSync, constants, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { until } from "../faults/support/stack";

/** Programs that other people wrote and operators put beside Foyer. */

const places = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"].filter(Boolean);

/** The path of an installed program, or undefined. */
export function findProgram(name: string): string | undefined {
  return places
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** A folder that the program may write to also when it gives up root's rights; removed by the caller. */
export function aFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "foyer-interop-"));
  chmodSync(path, 0o777);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a program to its end; what it said on both channels, and its exit code. */
export function say(program: string, args: string[], env: Record<string, string> = {}) {
  const result = spawnSync(program, args, {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  return { code: result.status, text: `${result.stdout}${result.stderr}` };
}

/** Starts a server and waits until its port on the loopback address answers. */
export async function serve(program: string, args: string[], port: number, user?: number) {
  const child: ChildProcess = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(user === undefined || process.getuid?.() !== 0 ? {} : { uid: user, gid: user }),
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (said += text));
  const ended = once(child, "exit").then(() => {
    throw new Error(`${program} ended: ${said.slice(-2000)}`);
  });
  ended.catch(() => {});
  await Promise.race([until(() => answers(port), program, 20), ended]);
  return {
    said: () => said,
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("close", () => socket.destroy());
    socket.on("connect", () => socket.end());
  });
}
