/** `npm run bench -- list`: one benchmark on the production build; prints `name: ratio (min–max)` lines. */
async function bench() {
  const { checkNode, ensureBuilt, ensureInstalled, root } = await import("./prepare.mjs");
  const { runNode } = await import("./launcher/child.mjs");
  const { readdirSync } = await import("node:fs");
  const { join } = await import("node:path");
  checkNode();
  await ensureInstalled({ say: console.log });
  const folder = join("tests", "bench");
  const names = readdirSync(join(root, folder)).flatMap((file) => /^(\w+)\.ts$/.exec(file)?.[1] ?? []);
  const [name, ...options] = process.argv.slice(2);
  if (!names.includes(name)) {
    throw new Error(`Say which benchmark: npm run bench -- ${names.join(" | ")}`);
  }
  const { testEnv } = await import("./stages.mjs");
  const env = testEnv();
  await ensureBuilt({ say: console.log, env });
  // Specs and benchmarks use the server's own modules, which exist only under this condition.
  const args = ["--conditions=react-server", "--import", "tsx", join(folder, `${name}.ts`), ...options];
  return runNode(args, { cwd: root, env, output: "inherit" });
}

bench().then(
  ({ code }) => process.exit(code),
  (error) => {
    console.error(`\n${error.message}\n`);
    process.exit(1);
  },
);
