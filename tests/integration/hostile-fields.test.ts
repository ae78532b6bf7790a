import { beforeAll, describe, expect, test } from "vitest";
import { commandRegistry } from "@/lib/server/command";
import { type AccessWorld, accessWorld, actorOf, personas, stateOfWorld } from "../access/personas";
import { allCommands } from "../access/registry";
import { commandRows } from "../access/rows/commands";
import { pathsOf, withValue } from "../hostile/paths";
import { deep, hostileTexts, privilegedKeys, wrongTypes } from "../hostile/values";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { codeOf } from "../support/run";

/**
 * Every field of every command with everything that its form would never send. Whatever it is, the answer is a result
 * with a code that a person can read, and a refusal leaves the world as it was.
 */
await allCommands();

/** Tries are counted by network and by person; here the same person tries some hundred times. */
const forgetTries = async () => {
  await owner()`WITH hits AS (DELETE FROM rate_limits) DELETE FROM attempt_counters`;
};

const nested = deep(20_000);
const [NUL_IN_A_NAME] = hostileTexts;
const faults = new Set(["unexpected", "unavailable", "too_many_requests"]);

let shared: Promise<AccessWorld> | undefined;
/** One world for all; a command that takes away what the next would need has its own. */
const sharedWorld = () => {
  shared ??= accessWorld();
  return shared;
};

for (const [name, row] of Object.entries(commandRows)) {
  describe(name, () => {
    const command = commandRegistry.get(name);
    if (!command) throw new Error(`no command ${name}`);
    const persona = personas.find((p) => row.expect[p] === "ok" && p !== "anonymous") ?? "anonymous";
    let w: AccessWorld;
    let good: Record<string, unknown>;
    beforeAll(async () => {
      w = await (row.once ? accessWorld() : sharedWorld());
      await row.given?.(w, persona);
      good = (await row.input(w, persona)) as Record<string, unknown>;
    });

    /** Runs it as whoever may. Refusals are counted on to change nothing, which is looked at once at the end. */
    const run = async (input: unknown) => {
      await forgetTries();
      return command.execute(await actorOf(w, persona), input);
    };

    test("hostile values in any field are refused or stored as text (T-10, T-12, T-26)", async () => {
      const refused: unknown[] = [];
      for (const path of pathsOf(command.input)) {
        for (const value of [...hostileTexts, ...wrongTypes, nested]) {
          const input = withValue(good, path, value);
          // What does not parse gets no further: one such call each stands for all of them.
          if (!command.input.safeParse(input).success && value !== NUL_IN_A_NAME) continue;
          const result = await run(input);
          const what = `${path.join(".")} = ${describeValue(value)}`;
          expect([what, faults.has(codeOf(result))]).toEqual([what, false]);
          if (!result.ok) refused.push(input);
          // A password that was changed would make the next one's old password wrong.
          else await row.given?.(w, persona);
        }
      }
      const state = await stateOfWorld();
      for (const input of refused) await run(input);
      expect(await stateOfWorld()).toBe(state);
    });

    test("no input at all, or one of another kind, is refused", async () => {
      for (const value of [...wrongTypes, "", "x".repeat(1_000_000), nested]) {
        const isPlain = typeof value === "object" && value !== null && Object.keys(value).length === 0;
        // An object without fields is what a command without fields takes.
        if (isPlain && pathsOf(command.input).length === 0) continue;
        expect([describeValue(value), codeOf(await run(value))]).toEqual([describeValue(value), "invalid"]);
      }
    });

    test("privileged fields are refused, and nobody's prototype changes (T-10)", async () => {
      const state = await stateOfWorld();
      const known = new Set(pathsOf(command.input).map(([first]) => first));
      const foreign = privilegedKeys.filter((key) => !known.has(key));
      const taken = foreign.filter((key) => command.input.safeParse({ ...good, [key]: true }).success);
      expect(taken).toEqual([]);
      const all = Object.fromEntries(foreign.map((key) => [key, true]));
      expect(codeOf(await run({ ...good, ...all }))).toBe("invalid");
      const polluting = JSON.parse('{"__proto__":{"isAdministrator":true},"constructor":{"prototype":{}}}');
      expect(codeOf(await run(Object.assign(Object.create(null), good, polluting)))).toBe("invalid");
      expect(({} as Record<string, unknown>).isAdministrator).toBeUndefined();
      expect(await stateOfWorld()).toBe(state);
    });
  });
}

test("nothing that hides or misleads is stored anywhere, and the books still balance", async () => {
  const tables = await owner()<{ name: string }[]>`SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`;
  const misleading = "[\u0001-\u0008\u000e-\u001f\u200b\u2028-\u202e\u2060-\u2069\ufeff]";
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await owner().unsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM "${name}" t WHERE t::text ~ $1 LIMIT 1`,
      [misleading],
    );
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  expect(found).toEqual([]);
  expect(await brokenInvariants()).toEqual({});
});

function describeValue(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : Object.prototype.toString.call(value);
  return typeof value === "number" || value === null ? String(value) : text.slice(0, 60);
}
