import { readFileSync } from "node:fs";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import { root, sourceFiles } from "./files";

type Tree = { [key: string]: string | Tree };

const flat = (tree: Tree, prefix = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flat(value, `${prefix}${key}.`),
  );

const read = (locale: string) =>
  new Map(flat(JSON.parse(readFileSync(`${root}messages/${locale}.json`, "utf8")) as Tree));

const en = read("en");
const fr = read("fr");

type Shape = { args: string[]; plurals: string[][] };

/** Arguments, tags and plural categories of an ICU message. */
function shape(text: string): Shape {
  const args = new Set<string>();
  const plurals: string[][] = [];
  const walk = (nodes: MessageFormatElement[]) => {
    for (const node of nodes) {
      if (node.type === TYPE.argument) args.add(node.value);
      if (node.type === TYPE.number || node.type === TYPE.date || node.type === TYPE.time)
        args.add(`${node.value}:${node.type}`);
      if (node.type === TYPE.tag) {
        args.add(`<${node.value}>`);
        walk(node.children);
      }
      if (node.type === TYPE.select || node.type === TYPE.plural) {
        args.add(`${node.value}:${node.type}`);
        if (node.type === TYPE.plural) plurals.push(Object.keys(node.options));
        for (const option of Object.values(node.options)) walk(option.value);
      }
    }
  };
  walk(parse(text));
  return { args: [...args].sort(), plurals };
}

test("both languages have the same messages", () => {
  expect([...en.keys()].filter((key) => !fr.has(key))).toEqual([]);
  expect([...fr.keys()].filter((key) => !en.has(key))).toEqual([]);
});

test("every message is valid ICU with the same arguments in both languages", () => {
  const wrong = [...en].filter(
    ([key, text]) => shape(text).args.join() !== shape(fr.get(key) ?? "").args.join(),
  );
  expect(wrong.map(([key]) => key)).toEqual([]);
});

test("every plural has the categories of its language", () => {
  const missing = (texts: Map<string, string>) =>
    [...texts]
      .filter(([, text]) => shape(text).plurals.some((p) => !p.includes("one") || !p.includes("other")))
      .map(([k]) => k);
  expect(missing(en)).toEqual([]);
  expect(missing(fr)).toEqual([]);
});

test("no French message is an English sentence", () => {
  const same = [...en].filter(([key, text]) => fr.get(key) === text && /[a-z]{4,} [a-z]{3,}/i.test(text));
  expect(same.map(([key]) => key)).toEqual([]);
});

test("French is set with its own typography", () => {
  const wrong = [...fr].flatMap(([key, raw]) => {
    const text = raw.replace(/\{[^{}]*\}/g, "X").replace(/https?:\S+/g, "");
    const faults = [
      /[^\s\u00a0\u202f][;!?»]|[ ][:;!?»]/.test(text) && "space before ; : ! ? »",
      /«[^\u00a0\u202f]/.test(text) && "space after «",
      /'/.test(text.replace(/''/g, "’")) && "apostrophe",
      /\.\.\./.test(text) && "ellipsis",
    ].filter(Boolean);
    return faults.length > 0 ? [`${key}: ${faults.join(", ")} — ${raw}`] : [];
  });
  expect(wrong).toEqual([]);
});

test("no message is left that nothing says", () => {
  const sources = sourceFiles()
    .filter((f) => !f.path.startsWith("tests/"))
    .map((f) => f.text)
    .join("\n");
  const words = new Set(sources.match(/[A-Za-z_][\w]*/g));
  // A key is used when its last part is written somewhere, or composed like `${state}Title`.
  const endings = [...sources.matchAll(/\}([A-Z]\w*)`/g)].map((m) => m[1] ?? "");
  const unused = [...en.keys()].filter((key) => {
    const last = key.split(".").at(-1) ?? "";
    return !words.has(last) && !endings.some((ending) => last.endsWith(ending));
  });
  expect(unused).toEqual([]);
});
