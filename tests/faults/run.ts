/**
 * `npm run faults -- NAME`: breaks one thing on purpose under load and prints what people noticed, one line a figure.
 * `--all` runs each fault in a process of its own, `--list` names them. Ends with 1 when a figure missed its target.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runNode } from "@/scripts/launcher/child.mjs";
import { ensureBuilt, root } from "@/scripts/prepare.mjs";
import { type Fault, type Outcome, runFault } from "./support/fault";
import { isMissed } from "./support/figures";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** Every file `r-NN.ts` of this folder is a fault: its default export. */
async function listFaults(): Promise<Fault[]> {
  const names = readdirSync(folder).filter((name) => /^r-\d\d\.ts$/.test(name));
  return Promise.all(
    names.sort().map(async (name) => ((await import(`./${name}`)) as { default: Fault }).default),
  );
}

function passed({ figures, problem }: Outcome): boolean {
  return problem === null && !figures.some(isMissed);
}

/** The last line of a run: what was measured, and that something was not. */
function summary(outcome: Outcome): string {
  const { id, figures, open, problem } = outcome;
  const targets = figures.filter(({ target }) => target);
  const missed = targets.filter(isMissed);
  const words = [`${targets.length - missed.length} of ${targets.length} targets met`];
  if (missed.length > 0) words.push(`missed: ${missed.map(({ name }) => name).join(", ")}`);
  if (open.length > 0) words.push(`not applicable: ${open.length}`);
  if (problem) words.push("broke off");
  return `${id} ${passed(outcome) ? "ok" : "FAILED"}: ${words.join("; ")}`;
}

async function runOne(fault: Fault): Promise<number> {
  await ensureBuilt({ say: console.log });
  const outcome = await runFault(fault, console.log);
  console.log(summary(outcome));
  return passed(outcome) ? 0 : 1;
}

/** One process a fault: none inherits another's connections, memory or clock. */
async function runAll(faults: Fault[]): Promise<number> {
  await ensureBuilt({ say: console.log });
  const failed: string[] = [];
  for (const { id } of faults) {
    const { code } = await runNode(
      ["--conditions=react-server", "--import", "tsx", "tests/faults/run.ts", id],
      {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: "" },
        output: "inherit",
      },
    );
    if (code !== 0) failed.push(id);
  }
  console.log(
    `\n${faults.length - failed.length} faults ok, ${failed.length} failed ${failed.join(" ")}`.trimEnd(),
  );
  return failed.length === 0 ? 0 : 1;
}

const faults = await listFaults();
const [name = "--list"] = process.argv.slice(2);
const fault = faults.find(({ id }) => id.toLowerCase() === name.toLowerCase());
if (name === "--list") {
  for (const { id, title } of faults) console.log(`${id}  ${title}`);
} else if (name === "--all") {
  process.exitCode = await runAll(faults);
} else if (fault) {
  process.exitCode = await runOne(fault);
} else {
  console.error(`There is no fault ${name}. The list: npm run faults -- --list`);
  process.exitCode = 2;
}
// Kept-alive connections of the load must not hold the process.
process.exit();
