/**
 * `npm run hostile`: every input of tests/hostile/inputs.json against the production build, over HTTP and in a browser.
 * `npm run hostile -- pages` runs the specs whose names begin so. Ends with 1 when something failed.
 */
async function hostile() {
  const { checkNode, ensureBuilt, ensureInstalled, root } = await import("./prepare.mjs");
  const { findBrowser } = await import("./browser.mjs");
  const { runNode } = await import("./launcher/child.mjs");
  const { testEnv } = await import("./stages.mjs");
  const { join } = await import("node:path");
  checkNode();
  await ensureInstalled({ say: console.log });
  const env = { ...testEnv(), FOYER_HOSTILE: "1" };
  await ensureBuilt({ say: console.log, env });
  const CHROMIUM_PATH = await findBrowser({ install: true });
  const run = (args, changes = {}) =>
    runNode(args, { cwd: root, env: { ...env, ...changes }, output: "inherit" }).then(
      ({ code }) => code === 0,
    );
  const server = { CHROMIUM_PATH, NODE_OPTIONS: "--conditions=react-server" };
  const asked = process.argv.slice(2);
  const playwright = join("node_modules", "@playwright", "test", "cli.js");
  const config = join("tests", "hostile", "playwright.config.ts");
  const specs = await run([playwright, "test", "-c", config, "--reporter=line", ...asked], server);
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const commands =
    asked.length > 0 ||
    (await run([vitest, "run", "--project", "integration", "tests/integration/hostile-fields.test.ts"]));
  const told = await run([
    "--conditions=react-server",
    "--import",
    "tsx",
    join("tests", "hostile", "told.ts"),
  ]);
  return specs && commands && told;
}

hostile().then(
  (isGreen) => process.exit(isGreen ? 0 : 1),
  (error) => {
    console.error(`\n${error.message}\n`);
    process.exit(1);
  },
);
