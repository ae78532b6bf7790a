import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process of the stack under test: stopped, killed and started again by its own number and no other. */
export type Managed = {
  name: string;
  pid(): number;
  isUp(): boolean;
  /** Starts it and waits until it serves. */
  start(): Promise<void>;
  /** Sends a signal; for one that ends it, resolves when it is gone. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** `kill -9`, its own children included. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

type Parts = {
  name: string;
  spawn(): ChildProcess;
  ready(child: ChildProcess): Promise<void>;
  stop?: (child: ChildProcess) => Promise<void>;
};

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
const ENDING = new Set<NodeJS.Signals>(["SIGKILL", "SIGTERM", "SIGINT", "SIGQUIT"]);

async function gone(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) await once(child, "exit");
}

/** The direct children of a process; Linux only. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text ? text.split(" ").map(Number) : [];
}

function sendTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export function manage({ name, spawn, ready, stop }: Parts): Managed {
  let child: ChildProcess | undefined;
  const current = (): ChildProcess & { pid: number } => {
    if (!child?.pid || hasEnded(child)) throw new Error(`${name} does not run`);
    return child as ChildProcess & { pid: number };
  };
  return {
    name,
    pid: () => current().pid,
    isUp: () => child !== undefined && !hasEnded(child),
    async start() {
      const started = spawn();
      child = started;
      const ended = gone(started).then(() => {
        throw new Error(`${name} ended while it was starting`);
      });
      ended.catch(() => {});
      await Promise.race([ready(started), ended]);
    },
    async signal(signal) {
      const target = current();
      sendTo(target.pid, signal);
      if (ENDING.has(signal)) await gone(target);
    },
    async kill() {
      const target = current();
      const family = childrenOf(target.pid);
      sendTo(target.pid, "SIGKILL");
      for (const pid of family) sendTo(pid, "SIGKILL");
      await gone(target);
    },
    async stop() {
      if (!child || hasEnded(child)) return;
      if (stop) return stop(child);
      child.kill("SIGTERM");
      const late = sleep(8000, "late" as const, { ref: false });
      if ((await Promise.race([gone(child), late])) === "late") child.kill("SIGKILL");
      await gone(child);
    },
  };
}
