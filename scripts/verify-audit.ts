import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closePool } from "@/db/client";
import { listChains, type Verified, verifyChain } from "@/lib/audit/chain/queries";
import { loadEnvFiles, openTarget, takeSecrets } from "./volume/target.ts";

/**
 * `npm run verify-audit` walks the audit log of every account and says what does not fit. `--head NUMBER:HASH` with
 * `--account ID` also checks a head that was written down earlier, so that a cut end shows. Exits with 1 on a finding.
 * The database is the one that DATABASE_URL names, or else the launcher's own, running or not.
 */
const root = fileURLToPath(new URL("..", import.meta.url));

async function main() {
  const { values } = parseArgs({ options: { account: { type: "string" }, head: { type: "string" } } });
  const known = values.head === undefined ? undefined : headOf(values.head);
  if (known && !values.account)
    throw new Error("--head needs --account: every account has a chain of its own.");
  loadEnvFiles(root);
  const target = process.env.DATABASE_URL ? null : await openTarget(root, process.env, undefined);
  try {
    if (target) takeSecrets(root, target.adminUrl);
    await verify(values.account, known);
  } finally {
    await closePool();
    await target?.stop();
  }
}

async function verify(account: string | undefined, known: ReturnType<typeof headOf> | undefined) {
  const chains = (await listChains()).filter(({ tenantId }) => !account || tenantId === account);
  if (account && chains.length === 0) throw new Error(`There is no account ${account}.`);
  let problems = 0;
  for (const chain of chains) {
    const verified = await verifyChain(chain, known);
    problems += verified.findings.length;
    say(verified);
  }
  if (problems > 0) process.exitCode = 1;
}

function headOf(text: string) {
  const [, no, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!no || !hash)
    throw new Error("--head is the number of a link, a colon and its hash, as this command prints them.");
  return { linkNo: Number(no), hash };
}

const meaning = {
  missing: "is sealed, but its event is gone",
  changed: "is sealed, but its event says something else now",
  broken: "does not follow the link before it, or has another hash than was written down",
  unqueued: "was written without a seal",
};

function say({ tenantId, account, links, head, waiting, findings }: Verified) {
  const verdict = findings.length === 0 ? "ok" : "NOT AS IT WAS WRITTEN";
  console.log(`${tenantId} ${account}: ${verdict}; ${links} links, ${waiting} events wait for their seal`);
  if (links > 0) console.log(`  head ${links}:${head}`);
  for (const { kind, linkNo, eventId } of findings) {
    console.log(
      `  ${linkNo === null ? "event" : `link ${linkNo}, event`} ${eventId ?? "-"} ${meaning[kind]}`,
    );
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
