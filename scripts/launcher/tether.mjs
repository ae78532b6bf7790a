import { isMainThread } from "node:worker_threads";

/**
 * Loaded into every Node child of the launcher: when the launcher vanishes (even by kill -9), its end of this
 * pipe closes and the child's whole process group goes with it. Grandchildren inherit the flags but not the
 * duty, so only a direct child listens.
 */
if (isMainThread && process.env.FOYER_LAUNCHER_PID === String(process.ppid)) {
  const end = () => {
    try {
      process.kill(-process.pid, "SIGKILL");
    } catch {
      process.exit(1);
    }
  };
  process.stdin.on("end", end);
  process.stdin.on("error", end);
  process.stdin.resume();
  // Waiting for that end must not keep a child alive that has finished its work.
  process.stdin.unref?.();
}
