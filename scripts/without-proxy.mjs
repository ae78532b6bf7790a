import { execFileSync } from "node:child_process";
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runNode } from "./launcher/child.mjs";
import { root } from "./prepare.mjs";

/** A folder that git and the linter pass over, on the disk of the project. */
const HOUSE = join(root, ".next-without-proxy");
/** What proxy.ts adds, and the file itself. */
const LEFT_OUT = ["proxy.ts", "tests/e2e/headers.spec.ts", "tests/e2e/too-large.spec.ts"];
/** Tests of proxy.ts itself, which this stage does not run, and which would not compile. */
const testsIt = (path) =>
  /^tests\/(unit|integration)\//.test(path) &&
  readFileSync(join(root, path), "utf8").includes('from "@/proxy"');

const git = (cwd, ...args) => execFileSync("git", args, { cwd, encoding: "utf8" });

function copyHouse() {
  rmSync(HOUSE, { recursive: true, force: true });
  const files = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0");
  for (const path of new Set(files)) {
    if (!path || LEFT_OUT.includes(path) || !existsSync(join(root, path))) continue;
    if (testsIt(path)) continue;
    mkdirSync(dirname(join(HOUSE, path)), { recursive: true });
    cpSync(join(root, path), join(HOUSE, path));
  }
  linkFiles(join(root, "node_modules"), join(HOUSE, "node_modules"));
  // The tests ask git which files there are.
  git(HOUSE, "init", "--quiet");
}

/** Every file once more under another name, without its bytes: the bundler follows no link to a folder outside. */
function linkFiles(from, to) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFiles(source, target);
    else if (entry.isFile()) linkSync(source, target);
    else cpSync(source, target, { verbatimSymlinks: true });
  }
}

/**
 * The access and end-to-end tests in a copy of the house that has no proxy.ts: it adds headers and the language of an
 * address, and nothing else may be missed when it is gone. The copy stays when something failed.
 */
export async function testWithoutProxy(env) {
  copyHouse();
  const { code, output } = await runNode([join("scripts", "test.mjs"), "access", "e2e"], {
    cwd: HOUSE,
    env,
    output: "pipe",
    echo: true,
  });
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  if (code === 0) rmSync(HOUSE, { recursive: true, force: true });
  return { code, passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: 0 };
}
