import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const forwarder = fileURLToPath(new URL("forward.mjs", import.meta.url));

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync("ip", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip ${args.join(" ")}: ${stderr?.trim() ?? "no such program"}`);
}

/** Why no network can be cut here, or null. */
export function whyNoFarMachine(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  const name = `foyer-try-${process.pid}`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A machine of its own as far as the network is concerned, on a cable that can be pulled. */
export type FarMachine = {
  /** Runs a program over there. */
  wrap(program: string): string;
  /** Nothing passes any more, and nobody is told. */
  cut(): void;
  mend(): void;
  stop(): void;
};

/**
 * A network namespace behind a pair of virtual cards. The product's ports are reached over there under the same
 * addresses (localhost), so that pages are secure and of the same origin; every byte of it crosses the cable.
 */
export async function startFarMachine(ports: readonly number[]): Promise<FarMachine> {
  const name = `foyer-${process.pid}`;
  const near = `fy${process.pid % 100_000}a`;
  const far = `fy${process.pid % 100_000}b`;
  const [here, there] = ["10.213.77.1", "10.213.77.2"];
  const folder = mkdtempSync(join(tmpdir(), "foyer-far-"));
  const children: ChildProcess[] = [];
  const stop = () => {
    for (const child of children) child.kill("SIGKILL");
    spawnSync("ip", ["link", "del", near]);
    spawnSync("ip", ["netns", "del", name]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    ip("netns", "add", name);
    ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
    ip("addr", "add", `${here}/24`, "dev", near);
    ip("link", "set", near, "up");
    ip("-n", name, "addr", "add", `${there}/24`, "dev", far);
    ip("-n", name, "link", "set", far, "up");
    ip("-n", name, "link", "set", "lo", "up");
    ip("-n", name, "route", "add", "default", "via", here);
    const words = ports.map(String);
    const nodes = [
      spawn(process.execPath, [forwarder, here, "127.0.0.1", ...words]),
      spawn("ip", ["netns", "exec", name, process.execPath, forwarder, "localhost", here, ...words]),
    ];
    children.push(...nodes);
    await Promise.all(nodes.map((node) => once(node.stdout, "data")));
  } catch (error) {
    stop();
    throw error;
  }
  return {
    wrap(program) {
      const path = join(folder, "run");
      writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${name} "${program}" "$@"\n`);
      chmodSync(path, 0o755);
      return path;
    },
    cut: () => ip("link", "set", near, "down"),
    mend: () => ip("link", "set", near, "up"),
    stop,
  };
}
