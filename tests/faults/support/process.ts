import { readFileSync } from "node:fs";

/** Resident memory of a process in megabytes; Linux only. */
export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb) / 1024;
}

/** Samples a value until told to stop. */
export function sample(read: () => number | Promise<number>, everyMs = 200) {
  const values: number[] = [];
  let isOver = false;
  const going = (async () => {
    while (!isOver) {
      try {
        values.push(await read());
      } catch {
        // A process that is being restarted has nothing to say.
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    values,
    async stop() {
      isOver = true;
      await going;
    },
  };
}
