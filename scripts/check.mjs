/** `npm run check`: what can be known in seconds. Structure and messages are among the unit tests. */
async function check() {
  const { checkNode, ensureInstalled } = await import("./prepare.mjs");
  checkNode();
  await ensureInstalled({ say: console.log });
  const { runStages } = await import("./stages.mjs");
  return runStages(["types", "lint", "unit"]);
}

check().then(
  (isGreen) => process.exit(isGreen ? 0 : 1),
  (error) => {
    console.error(`\n${error.message}\n`);
    process.exit(1);
  },
);
