import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandRegistry } from "@/lib/server/command";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { codeOf } from "../support/run";
import {
  type AccessWorld,
  accessWorld,
  actorOf,
  foreignId,
  type Persona,
  personas,
  stateOfWorld,
} from "./personas";
import { allCommands, complete, unmatched } from "./registry";
import { commandRows, elsewhere } from "./rows/commands";

const names = await allCommands();

test("every command has a row, and every row a command", () => {
  expect(unmatched(names, commandRows, elsewhere)).toEqual(complete);
});

test("every row lets somebody through, so that its denials mean something", () => {
  const mute = Object.entries(commandRows).filter(([, row]) => !Object.values(row.expect).includes("ok"));
  expect(mute.map(([name]) => name)).toEqual([]);
});

for (const [name, row] of Object.entries(commandRows)) {
  describe(name, () => {
    const command = commandRegistry.get(name);
    if (!command) throw new Error(`no command ${name}`);
    const allowed = personas.find((p) => row.expect[p] === "ok" && p !== "anonymous") ?? "anonymous";
    let shared: AccessWorld;
    beforeAll(async () => {
      shared = await accessWorld();
    });
    /** A refused call changes nothing (that is asserted), so only successes may need a world of their own. */
    const worldFor = async (persona: Persona) => {
      const w = row.once && row.expect[persona] === "ok" ? await accessWorld() : shared;
      await row.given?.(w, persona);
      return w;
    };

    // The allow twin comes first: the same input that others are refused works for somebody.
    const order = [...personas].sort(
      (a, b) => Number(row.expect[b] === "ok") - Number(row.expect[a] === "ok"),
    );
    test.each(order)("%s", async (persona) => {
      const w = await worldFor(persona);
      const input = await row.input(w, persona);
      const actor = await actorOf(w, persona);
      const before = row.expect[persona] === "ok" ? "" : await stateOfWorld();
      const result = await command.execute(actor, input);
      expect(codeOf(result)).toBe(row.expect[persona]);
      if (!result.ok) expect(await stateOfWorld()).toBe(before);
    });

    test.each(row.ids ?? [])(
      "answers the same for an unknown %s and one of another account",
      async (field) => {
        const actor = await actorOf(shared, allowed);
        const input = (await row.input(shared, allowed)) as Record<string, unknown>;
        const theirs = await command.execute(actor, { ...input, [field]: foreignId(shared, field) });
        const nobodys = await command.execute(actor, { ...input, [field]: crypto.randomUUID() });
        expect(codeOf(theirs)).toBe("not_found");
        expect(theirs).toEqual(nobodys);
      },
    );

    test("refuses fields that it does not know", async () => {
      const input = (await row.input(shared, allowed)) as Record<string, unknown>;
      const before = await stateOfWorld();
      const actor = await actorOf(shared, allowed);
      const result = await command.execute(actor, {
        ...input,
        tenantId: shared.other.id,
        isServerAdministrator: true,
      });
      expect(codeOf(result)).toBe("invalid");
      expect(await stateOfWorld()).toBe(before);
    });

    afterAll(async () => expect(await brokenInvariants()).toEqual({}));
  });
}

test("every refusal of a command leaves an audit row, and so does every success that changes something", async () => {
  const w = await accessWorld();
  const command = commandRegistry.get("conferences.cancel");
  await command?.execute(w.actors.invited, { id: w.meeting.id });
  await command?.execute(w.actors.organiser, { id: w.meeting.id });
  const rows = await owner()<{ outcome: string; actor_id: string }[]>`
    SELECT outcome, actor_id FROM audit_events
    WHERE tenant_id = ${w.tenant.id} AND action = 'conferences.cancel' ORDER BY occurred_at, id`;
  expect(rows.map((r) => [r.outcome, r.actor_id])).toEqual([
    ["denied", w.people.invited.userId],
    ["ok", w.people.organiser.userId],
  ]);
});
