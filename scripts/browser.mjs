import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { runNode } from "./launcher/child.mjs";
import { root } from "./prepare.mjs";

/** Finds a Chromium for the end-to-end tests: named, installed on the system, Playwright's own, or fetched now. */

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    join(process.env.PROGRAMFILES ?? "", "Google", "Chrome", "Application", "chrome.exe"),
    join(process.env["PROGRAMFILES(X86)"] ?? "", "Google", "Chrome", "Application", "chrome.exe"),
  ],
};

/** Some systems install a script under the browser's name that only says where to get it. */
function works(path) {
  if (!existsSync(path)) return false;
  if (process.platform === "win32") return true;
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 30_000 });
  return status === 0 && /\d+\.\d+/.test(stdout);
}

function systemBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...paths, ...(PLACES[process.platform] ?? [])].find(works);
}

function playwrightBrowser() {
  const { chromium } = createRequire(import.meta.url)("playwright-core");
  const path = chromium.executablePath();
  return path && works(path) ? path : undefined;
}

/** Playwright's installer, with the system's libraries when we may install those. */
async function installWithPlaywright() {
  const args = [join("node_modules", "playwright-core", "cli.js"), "install", "chromium"];
  if (process.platform === "linux" && process.getuid?.() === 0) args.push("--with-deps");
  await runNode(args, { cwd: root, env: process.env });
}

function installWithApt() {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-q"],
    ["install", "-y", "-q", "chromium"],
  ]) {
    if (spawnSync("apt-get", args, { env, stdio: "ignore" }).status !== 0) return;
  }
}

/** The program's path; undefined when there is none and it may not be installed. */
export async function findBrowser({ install }) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (works(named)) return named;
    throw new Error(`CHROMIUM_PATH does not lead to a browser that runs: ${named}. Correct it or remove it.`);
  }
  const found = systemBrowser() ?? playwrightBrowser();
  if (found || !install) return found;
  console.log("Installing a browser for the tests.");
  await installWithPlaywright();
  const fetched = playwrightBrowser();
  if (fetched) return fetched;
  installWithApt();
  const installed = systemBrowser();
  if (installed) return installed;
  throw new Error(
    "The end-to-end tests need Chromium or Google Chrome, and none could be installed. Install one, or set CHROMIUM_PATH to its program.",
  );
}
