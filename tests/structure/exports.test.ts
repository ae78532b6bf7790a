import { describe, expect, test } from "vitest";
import { unimported } from "./exports";
import { type SourceFile, sourceFiles } from "./files";

/** Files that Next answers with or wraps around pages, and the names that it asks them for. */
const nextFile =
  /^app\/(.*\/)?(page|route|layout|template|default|loading|error|global-error|(global-)?not-found|manifest|robots|sitemap|icon)\.tsx?$/;
const nextName =
  /^(default|metadata|generateMetadata|viewport|generateViewport|dynamic|revalidate|runtime|maxDuration|GET|HEAD|POST|PUT|PATCH|DELETE)$/;

/** Everything else that is called by its name or its file, each with who calls it. */
const calledFrom: Record<string, string> = {
  "proxy.ts#proxy": "Next, before each request",
  "proxy.ts#config": "Next, for the paths of the proxy",
  "instrumentation.ts#register": "Next, once at the start of the server",
  "lib/i18n/request.ts#default": "next-intl, whose plugin is given the path in next.config.ts",
};

const isCalled = (path: string, name: string) =>
  (nextFile.test(path) && nextName.test(name)) ||
  (/^[^/]+\.config\.(ts|mjs)$/.test(path) && name === "default") ||
  // What the pool will stand behind comes in two steps.
  path === "db/gate.ts" ||
  // Types for a file beside it, whose own names are looked at.
  path.endsWith(".d.mts") ||
  `${path}#${name}` in calledFrom;

const files = sourceFiles();
/** Nobody can reach what a test exports, and its runners load files by name. What tests import counts as imported. */
const isProduct = (place: string) => !place.startsWith("tests/");

test("every export is imported somewhere (M-03: an action that nothing imports could still be called)", () => {
  expect(unimported(files, isCalled).filter(isProduct)).toEqual([]);
});

test("what is said to be called by its name is there", () => {
  const all = unimported(
    files.filter(({ path }) => !path.startsWith("tests/")),
    () => false,
  );
  expect(Object.keys(calledFrom).filter((place) => !all.includes(place))).toEqual([]);
});

describe("an export that nothing imports is found", () => {
  const file = (path: string, text: string): SourceFile => ({ path, text, lines: text.split("\n").length });
  const found = (...more: SourceFile[]) => unimported(more, isCalled);

  test("a server action, also where its own file uses it", () => {
    const orphan = file(
      "lib/rumours/actions.ts",
      '"use server";\nexport const spreadForm = toFormAction(spread);\nexport async function again() { return spreadForm(); }',
    );
    expect(found(orphan)).toEqual(["lib/rumours/actions.ts#again", "lib/rumours/actions.ts#spreadForm"]);
  });

  test("a name in a list, and a default", () => {
    const orphan = file("lib/rumours/rules.ts", "const a = 1;\nexport { a as first };\nexport default a;");
    expect(found(orphan)).toEqual(["lib/rumours/rules.ts#default", "lib/rumours/rules.ts#first"]);
  });

  test("a name of a page's file that Next does not ask for", () => {
    const page = file("app/rumours/page.tsx", "export const forgotten = 1;\nexport default () => null;");
    expect(found(page)).toEqual(["app/rumours/page.tsx#forgotten"]);
  });

  test.each([
    ["by name", 'import { type Rumour, one as two } from "./rules";'],
    ["over several lines", 'import {\n  type Rumour,\n  one,\n} from "@/lib/rumours/rules";'],
    ["as a whole", 'import * as rules from "@/lib/rumours/rules";\nrules.one;'],
    ["handed on", 'export { one } from "./rules";\nimport { one } from "./middle";'],
    ["when it is needed", 'const { one } = await import("./rules");'],
  ])("but not one that is imported %s", (_how, text) => {
    expect(
      found(file("lib/rumours/rules.ts", "export const one = 1;"), file("lib/rumours/middle.ts", text)),
    ).toEqual([]);
  });

  test("a namespace counts for what is asked of it only", () => {
    expect(
      found(
        file("lib/rumours/rules.ts", "export const one = 1;\nexport const two = 2;"),
        file("lib/rumours/old.ts", 'import * as rules from "./rules";\nrules.one;'),
      ),
    ).toEqual(["lib/rumours/rules.ts#two"]);
  });
});
