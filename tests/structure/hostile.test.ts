import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allCommands } from "../access/registry";
import { inputs } from "../hostile/inputs";
import { type InputRow, inputRows, missing } from "../hostile/rows";
import { listFiles, root } from "./files";

/** Inputs of the list that nothing tries and nothing waits for. */
const forgotten = (ids: readonly string[], rows: Record<string, InputRow>) =>
  ids.filter((id) => {
    const { tried = [], waits } = rows[id] ?? {};
    const hasTexts = (inputs.find((input) => input.id === id)?.texts ?? []).length > 0;
    return tried.length === 0 && !waits && !hasTexts;
  });

const ids = inputs.map(({ id }) => id);

test("every hostile input is tried, or says what it waits for", () => {
  expect(ids.length).toBe(119);
  expect(new Set(ids).size).toBe(ids.length);
  expect(forgotten(ids, inputRows)).toEqual([]);
  expect(Object.keys(inputRows).filter((id) => !ids.includes(id))).toEqual([]);
});

test("one that is in the list alone is found", () => {
  expect(forgotten([...ids, "H-999"], inputRows)).toEqual(["H-999"]);
  const { "H-050": _gone, ...rest } = inputRows;
  expect(forgotten(ids, rest)).toEqual(["H-050"]);
  expect(forgotten(["H-050"], { "H-050": { tried: [] } })).toEqual(["H-050"]);
});

test("what is said to be tried by a test has that test", () => {
  const wrong = Object.entries(inputRows).flatMap(([id, { tried = [] }]) =>
    tried
      .filter(
        ([file, title]) => !existsSync(root + file) || !readFileSync(root + file, "utf8").includes(title),
      )
      .map(([file, title]) => `${id}: ${file}: ${title}`),
  );
  expect(wrong).toEqual([]);
});

test("nothing waits for what is there already", async () => {
  const there = [...listFiles(), ...(await allCommands())];
  const awaited = new Set(Object.values(inputRows).flatMap(({ waits }) => waits ?? []));
  expect(Object.keys(missing).filter((name) => ![...awaited].includes(name as never))).toEqual([]);
  const come = [...awaited].flatMap((name) => {
    const found = there.find((one) => missing[name].seen.test(one));
    return found ? [`${name}: ${found}`] : [];
  });
  expect(come).toEqual([]);
});
