import { channels } from "@/lib/realtime/channels";
import { commandRegistry } from "@/lib/server/command";
import { listFiles, root } from "../structure/files";

const files = listFiles();

const load = (path: string): Promise<Record<string, unknown>> => import(/* @vite-ignore */ `${root}${path}`);

/** Names of every command; loading the modules registers them. */
export async function allCommands(): Promise<string[]> {
  for (const path of files.filter((f) => /^lib\/.+\/commands\.ts$/.test(f))) await load(path);
  return [...commandRegistry.keys()].sort();
}

/** Every exported query as `domain.name`, sub-folders included: `conferences/lists.listMeetings`. */
export async function allQueries(): Promise<string[]> {
  const names: string[] = [];
  for (const path of files.filter((f) => /^lib\/.+\/queries\.ts$/.test(f))) {
    const folder = path.slice("lib/".length, -"/queries.ts".length);
    for (const [name, value] of Object.entries(await load(path))) {
      if (typeof value === "function" && value.length > 0) names.push(`${folder}.${name}`);
    }
  }
  return names.sort();
}

/** Every page and route handler by its file: `app/(area)/home/page.tsx`. */
export const allRoutes = (): string[] => files.filter((f) => /^app\/.*\/?(page|route)\.tsx?$/.test(f)).sort();

export const allChannels = (): string[] => Object.keys(channels).sort();
