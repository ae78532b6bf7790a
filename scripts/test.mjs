/**
 * `npm test`: everything, on a fresh clone, with nothing but Node. `npm test -- unit access` runs single stages.
 */
async function test() {
  const { checkNode, ensureInstalled } = await import("./prepare.mjs");
  checkNode();
  await ensureInstalled({ say: console.log });
  const { furtherStages, runStages, stages } = await import("./stages.mjs");
  const asked = process.argv.slice(2);
  const known = [...Object.keys(stages), ...Object.keys(furtherStages)];
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`No stage is called ${unknown.join(" or ")}. There are: ${known.join(", ")}.`);
  }
  // The end-to-end tests run on the production build, whether or not it was asked for.
  const wanted = (name) =>
    asked.length === 0 || asked.includes(name) || (name === "build" && asked.includes("e2e"));
  return runStages([...Object.keys(stages).filter(wanted), ...asked.filter((name) => name in furtherStages)]);
}

test().then(
  (isGreen) => process.exit(isGreen ? 0 : 1),
  (error) => {
    console.error(`\n${error.message}\n\n0 passed, 1 failed`);
    process.exit(1);
  },
);
