import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSettings } from "./launcher/settings.ts";
import { loadSecrets } from "./launcher/store.ts";
import { fill, shortSize } from "./volume/fill.ts";
import { readOptions, USAGE } from "./volume/options.ts";
import { openTarget } from "./volume/target.ts";

/** `npm run seed -- --conferences 1M --registrations 1M`: as many conferences as you like, to try and to measure. */

const root = fileURLToPath(new URL("..", import.meta.url));

async function main() {
  const args = process.argv.slice(2);
  if (args.includes("--help")) return console.log(USAGE);
  const options = readOptions(args);
  for (const name of [".env.local", ".env"]) {
    if (existsSync(join(root, name))) process.loadEnvFile(join(root, name));
  }
  const target = await openTarget(root, process.env, options.yesOn);
  try {
    takeSecrets();
    console.log(
      `Filling ${target.where} with ${shortSize(options.conferences)} conferences and ${shortSize(options.registrations)} registrations.`,
    );
    const started = Date.now();
    const { people, signIn } = await fill(target.adminUrl, options, (line) => console.log(`  ${line}`));
    console.log(`Done in ${Math.round((Date.now() - started) / 1000)} s, for ${people} people.`);
    if (signIn) console.log(`The busiest signs in as ${signIn.login} with the password ${signIn.password}`);
    console.log(
      "For those with time: npm run seed -- --conferences 10M --registrations 10M (about 80 GB of disk).",
    );
  } finally {
    await target.stop();
  }
}

/** Passwords are peppered with the server's secret, which the launcher keeps beside its database. */
function takeSecrets() {
  const settings = readSettings(process.env, { root, isDev: false, port: 3000, host: "127.0.0.1" });
  if (!settings.isEmbedded) return;
  const secrets = loadSecrets(settings.dataDir);
  Object.assign(process.env, {
    AUTH_SECRET: process.env.AUTH_SECRET || secrets.authSecret,
    CRON_SECRET: process.env.CRON_SECRET || secrets.cronSecret,
    BASE_URL: settings.baseUrl,
    DATABASE_URL: "postgres://foyer_app@127.0.0.1/foyer",
    STORAGE_URL: `file://${settings.dataDir}/files`,
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
