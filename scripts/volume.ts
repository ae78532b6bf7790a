import { fileURLToPath } from "node:url";
import { fill, shortSize } from "./volume/fill.ts";
import { readOptions, USAGE } from "./volume/options.ts";
import { loadEnvFiles, openTarget, takeSecrets } from "./volume/target.ts";

/** `npm run seed -- --conferences 1M --registrations 1M`: as many conferences as you like, to try and to measure. */

const root = fileURLToPath(new URL("..", import.meta.url));

async function main() {
  const args = process.argv.slice(2);
  if (args.includes("--help")) return console.log(USAGE);
  const options = readOptions(args);
  loadEnvFiles(root);
  const target = await openTarget(root, process.env, options.yesOn);
  try {
    // Passwords are peppered with the server's secret.
    takeSecrets(root, target.adminUrl);
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

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
