import { actionName, builtActions, builtAddresses, builtRoutes } from "../access/built";
import { allRoutes, complete, unmatched } from "../access/registry";
import { routeRows } from "../access/routes";
import { actionRows } from "../access/rows/actions";
import { commandRows, elsewhere } from "../access/rows/commands";
import { expect, test } from "./support/browser";

/** What the build answers is what the access matrix knows. */

test("the pages and routes of the build are those of the matrix (T-01)", () => {
  const stem = (file: string) => file.replace(/\.tsx?$/, "");
  const rows = Object.fromEntries(Object.entries(routeRows).map(([file, row]) => [stem(file), row]));
  expect(builtRoutes().length).toBeGreaterThan(40);
  expect(unmatched(builtRoutes(), rows)).toEqual(complete);
  expect(builtRoutes()).toEqual(allRoutes().map(stem).sort());
  // No rewrite and no second router serves an address that is no file.
  const { files, served } = builtAddresses();
  expect(served).toEqual(files);
});

test("the server actions of the build are those of the matrix (T-02)", () => {
  const names = builtActions().map(actionName);
  expect(names.length).toBeGreaterThan(20);
  expect(unmatched(names, actionRows)).toEqual(complete);
  const commands = Object.values(actionRows).flatMap(({ runs }) => runs);
  expect(commands.filter((command) => !(command in commandRows || command in elsewhere))).toEqual([]);
});

test("one action or page without a row, or a row without one, turns that red", () => {
  const names = builtActions().map(actionName);
  const rumour = "lib/rumours/actions.ts#spreadForm";
  expect(unmatched([...names, rumour], actionRows)).toEqual({ withoutRow: [rumour], withoutThing: [] });
  const [gone = ""] = names;
  expect(unmatched(names.slice(1), actionRows)).toEqual({ withoutRow: [], withoutThing: [gone] });
  const page = "app/(area)/rumours/page";
  expect(unmatched([page], {}).withoutRow).toEqual([page]);
});
