import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Looking at and stopping processes that an earlier start may have left. */

function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    }
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return undefined;
  }
}

/** The processes above this one that belong to npm: npm itself and, on some systems, the shell it runs. */
export function npmAncestors(): number[] {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return [];
  const parent = process.ppid;
  const isShell = commandLine(parent)?.match(/ -c .*start\.mjs/);
  const above = isShell ? parentOf(parent) : undefined;
  return above === undefined ? [parent] : [parent, above];
}

function parentOf(pid: number): number | undefined {
  try {
    const text =
      process.platform === "linux"
        ? // The name in parentheses may hold anything; the parent is the second field behind it.
          readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) \S /s, "")
        : execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" });
    return Number.parseInt(text, 10) || undefined;
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** True only when the process lives and its command line says so: numbers are reused, above all after a reboot. */
export function runs(pid: number, marks: readonly string[]): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1 || pid === process.pid || !isAlive(pid)) return false;
  const line = commandLine(pid);
  return line !== undefined && line !== "" && marks.every((mark) => line.includes(mark));
}

export async function waitUntilGone(pid: number, marks: readonly string[], milliseconds: number) {
  const end = Date.now() + milliseconds;
  // Asked by command line, which a dead process that nobody has collected yet no longer has.
  while (runs(pid, marks)) {
    if (Date.now() > end) return false;
    await sleep(50);
  }
  return true;
}

export function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
