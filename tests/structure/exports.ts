import { posix } from "node:path";
import type { SourceFile } from "./files";

/** Where a name is exported: `lib/text.ts#cleanLine`. */
type Place = string;

const declared = /^export\s+(?:async\s+)?(?:function\*?|const|let|class|enum)\s+(\w+)/gm;
const listed = /^export\s+\{([^}]*)\}/gm;
const taken =
  /(?:^|[;\n])\s*(?:import|export)\s+(?:(\w+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s+as\s+(\w+)|(\*))?\s*from\s*["']([^"']+)["']/g;
const loaded = /(?:const\s+\{([^}]*)\}\s*=\s*await\s+)?import\(\s*(?:\/\*.*?\*\/\s*)?["']([^"']+)["']\s*\)/g;

/** `a, type b as c` as pairs of the name there and the name here. */
const namesIn = (list: string): { there: string; here: string }[] =>
  list
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part && !part.startsWith("type "))
    .map((part) => {
      const [there = "", here = there] = part.split(/\s+as\s+|\s*:\s*/);
      return { there, here };
    });

/** Names of values that a file exports. Types are left out: nothing can call them, and they name what values give. */
function exportsOf({ text }: Pick<SourceFile, "text">): string[] {
  const names = [...text.matchAll(declared)].map((match) => match[1] ?? "");
  for (const [, list = ""] of text.matchAll(listed)) names.push(...namesIn(list).map(({ here }) => here));
  if (/^export\s+default\b/m.test(text)) names.push("default");
  return [...new Set(names)];
}

/** Every place whose name a file takes from another file; all names of a file that is taken whole. */
function takenBy(file: SourceFile, exported: ReadonlyMap<string, string[]>): Place[] {
  const places: Place[] = [];
  const take = (spec: string, names: string[] | "all") => {
    const path = resolved(file.path, spec, exported);
    if (path === undefined) return;
    for (const name of names === "all" ? (exported.get(path) ?? []) : names) places.push(`${path}#${name}`);
  };
  for (const [, plain, list, whole, star, spec = ""] of file.text.matchAll(taken)) {
    if (plain && plain !== "type") take(spec, ["default"]);
    if (list !== undefined)
      take(
        spec,
        namesIn(list).map(({ there }) => there),
      );
    if (whole !== undefined) take(spec, membersOf(whole, file.text));
    if (star !== undefined) take(spec, "all");
  }
  for (const [, list, spec = ""] of file.text.matchAll(loaded)) {
    take(spec, list === undefined ? "all" : namesIn(list).map(({ there }) => there));
  }
  return places;
}

/** What is asked of a namespace; all of it where it is handed on whole. */
function membersOf(name: string, text: string): string[] | "all" {
  const uses = [...text.matchAll(new RegExp(`(?<![\\w./])${name}\\b(?:\\.(\\w+))?`, "g"))].slice(1);
  return uses.some(([, member]) => member === undefined) ? "all" : uses.map(([, member]) => member ?? "");
}

function resolved(from: string, spec: string, exported: ReadonlyMap<string, unknown>): string | undefined {
  const bare = spec.startsWith("@/")
    ? spec.slice(2)
    : spec.startsWith(".")
      ? posix.join(posix.dirname(from), spec)
      : undefined;
  if (bare === undefined) return undefined;
  return ["", ".ts", ".tsx", ".mjs", ".d.mts", "/index.ts"]
    .map((end) => bare + end)
    .find((p) => exported.has(p));
}

/** Exports that no other file imports, as `path#name`, except what the framework calls by itself. */
export function unimported(
  files: readonly SourceFile[],
  isCalled: (path: string, name: string) => boolean,
): Place[] {
  const exported = new Map(files.map((file) => [file.path, exportsOf(file)]));
  const wanted = new Set(files.flatMap((file) => takenBy(file, exported)));
  return [...exported]
    .flatMap(([path, names]) =>
      names.filter((name) => !isCalled(path, name)).map((name) => `${path}#${name}`),
    )
    .filter((place) => !wanted.has(place))
    .sort();
}
