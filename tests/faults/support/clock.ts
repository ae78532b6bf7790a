import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The clock of an application process, wrong by so many milliseconds; it can be set while the process runs. */
export function aWrongClock(file: string) {
  const set = (offsetMs: number) => writeFileSync(file, String(offsetMs));
  set(0);
  return {
    set,
    nodeArgs: ["--import", fileURLToPath(new URL("./clock.preload.mjs", import.meta.url))],
    env: { FAULTS_CLOCK_FILE: file },
  };
}
