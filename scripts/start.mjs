/**
 * `npm start` and, with --dev, `npm run dev`. Plain JavaScript without dependencies: it makes the rest possible
 * (packages, build) and then hands over to launcher/main.ts.
 */
async function start() {
  const { checkNode, ensureBuilt, ensureInstalled, root } = await import("./prepare.mjs");
  checkNode();
  const { existsSync } = await import("node:fs");
  const { join } = await import("node:path");
  for (const name of [".env.local", ".env"]) {
    if (existsSync(join(root, name))) process.loadEnvFile(join(root, name));
  }
  const isDev = process.argv.includes("--dev");
  const say = (line) => console.log(line);
  const address = await readAddress();
  await ensureInstalled({ say });
  if (!isDev) await ensureBuilt({ say });
  const { register } = await import("tsx/esm/api");
  register();
  const { launch } = await import("./launcher/main.ts");
  await launch({ root, isDev, ...address });
}

/** PORT and HOST, checked before anything is installed, built or started. */
async function readAddress() {
  const { isIP } = await import("node:net");
  const { portState } = await import("./launcher/ports.mjs");
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535) {
    throw new Error(
      `PORT is not a port number: ${text}. Set it to a number from 1 to 65535, for example: PORT=3000`,
    );
  }
  // Some shells and tools export HOST as a name of their own; only an address counts.
  const host = isIP(process.env.HOST ?? "") ? process.env.HOST : "127.0.0.1";
  const state = await portState(port, host);
  if (state === "taken") {
    throw new Error(
      `Port ${port} is in use, by another program or by a Foyer that already runs. Stop it, or choose another port: PORT=${port === 65535 ? 3000 : port + 1} npm start`,
    );
  }
  if (state === "forbidden") {
    throw new Error(`This user may not use port ${port}. Choose one above 1023: PORT=3000 npm start`);
  }
  if (state === "no-such-host") {
    throw new Error(`HOST=${host} is not an address of this machine. Set it to 127.0.0.1 or 0.0.0.0.`);
  }
  return { port, host };
}

start().catch((error) => {
  // A message of ours says what to do; anything else is a fault whose place matters.
  const isOurs = error?.constructor === Error || error?.name === "EnvError";
  console.error(`\n${isOurs ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
});
