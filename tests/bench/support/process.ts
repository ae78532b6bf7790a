import { readFileSync } from "node:fs";

/** What the kernel knows of a process, by /proc: benchmarks run on Linux. */

const TICKS_PER_SECOND = 100;

const read = (pid: number, file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8");

/** CPU that the process has used so far, in milliseconds, to 10 ms. */
export function cpuMilliseconds(pid: number): number {
  // The name in parentheses may hold anything; user and system time are the 12th and 13th field behind it.
  const fields = read(pid, "stat")
    .replace(/^.*\) /s, "")
    .split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Resident memory in MiB. */
export function residentMebibytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(pid, "status"))?.[1] ?? Number.NaN) / 1024;
}
