import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { channels } from "@/lib/realtime/channels";
import { root } from "../structure/files";
import { allActions } from "./actions";
import { allChannels, allCommands, allQueries, allRoutes, complete, unmatched } from "./registry";
import { routeRows } from "./routes";
import { actionRows } from "./rows/actions";
import { channelRows } from "./rows/channels";
import { commandRows, elsewhere } from "./rows/commands";
import { queriesElsewhere, queryRows } from "./rows/queries";

test("every page and route handler has a row, and every row a file", () => {
  expect(unmatched(allRoutes(), routeRows)).toEqual(complete);
});

test("every server action has a row, and runs the commands of its row through our wrapper (T-02)", async () => {
  await allCommands();
  const runs = Object.fromEntries(
    Object.entries(actionRows).map(([name, row]) => [name, [...row.runs].sort()]),
  );
  const found = Object.entries(await allActions()).map(([name, commands]) => [name, commands.sort()]);
  expect(Object.fromEntries(found)).toEqual(runs);
});

test("what is tested elsewhere is tested there", () => {
  const files = Object.values({ ...elsewhere, ...queriesElsewhere }).flatMap((reason) =>
    (reason.match(/[\w./-]+\.test\.ts/g) ?? []).map((name) =>
      name.includes("/") ? name : `tests/access/${name}`,
    ),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((path) => !existsSync(root + path))).toEqual([]);
});

/**
 * The suites ask the same functions the same question; here the house has one more of each, as files that were written
 * and not yet committed.
 */
describe("adding one without a row turns the tests red", () => {
  let house: string;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  };
  beforeAll(() => {
    house = `${mkdtempSync(join(tmpdir(), "foyer-house-"))}/`;
    execFileSync("git", ["init", "--quiet"], { cwd: house });
    write(
      "lib/rumours/commands.ts",
      `import * as z from "zod";
       import { command } from "@/lib/server/command";
       export const spread = command({ name: "rumours.spread", input: z.strictObject({}),
         subject: async () => ({}), can: () => true, run: async () => ({}) });`,
    );
    write("lib/rumours/old/queries.ts", "export const listRumours = async (scope: unknown) => [scope];");
    write(
      "lib/rumours/actions.ts",
      [
        'import { toFormAction } from "@/lib/server/transport";',
        'import { spread } from "./commands";',
        "export const spreadForm = toFormAction(spread);",
        "export async function spreadAnyway(input: unknown) { return spread.execute(undefined as never, input); }",
      ].join("\n"),
    );
    write("app/(area)/rumours/page.tsx", "export default () => null;");
    write("app/api/rumours/route.ts", "export const GET = () => new Response();");
    write("app/rumours/sitemap.ts", "export default () => [];");
    // None of these is one.
    write("lib/rumours/rules.ts", "export const isRumour = () => true;");
    write("app/(area)/rumours/rumour-page.tsx", "export const RumourPage = () => null;");
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  /** What the check says about more names that it did not say before. */
  const news = (names: readonly string[], more: readonly string[], ...tables: Record<string, unknown>[]) => {
    const before = unmatched(names, ...tables).withoutRow;
    return unmatched([...names, ...more], ...tables).withoutRow.filter((name) => !before.includes(name));
  };

  test("a command", async () => {
    const names = await allCommands();
    expect(news(names, await allCommands(house), commandRows, elsewhere)).toEqual(["rumours.spread"]);
  });

  test("a server action, which is then seen to run its command, or to run it past the wrapper", async () => {
    expect(await allActions(house)).toEqual({
      "lib/rumours/actions.ts#spreadForm": ["rumours.spread"],
      "lib/rumours/actions.ts#spreadAnyway": [],
    });
    const more = Object.keys(await allActions(house));
    expect(news(Object.keys(await allActions()), more, actionRows)).toEqual(more);
  });

  test("a query", async () => {
    const more = await allQueries(house);
    expect(news(await allQueries(), more, queryRows, queriesElsewhere)).toEqual(["rumours/old.listRumours"]);
  });

  test("a page, a route handler and a file that Next answers with", () => {
    expect(news(allRoutes(), allRoutes(house), routeRows)).toEqual([
      "app/(area)/rumours/page.tsx",
      "app/api/rumours/route.ts",
      "app/rumours/sitemap.ts",
    ]);
  });

  test("a channel", () => {
    const more = { ...channels, rumours: (id: string) => `private-r-${id}` };
    expect(news(allChannels(), allChannels(more), channelRows)).toEqual(["rumours"]);
  });

  test("and so does a row whose command, query, route or channel is gone", async () => {
    const gone = (names: readonly string[], ...tables: Record<string, unknown>[]) => {
      const before = unmatched(names, ...tables).withoutThing;
      return unmatched(names.slice(1), ...tables).withoutThing.filter((name) => !before.includes(name));
    };
    const commands = await allCommands();
    const queries = await allQueries();
    expect(gone(commands, commandRows, elsewhere)).toEqual(commands.slice(0, 1));
    expect(gone(queries, queryRows, queriesElsewhere)).toEqual(queries.slice(0, 1));
    expect(gone(allRoutes(), routeRows)).toEqual(allRoutes().slice(0, 1));
    expect(gone(allChannels(), channelRows)).toEqual(allChannels().slice(0, 1));
  });
});
