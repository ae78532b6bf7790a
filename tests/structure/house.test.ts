import { expect, test } from "vitest";
import { importsOf, sourceFiles } from "./files";

const files = sourceFiles();
const core = ["server", "realtime", "jobs", "ports", "time", "i18n"];
const domainFile = /^lib\/([a-z-]+)\/(.+)$/;

const isDomain = (path: string) => {
  const domain = domainFile.exec(path)?.[1];
  return domain !== undefined && !core.includes(domain);
};
const product = files.filter((f) => /^(app|components|lib|db)\//.test(f.path) || f.path === "proxy.ts");

/** The closed vocabulary of a domain folder; sub-folders use the same names. See the README's map. */
const vocabulary = new Set(["schema", "policy", "rules", "queries", "commands", "actions", "jobs", "mail"]);

/** Files of a domain outside the vocabulary, each with its reason in the README's decisions. */
const exceptions = new Set([
  "lib/registrations/guest-cookie.ts",
  "lib/auth/next-auth.ts",
  "lib/auth/page.ts",
]);

test("a domain folder holds only files of the closed vocabulary", () => {
  const strangers = product
    .filter((f) => isDomain(f.path) && !exceptions.has(f.path))
    .filter(
      (f) =>
        !vocabulary.has(
          f.path
            .split("/")
            .at(-1)
            ?.replace(/\.tsx?$/, "") ?? "",
        ),
    )
    .map((f) => f.path);
  expect(strangers).toEqual([]);
});

type Arrow = { from: RegExp; mayNot: RegExp; except?: RegExp };

/** app → components → lib/<domain>/{schema,policy,rules,actions} → lib core → db; nothing the other way. */
const forbidden: Arrow[] = [
  { from: /^(lib|components|db)\//, mayNot: /^app\// },
  { from: /^(lib|db)\//, mayNot: /^components\// },
  {
    from: /^components\//,
    mayNot: /^(db\/|lib\/[a-z-]+\/(?:.*\/)?(queries|commands|jobs|mail)$|lib\/server\/(?!actor$))/,
  },
  { from: /^components\/(ui|forms)\//, mayNot: /^lib\/(?!errors$|i18n\/)/ },
  { from: /^app\//, mayNot: /^db\// },
  { from: /^app\//, mayNot: /^lib\/server\/(command|crypto|rate-limit)$/ },
  {
    from: /^lib\//,
    mayNot: /^db\//,
    except: /^lib\/(server|jobs|ports|realtime)\/|\/(queries|commands|jobs|mail)\.tsx?$/,
  },
  { from: /^lib\/(time|i18n\/locales)/, mayNot: /^lib\/(?!time|i18n)/ },
  {
    from: /\/(policy|rules)\.ts$/,
    mayNot: /^(db\/|lib\/server\/(?!actor$))|\/(queries|commands|actions|jobs)$/,
  },
];

test("imports follow the arrows of the house", () => {
  const wrong = product.flatMap((file) =>
    importsOf(file).flatMap((target) =>
      forbidden.some((a) => a.from.test(file.path) && a.mayNot.test(target) && !a.except?.test(file.path))
        ? [`${file.path} → ${target}`]
        : [],
    ),
  );
  expect(wrong).toEqual([]);
});

test("domains import each other without cycles", () => {
  const edges = new Map<string, Set<string>>();
  for (const file of product) {
    const from = isDomain(file.path) ? domainFile.exec(file.path)?.[1] : undefined;
    if (!from) continue;
    for (const target of importsOf(file)) {
      const to = isDomain(target) ? domainFile.exec(target)?.[1] : undefined;
      if (to && to !== from) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  const cycles: string[] = [];
  const walk = (domain: string, trail: string[]) => {
    if (trail.includes(domain)) {
      cycles.push([...trail.slice(trail.indexOf(domain)), domain].join(" → "));
      return;
    }
    for (const next of edges.get(domain) ?? []) walk(next, [...trail, domain]);
  };
  for (const domain of edges.keys()) walk(domain, []);
  expect([...new Set(cycles)]).toEqual([]);
});

test("no file passes 400 lines", () => {
  expect(files.filter((f) => f.lines > 401).map((f) => `${f.path} ${f.lines}`)).toEqual([]);
});

test("a file says “use client” if and only if its name says client", () => {
  const wrong = product.filter(
    (f) =>
      /\.tsx?$/.test(f.path) &&
      // Next gives this file its name and demands the directive in it.
      !/^app\/(?:.+\/)?(?:global-)?error\.tsx$/.test(f.path) &&
      /^["']use client["']/m.test(f.text.slice(0, 200)) !== /\.client\.tsx?$/.test(f.path),
  );
  const engines = wrong.filter((f) => !/^["']use client["']/m.test(f.text.slice(0, 200)));
  expect(wrong.filter((f) => !engines.includes(f)).map((f) => f.path)).toEqual([]);
  expect(engines.filter((f) => f.path.endsWith(".client.tsx")).map((f) => f.path)).toEqual([]);
});

test("islands are a small share of the interface", () => {
  const tsx = product.filter((f) => f.path.endsWith(".tsx"));
  const sum = (list: typeof tsx) => list.reduce((total, f) => total + f.lines, 0);
  const share = sum(tsx.filter((f) => f.path.endsWith(".client.tsx"))) / sum(tsx);
  expect(share).toBeLessThanOrEqual(0.45);
});

test("nothing is placed by physical left and right", () => {
  const physical =
    /["'`\s:](?:-?(?:ml|mr|pl|pr)-[\w[]|(?:left|right)-(?:\d|\[|auto|full|px)|text-(?:left|right)\b|border-[lr](?:-|\b)|rounded-[lr](?:-|\b))/;
  const wrong = product
    .filter((f) => f.path.endsWith(".tsx"))
    .flatMap((f) =>
      f.text.split("\n").flatMap((line, i) => (physical.test(line) ? [`${f.path}:${i + 1}`] : [])),
    );
  expect(wrong).toEqual([]);
});

test("server actions are made by the one wrapper, and a file of actions exports nothing else", () => {
  const actions = product.filter((f) => /^["']use server["']/m.test(f.text.slice(0, 200)));
  const odd = actions.flatMap((f) =>
    [...f.text.matchAll(/^export\s+(?!async function|const \w+ = (?:async|to(?:Form)?Action))(.*)$/gm)].map(
      (m) => `${f.path}: ${m[0]}`,
    ),
  );
  expect(actions.filter((f) => !f.path.endsWith("/actions.ts")).map((f) => f.path)).toEqual([]);
  expect(odd).toEqual([]);
});

test("nobody writes SQL as text, spreads input into a row or imports all of zod", () => {
  const rules: [string, RegExp, RegExp?][] = [
    ["sql.raw", /\bsql\.raw\b/],
    [".unsafe", /\.unsafe\(/, /^(tests|scripts|db)\//],
    ["set spread", /\.set\(\{\s*\.\.\./],
    ["values spread", /\.values\(\{\s*\.\.\.input/],
    ["zod import", /import\s+\{[^}]*\}\s+from\s+["']zod["']/],
    ["Math.random for secrets", /Math\.random\(\)/, /^(tests|scripts|components)\/|lib\/server\/command\.ts/],
    ["dangerous HTML", /dangerouslySetInnerHTML/],
  ];
  const wrong = files
    .filter((f) => !f.path.startsWith("tests/structure/"))
    .flatMap((f) =>
      rules.filter(([, bad, ok]) => bad.test(f.text) && !ok?.test(f.path)).map(([n]) => `${f.path}: ${n}`),
    );
  expect(wrong).toEqual([]);
});

test("no test is skipped, focused, retried or asleep", () => {
  const slack =
    /\b(?:test|it|describe)\.(?:skip|only|fixme|fails|todo)\b|waitForTimeout|\bretries:\s*[1-9]|retry:\s*[1-9]/;
  const wrong = files
    .filter((f) => f.path.startsWith("tests/") && !f.path.startsWith("tests/structure/"))
    .flatMap((f) =>
      f.text
        .split("\n")
        .flatMap((line, i) => (slack.test(line) ? [`${f.path}:${i + 1} ${line.trim()}`] : [])),
    );
  expect(wrong).toEqual([]);
});
