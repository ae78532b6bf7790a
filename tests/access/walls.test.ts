import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { commandRegistry } from "@/lib/server/command";
import { owner } from "../support/database";
import { codeOf } from "../support/run";
import { type FurnishedWorld, furnishedWorld, marksOf } from "./furnished";
import { foreignId } from "./personas";
import { holdsSomething, marksIn, readAtHome, userOf } from "./read";
import { allCommands } from "./registry";
import { commandRows } from "./rows/commands";
import { allQueryRows } from "./rows/queries";
import { foreigners, type QueryRow } from "./rows/types";

/**
 * Two walls stand between the accounts: the tenant in every WHERE, and row-level security. Each is taken away in turn,
 * and the other one holds alone. Without both the same rows leak, so that the tests are known to look at the walls.
 */
let w: FurnishedWorld;
let marks: string[];
beforeAll(async () => {
  await allCommands();
  w = await furnishedWorld();
  marks = await marksOf(w.tenant);
});

const firstWall = (stands: boolean) => {
  if (stands) delete process.env.FOYER_WALL_DOWN;
  else process.env.FOYER_WALL_DOWN = "queries";
};

/** This file has a database of its own. */
async function secondWall(stands: boolean): Promise<void> {
  const tables = await owner()<{ name: string }[]>`SELECT oid::regclass::text AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r','p') AND relrowsecurity <> ${stands}
      AND oid IN (SELECT polrelid FROM pg_policy)`;
  const way = stands ? "ENABLE" : "DISABLE";
  for (const { name } of tables) await owner().unsafe(`ALTER TABLE ${name} ${way} ROW LEVEL SECURITY`);
}

afterEach(async () => {
  firstWall(true);
  await secondWall(true);
});

/** What users of the other account get that is not theirs. */
async function leaks(row: QueryRow): Promise<boolean> {
  for (const persona of foreigners) {
    const value = await readAtHome(row, w, await userOf(w, persona));
    if ((!row.isOwnAffair && holdsSomething(value)) || marksIn(value, marks).length > 0) return true;
  }
  return false;
}

async function leakingQueries(): Promise<string[]> {
  const names: string[] = [];
  for (const { name, row } of allQueryRows) if (await leaks(row)) names.push(name);
  return names;
}

const commandIds = Object.entries(commandRows).flatMap(([name, row]) =>
  (row.ids ?? []).map((field) => ({ name, field, row })),
);
const guardedCommands = commandIds.filter(({ row }) => !row.neverLeaks).map(({ name }) => name);

/** Commands by the host of one account, who may do everything there, on a record of the other one. */
async function leakingCommands(): Promise<string[]> {
  const names: string[] = [];
  for (const { name, field, row } of commandIds) {
    const input = (await row.input(w, "administrator")) as Record<string, unknown>;
    const result = await commandRegistry
      .get(name)
      ?.execute(w.actors.administrator, { ...input, [field]: foreignId(w, field) });
    if (result && codeOf(result) !== "not_found") names.push(name);
  }
  return names;
}

const guarded = allQueryRows.filter(({ row }) => !row.neverLeaks).map(({ name }) => name);

describe("[T-09] nothing of one account reaches the users of another", () => {
  test("with the tenant taken out of every WHERE, by row-level security alone", async () => {
    firstWall(false);
    expect(await leakingQueries()).toEqual([]);
    expect(await leakingCommands()).toEqual([]);
  });

  test("with row-level security off, by the queries alone", async () => {
    await secondWall(false);
    expect(await leakingQueries()).toEqual([]);
    expect(await leakingCommands()).toEqual([]);
  });

  test("but with both down everything leaks that nothing else holds (negative control)", async () => {
    firstWall(false);
    await secondWall(false);
    expect(await leakingQueries()).toEqual(guarded);
    expect(await leakingCommands()).toEqual(guardedCommands);
  });
});
