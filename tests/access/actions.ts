import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { commandRegistry } from "@/lib/server/command";
import { root } from "../structure/files";
import { filesOf, load } from "./registry";

/** `file#name` of a server action, and the names of the commands that it runs, in the order of its file. */
export type Actions = Record<string, string[]>;

const declaration = /^(?:export\s+)?(?:async\s+)?(?:function|const)\s+(\w+)/gm;
const fromCommands = /import\s+\{([^}]*)\}\s+from\s+"([^"]*\/commands)"/g;
const wrapper = /\b(?:toFormAction|toAction|runForRequest)\(/;

/**
 * Every server action of the sources, by what its file says: what an export names, and what that names in turn.
 * One that reaches a command by none of our wrappers has no commands here.
 */
export async function allActions(at = root): Promise<Actions> {
  const found: Actions = {};
  for (const path of filesOf(at).filter((each) => /^lib\/.+\/actions\.ts$/.test(each))) {
    const text = readFileSync(at + path, "utf8");
    const parts = partsOf(text);
    const commands = await commandsOf(text, path, at);
    for (const [, name = ""] of text.matchAll(/^export\s+(?:async\s+)?(?:function|const)\s+(\w+)/gm)) {
      const reached = reachOf(name, parts);
      found[`${path}#${name}`] = wrapper.test(reached)
        ? [...commands].filter(([local]) => mentions(reached, local)).map(([, command]) => command)
        : [];
    }
  }
  return found;
}

/** The top-level declarations of a file, each from its first line to the next one. */
function partsOf(text: string): Map<string, string> {
  const starts = [...text.matchAll(declaration)];
  return new Map(starts.map((match, i) => [match[1] ?? "", text.slice(match.index, starts[i + 1]?.index)]));
}

const mentions = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text);

/** The text of a declaration and of everything in the file that it leads to. */
function reachOf(name: string, parts: ReadonlyMap<string, string>): string {
  const seen = new Set([name]);
  for (const one of seen) {
    const text = parts.get(one) ?? "";
    for (const other of parts.keys()) if (mentions(text, other)) seen.add(other);
  }
  // A type that is named is not a command that is run.
  const texts = [...seen].map((one) => (parts.get(one) ?? "").replace(/\btypeof\s+\w+/g, ""));
  return texts.join("\n");
}

/** The commands that a file imports: the name there, and the command's own. */
async function commandsOf(text: string, path: string, at: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [, list = "", spec = ""] of text.matchAll(fromCommands)) {
    const file = spec.startsWith("@/") ? spec.slice(2) : posix.join(posix.dirname(path), spec);
    const module = await load(`${at}${file}.ts`);
    for (const name of list.split(",").map((each) => each.trim())) {
      const command = module[name] as { name?: string } | undefined;
      if (command?.name && commandRegistry.get(command.name) === command) found.set(name, command.name);
    }
  }
  return found;
}
