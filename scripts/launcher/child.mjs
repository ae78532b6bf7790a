import { spawn } from "node:child_process";

const TETHER = new URL("./tether.mjs", import.meta.url).href;

/**
 * Starts Node with these arguments in a process group of its own (Ctrl-C reaches the launcher only) and tied to
 * this process: it cannot outlive us.
 */
export function spawnNode(args, { cwd, env, output = "inherit" }) {
  const child = spawn(process.execPath, ["--import", TETHER, ...args], {
    cwd,
    env: { ...env, FOYER_LAUNCHER_PID: String(process.pid) },
    stdio: ["pipe", output, output],
    detached: process.platform !== "win32",
  });
  child.stdin.on("error", () => undefined);
  return child;
}

/** Runs Node to its end; resolves with the exit code and, when it was captured, the output. `echo` shows it as well. */
export function runNode(args, { cwd, env, output = "pipe", echo = false }) {
  return new Promise((resolve, reject) => {
    const child = spawnNode(args, { cwd, env, output });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
        if (echo) process.stdout.write(chunk);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: text }));
  });
}
