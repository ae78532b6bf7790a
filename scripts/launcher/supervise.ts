import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export type Part = {
  name: string;
  spawn(): ChildProcess;
  /** Resolves when the part serves; is given up when the process ends before. */
  ready(child: ChildProcess): Promise<void>;
  /** Asks the process to end, and insists when it takes too long. */
  stop(child: ChildProcess): Promise<void>;
  /** The last lines it said, for the message when it does not start. */
  lastWords?(): string;
};

export type Supervised = { start(): Promise<void>; stop(): Promise<void>; pid(): number | undefined };

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const STEADY_AFTER = 60_000;

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function ended(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve(reason(child.exitCode, child.signalCode));
  }
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(reason(code, signal)));
    child.once("error", (error) => resolve(error.message));
  });
}

function reason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal ? `killed by ${signal}` : `exit code ${code ?? "unknown"}`;
}

/** Keeps one child process alive: the first start must succeed, later deaths are answered with a new start. */
export function supervise(part: Part, options: { restart: boolean; log(line: string): void }): Supervised {
  let child: ChildProcess | undefined;
  let isStopping = false;
  const interrupt = new AbortController();

  async function launch(): Promise<ChildProcess> {
    const started = part.spawn();
    child = started;
    const failed = ended(started).then((why) => {
      const words = part.lastWords?.().trim();
      throw new Error(`${part.name} did not start (${why}).${words ? `\n${words}` : ""}`);
    });
    await Promise.race([part.ready(started), failed]);
    failed.catch(() => undefined);
    return started;
  }

  async function watch(first: ChildProcess) {
    let current = first;
    let pause = FIRST_PAUSE;
    for (;;) {
      const since = Date.now();
      let why = await ended(current);
      if (Date.now() - since > STEADY_AFTER) pause = FIRST_PAUSE;
      for (;;) {
        if (isStopping) return;
        options.log(`${part.name} stopped (${why}); starting it again in ${pause / 1000} s.`);
        await sleep(pause, undefined, { signal: interrupt.signal }).catch(() => undefined);
        if (isStopping) return;
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        try {
          current = await launch();
          options.log(`${part.name} runs again.`);
          break;
        } catch (error) {
          if (child && !hasEnded(child)) await part.stop(child);
          why = (error as Error).message;
        }
      }
    }
  }

  return {
    async start() {
      const first = await launch();
      if (options.restart) void watch(first);
    },
    async stop() {
      isStopping = true;
      interrupt.abort();
      if (child && !hasEnded(child)) await part.stop(child);
    },
    pid: () => (child && !hasEnded(child) ? child.pid : undefined),
  };
}

/** Sends each signal to the child (or its group) and waits, until it is gone. */
export async function stopWith(
  child: ChildProcess,
  steps: readonly (readonly [signal: NodeJS.Signals, milliseconds: number])[],
  target: "process" | "group",
): Promise<void> {
  const pid = child.pid;
  if (pid === undefined || hasEnded(child)) return;
  const gone = ended(child);
  for (const [signal, milliseconds] of steps) {
    try {
      process.kill(target === "group" && process.platform !== "win32" ? -pid : pid, signal);
    } catch {
      child.kill(signal);
    }
    const timer = new AbortController();
    const isGone = await Promise.race([
      gone.then(() => true),
      sleep(milliseconds, false, { signal: timer.signal }).catch(() => false),
    ]);
    timer.abort();
    if (isGone) return;
  }
}
