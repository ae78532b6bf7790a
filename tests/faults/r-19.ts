import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formatConferenceId } from "@/lib/ids";
import { sessionCookie } from "./support/client";
import type { Fault, FaultContext } from "./support/fault";
import { startLoad } from "./support/load";
import { during, watchPages, wellAfter } from "./support/outage";
import { startDatabase } from "./support/stack";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const DISK_MB = 400;
const FULL_MS = 15_000;

const fault: Fault = {
  id: "R-19",
  title: "the disk under PostgreSQL is full",
  obstacle: () =>
    process.platform === "linux" && process.getuid?.() === 0
      ? null
      : "a disk of its own (tmpfs) needs root on Linux",
  async run(context) {
    const disk = mkdtempSync(join(tmpdir(), "foyer-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m,mode=0711`, "tmpfs", disk]);
    try {
      const stack = await context.stack({ dataDir: disk });
      try {
        await fill(context, stack, join(disk, "filler"));
      } finally {
        await stack.stop();
      }
    } finally {
      execFileSync("umount", [disk]);
      rmSync(disk, { recursive: true });
    }
  },
};
export default fault;

/** Every free byte, in pieces, so that none is left for the next page of the log. */
function takeAll(path: string): void {
  const file = openSync(path, "a");
  try {
    for (const size of [1 << 20, 4096]) {
      const piece = Buffer.alloc(size);
      try {
        for (;;) writeSync(file, piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

async function fill(
  context: FaultContext,
  stack: Awaited<ReturnType<FaultContext["stack"]>>,
  filler: string,
) {
  const { figure, note } = context;
  const load = await startLoad(stack, { exports: 0 });
  const cookie = await sessionCookie(load.world.people.organiser);
  const watch = watchPages(stack, [
    { path: "/home", cookie },
    { path: `/c/${formatConferenceId(load.webinar.publicId)}` },
  ]);
  await sleep(6000);
  const from = performance.now();
  takeAll(filler);
  // What PostgreSQL gives back meanwhile is taken as well.
  for (const end = from + FULL_MS; performance.now() < end; await sleep(500)) takeAll(filler);
  const died = !stack.database.isUp();
  note(died ? "PostgreSQL gave up, as it does when its log cannot be written" : "PostgreSQL stayed up");
  const wrong = during(watch.looks, from, performance.now()).filter(
    ({ status }) => status >= 500 && status !== 503,
  );
  unlinkSync(filler);
  const freed = performance.now();
  if (!stack.database.isUp()) await startDatabase(stack);
  await sleep(8000);
  await watch.stop();
  await load.stop();
  const refused = load.log
    .between("registration", from, freed)
    .filter(({ outcome }) => outcome === "unknown");
  figure("registrations refused for want of space", refused.length, { atLeast: 1 });
  figure("5xx other than 503", wrong.length, { exactly: 0 });
  figure("recovery s", wellAfter(watch.looks, freed) / 1000, { atMost: 5 });
  await verifyRegistrations(context, load.log, load.webinar);
  await verifyInvariants(context);
}
