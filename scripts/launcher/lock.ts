import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runs } from "./processes.ts";

/** One launcher per data folder. A file left by a launcher that was killed counts for nothing. */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, "launcher.pid");
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx", mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const pid = Number(readFileSync(path, "utf8"));
    if (runs(pid, ["start.mjs"])) {
      throw new Error(
        `Foyer already runs with the data in ${dataDir} (process ${pid}). ` +
          "Stop it first, or give the second one a folder of its own: DATA_DIR=/path/to/data npm start",
      );
    }
    rmSync(path, { force: true });
  }
}
