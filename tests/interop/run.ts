/**
 * `npm run interop -- NAME`: Foyer beside programs that operators use and that npm does not bring. Without a name all
 * of them; `--list` names them. What is not installed is said loudly with its package, and counts as neither.
 */
import { runNode } from "@/scripts/launcher/child.mjs";
import { ensureBuilt, root } from "@/scripts/prepare.mjs";
import { startStack } from "../faults/support/stack";
import { coturn } from "./coturn";
import { nginx } from "./nginx";
import { pgbouncer } from "./pgbouncer";
import { findProgram } from "./program";
import { psql } from "./psql";

export type Interop = {
  name: string;
  title: string;
  /** The program that must be there, and the package of Debian that brings it. */
  program: string;
  package: string;
  run(tools: { program: string; stack: typeof startStack; check: Check }): Promise<void>;
};

/** Says what was seen; a check that does not hold fails the run and does not stop it. */
export type Check = (what: string, holds: boolean, seen?: unknown) => void;

const all: Interop[] = [nginx, pgbouncer, psql, coturn];

async function runOne({ name, program, run }: Interop, path: string): Promise<boolean> {
  const stacks: Awaited<ReturnType<typeof startStack>>[] = [];
  let [passed, failed] = [0, 0];
  const check: Check = (what, holds, seen) => {
    console.log(`${holds ? "ok  " : "FAIL"} ${name}: ${what}${holds ? "" : `: ${JSON.stringify(seen)}`}`);
    holds ? passed++ : failed++;
  };
  try {
    const stack: typeof startStack = async (options) => {
      const started = await startStack(options);
      stacks.push(started);
      return started;
    };
    await run({ program: path, stack, check });
  } catch (error) {
    check(`${program} and Foyer work together`, false, error instanceof Error ? error.stack : String(error));
  } finally {
    for (const stack of stacks) await stack.stop();
  }
  return failed === 0 && passed > 0;
}

/** Each in a process of its own: none inherits another's connections or environment. */
async function runAll(): Promise<number> {
  await ensureBuilt({ say: console.log });
  const results = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, program, package: brings } of all) {
    if (!findProgram(program)) {
      console.log(`SKIPPED ${name}: ${program} is not installed (apt-get install ${brings}).`);
      results.skipped++;
      continue;
    }
    const args = ["--conditions=react-server", "--import", "tsx", "tests/interop/run.ts", name];
    const env = { ...process.env, NODE_OPTIONS: "" };
    const { code } = await runNode(args, { cwd: root, env, output: "inherit" });
    code === 0 ? results.passed++ : results.failed++;
  }
  console.log(`\n${results.passed} passed, ${results.failed} failed, ${results.skipped} skipped`);
  return results.failed === 0 ? 0 : 1;
}

const [asked] = process.argv.slice(2);
const one = all.find(({ name }) => name === asked);
const program = one && findProgram(one.program);
if (asked === "--list") {
  for (const { name, title } of all) console.log(`${name.padEnd(10)} ${title}`);
} else if (!asked) {
  process.exitCode = await runAll();
} else if (one && program) {
  await ensureBuilt({ say: console.log });
  process.exitCode = (await runOne(one, program)) ? 0 : 1;
} else {
  console.error(
    one ? `${one.program} is not installed (apt-get install ${one.package}).` : `There is no ${asked}.`,
  );
  process.exitCode = 2;
}
process.exit();
