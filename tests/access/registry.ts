import { execFileSync } from "node:child_process";
import { channels } from "@/lib/realtime/channels";
import { commandRegistry } from "@/lib/server/command";
import { root } from "../structure/files";

/** What git knows or would know below a folder. */
export const filesOf = (at: string): string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: at })
    .toString()
    .split("\n")
    .filter(Boolean);

export const load = (path: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ path);

const modules = (at: string, name: string) =>
  filesOf(at).filter((path) => new RegExp(`^lib/.+/${name}\\.ts$`).test(path));

/** Names of every command; loading the modules registers them. */
export async function allCommands(at = root): Promise<string[]> {
  for (const path of modules(at, "commands")) await load(at + path);
  return [...commandRegistry.keys()].sort();
}

/** Every exported function of the query modules as `folder.name`: `conferences/lists.listMeetings`. */
export async function allQueries(at = root): Promise<string[]> {
  const names: string[] = [];
  for (const path of modules(at, "queries")) {
    const folder = path.slice("lib/".length, -"/queries.ts".length);
    for (const [name, value] of Object.entries(await load(at + path))) {
      if (typeof value === "function") names.push(`${folder}.${name}`);
    }
  }
  return names.sort();
}

/** Names of files that Next answers requests with. */
const answering = [
  "page",
  "route",
  "manifest",
  "robots",
  "sitemap",
  "icon",
  "apple-icon",
  "opengraph-image",
  "twitter-image",
];
const routeFile = new RegExp(`^app/(.*/)?(${answering.join("|")})\\.(tsx?|jsx?|mdx?)$`);

/** Every page and route handler by its file: `app/(area)/home/page.tsx`. */
export const allRoutes = (at = root): string[] =>
  filesOf(at)
    .filter((path) => routeFile.test(path))
    .sort();

export const allChannels = (map: Record<string, unknown> = channels): string[] => Object.keys(map).sort();

/** The one check of completeness: what exists without a row, and rows of what does not exist any more. */
export function unmatched(names: readonly string[], ...tables: Record<string, unknown>[]) {
  const rows = new Set(tables.flatMap((table) => Object.keys(table)));
  return {
    withoutRow: names.filter((name) => !rows.has(name)),
    withoutThing: [...rows].filter((row) => !names.includes(row)),
  };
}

export const complete = { withoutRow: [], withoutThing: [] };
