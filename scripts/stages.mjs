import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { runNode } from "./launcher/child.mjs";
import { ensureBuilt, root } from "./prepare.mjs";
import { testWithoutProxy } from "./without-proxy.mjs";

/** The stages of `npm test`. Each ends in { passed, failed, problem? }; a check that is not counted in tests is one. */

const bin = {
  next: join("node_modules", "next", "dist", "bin", "next"),
  tsc: join("node_modules", "typescript", "bin", "tsc"),
  biome: join("node_modules", "@biomejs", "biome", "bin", "biome"),
  vitest: join("node_modules", "vitest", "vitest.mjs"),
  playwright: join("node_modules", "@playwright", "test", "cli.js"),
};

/** Settings of a real server, from the shell or from an env file that Next reads, must not reach a test. */
export function testEnv() {
  const env = { ...process.env };
  const real =
    /^(DATABASE_|PUSHER_|SMTP_|TURN_|STORAGE_|AUTH_|NEXTAUTH_|CRON_)|^(BASE_URL|MAIL_FROM|LINK_KEY|DATA_DIR|PORT|HOST|TRUSTED_PROXIES|LOG_LEVEL|FOYER_(SEED|REALTIME|EMBEDDED))$/;
  for (const name of Object.keys(env)) if (real.test(name)) delete env[name];
  // Present and empty: Next then leaves the env file's value alone. The tests set all others themselves.
  for (const name of ["SMTP_URL", "TURN_URL", "TURN_SECRET", "LINK_KEY"]) env[name] = "";
  return { ...env, NEXT_TELEMETRY_DISABLED: "1" };
}

function node(args, changes = {}) {
  return runNode(args, { cwd: root, env: { ...testEnv(), ...changes }, output: "inherit" });
}

const check = ({ code }) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), "foyer-report-"));
  const path = join(folder, "report.json");
  try {
    const { code } = await work(path);
    const report = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
    return { code, report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The reports' numbers, made honest: nothing run, a crash without a failed test and skipped tests are failures. */
export function tally({ code, passed, failed, skipped }) {
  if (passed + failed === 0) return { passed: 0, failed: 1, problem: "it ran no tests" };
  if (skipped > 0) {
    return { passed, failed: failed + skipped, problem: `${skipped} skipped, which counts as failed` };
  }
  if (code !== 0 && failed === 0)
    return { passed, failed: 1, problem: "an error outside the tests, see above" };
  return { passed, failed };
}

async function vitest(project) {
  const { code, report } = await withReport((path) =>
    node([
      bin.vitest,
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${path}`,
    ]),
  );
  return tally({
    code,
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  });
}

async function endToEnd() {
  const browser = await findBrowser({ install: true });
  const run = (...args) =>
    withReport((path) =>
      node([bin.playwright, "test", "--reporter=line,json", ...args], {
        PLAYWRIGHT_JSON_OUTPUT_NAME: path,
        CHROMIUM_PATH: browser,
        NODE_OPTIONS: "--conditions=react-server",
      }),
    );
  const runs = [await run("--project=rooms", "--project=pages"), await run("--project=alone")];
  console.log(
    `\nSeconds by file: ${secondsByFile(runs.flatMap(({ report }) => report?.suites ?? [])).join(", ")}`,
  );
  const results = runs.map(({ code, report }) => {
    const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
    return tally({ code, passed: expected, failed: unexpected + flaky, skipped });
  });
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const problems = results.flatMap(({ problem }) => problem ?? []);
  return { passed: sum("passed"), failed: sum("failed"), problem: problems.join("; ") || undefined };
}

/** Where the time of the longest stage goes, the slowest file first. */
function secondsByFile(suites) {
  const testsOf = ({ specs = [], suites: inner = [] }) => [
    ...specs.flatMap(({ tests }) => tests),
    ...inner.flatMap(testsOf),
  ];
  return suites
    .map((suite) => {
      const runs = testsOf(suite).flatMap(({ results }) => results);
      return { file: suite.file, seconds: Math.round(runs.reduce((sum, r) => sum + r.duration, 0) / 1000) };
    })
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ file, seconds }) => `${file.replace(/\.spec\.ts$/, "")} ${seconds}`);
}

export const stages = {
  async types() {
    const generated = await node([bin.next, "typegen"]);
    return check(generated.code === 0 ? await node([bin.tsc, "--noEmit", "-p", "."]) : generated);
  },
  lint: async () => check(await node([bin.biome, "ci", "."])),
  unit: () => vitest("unit"),
  integration: () => vitest("integration"),
  access: () => vitest("access"),
  async build() {
    await ensureBuilt({ say: console.log, env: testEnv() });
    return { passed: 1, failed: 0 };
  },
  e2e: endToEnd,
};

/** Run when they are asked for by name only: what they prove changes rarely, and they take as long as all the rest. */
export const furtherStages = {
  "without-proxy": async () => tally(await testWithoutProxy(testEnv())),
};

/** Runs the named stages in order and prints the sum; the last line is exactly `N passed, N failed`. */
export async function runStages(names) {
  const results = [];
  for (const name of names) {
    console.log(`\n== ${name}`);
    const start = Date.now();
    const needsBuild = name === "e2e" && results.some((r) => r.name === "build" && r.failed > 0);
    const result = needsBuild
      ? { passed: 0, failed: 1, problem: "not run, because the build failed" }
      : await { ...stages, ...furtherStages }
          [name]()
          .catch((error) => ({ passed: 0, failed: 1, problem: error.message }));
    results.push({ name, seconds: Math.round((Date.now() - start) / 1000), ...result });
  }
  console.log("");
  for (const { name, passed, failed, seconds, problem } of results) {
    const mark = failed === 0 ? "ok  " : "FAIL";
    console.log(`${mark} ${name.padEnd(13)} ${passed} passed, ${failed} failed, ${seconds} s`);
    if (problem) console.log(`     ${problem}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 && sum("passed") > 0;
}
