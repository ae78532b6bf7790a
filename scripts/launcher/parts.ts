import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnNode } from "./child.mjs";
import { realtimeEnv, type Settings } from "./settings.ts";
import { hasEnded, type Part, stopWith } from "./supervise.ts";

/** The two Node programs that the launcher keeps alive: the app and the embedded realtime server. */

const STOP = [
  ["SIGTERM", 8_000],
  ["SIGKILL", 5_000],
] as const;

const PEER = new URL("./peer.mjs", import.meta.url).href;

const START_LIMIT = 180_000;

export function appPart(settings: Settings, env: NodeJS.ProcessEnv): Part {
  const next = join("node_modules", "next", "dist", "bin", "next");
  const mode = settings.isDev ? "dev" : "start";
  return {
    name: "The app",
    spawn() {
      const output = settings.isDev ? "inherit" : "pipe";
      const child = spawnNode(
        ["--import", PEER, next, mode, "-p", String(settings.port), "-H", settings.host],
        {
          cwd: settings.root,
          env,
          output,
        },
      );
      passOn(child.stdout, process.stdout, BANNER);
      passOn(child.stderr, process.stderr, BANNER);
      return child;
    },
    async ready(child) {
      const end = Date.now() + START_LIMIT;
      for (;;) {
        if (hasEnded(child)) return new Promise(() => undefined);
        if (await answers(`${settings.innerUrl}/api/health`)) return;
        if (Date.now() > end) throw new Error(`The app does not answer on ${settings.innerUrl}.`);
        await sleep(100);
      }
    },
    stop: (child) => stopWith(child, STOP, "group"),
  };
}

/** What Next prints about its address is not the address that people are to open. */
const BANNER = /^(▲ Next|- Local:|- Network:|✓ |$)/;

/** Hands the lines on, without those that say nothing here. */
function passOn(
  from: Readable | null,
  to: NodeJS.WritableStream,
  without: RegExp,
  seen?: (line: string) => void,
) {
  if (!from) return;
  createInterface({ input: from }).on("line", (line) => {
    seen?.(line);
    if (!without.test(line.trimStart())) to.write(`${line}\n`);
  });
}

/** Any answer counts: what health says is for people to read, and the app may run with one part amiss. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(30_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

export function realtimePart(settings: Settings, env: NodeJS.ProcessEnv): Part {
  let output = "";
  return {
    name: "The realtime server",
    spawn() {
      output = "";
      const child = spawnNode(
        ["--conditions=react-server", "--import", "tsx", join("scripts", "realtime", "server.ts")],
        { cwd: settings.root, env: realtimeEnv(env), output: "pipe" },
      );
      const remember = (line: string) => {
        output = `${output}${line}\n`.slice(-4000);
      };
      passOn(child.stdout, process.stdout, /^realtime listening/, remember);
      passOn(child.stderr, process.stderr, /^$/, remember);
      return child;
    },
    ready: (child) => untilListening(child, () => output),
    stop: (child) => stopWith(child, STOP, "group"),
  };
}

async function untilListening(child: ChildProcess, output: () => string): Promise<void> {
  const end = Date.now() + START_LIMIT;
  while (!output().includes("realtime listening")) {
    if (hasEnded(child)) return new Promise(() => undefined);
    if (Date.now() > end) throw new Error("The realtime server does not say that it listens.");
    await sleep(50);
  }
}
