import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export type SourceFile = { path: string; text: string; lines: number };

/** What git knows or would know: tracked files and new ones that are not ignored. */
export function listFiles(): string[] {
  return execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
    .toString()
    .split("\n")
    .filter(Boolean);
}

export function sourceFiles(): SourceFile[] {
  return [...new Set(listFiles())]
    .filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path))
    .flatMap((path) => {
      try {
        const text = readFileSync(`${root}${path}`, "utf8");
        return [{ path, text, lines: text.split("\n").length }];
      } catch {
        return [];
      }
    });
}

/** Import paths of a file, `@/` resolved to the repository's root and relative ones to a path. Types are left out. */
export function importsOf(file: SourceFile): string[] {
  const found: string[] = [];
  const pattern =
    /^\s*(?:import|export)\s+(type\s)?[^;]*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/gms;
  for (const match of file.text.matchAll(pattern)) {
    if (match[1]) continue;
    const spec = match[2] ?? match[3];
    if (!spec) continue;
    if (spec.startsWith("@/")) found.push(spec.slice(2));
    else if (spec.startsWith(".")) found.push(resolve(file.path, spec));
    else found.push(`npm:${spec}`);
  }
  return found;
}

function resolve(from: string, spec: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of spec.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/").replace(/\.(ts|tsx|mjs)$/, "");
}
