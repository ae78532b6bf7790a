import { describe, expect, test } from "vitest";
import { commandRegistry } from "@/lib/server/command";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { codeOf } from "../support/run";
import { accessWorld, actorOf, personas, stateOfWorld } from "./personas";
import { allCommands } from "./registry";
import { commandRows } from "./rows/commands";

const names = await allCommands();

test("every command has a row, and every row a command", () => {
  expect(names.filter((name) => !(name in commandRows))).toEqual([]);
  expect(Object.keys(commandRows).filter((name) => !names.includes(name))).toEqual([]);
});

test("every row lets somebody through, so that its denials mean something", () => {
  const mute = Object.entries(commandRows).filter(([, row]) => !Object.values(row.expect).includes("ok"));
  expect(mute.map(([name]) => name)).toEqual([]);
});

for (const [name, row] of Object.entries(commandRows)) {
  describe(name, () => {
    // The allow twin comes first: the same input that others are refused works for somebody.
    const order = [...personas].sort(
      (a, b) => Number(row.expect[b] === "ok") - Number(row.expect[a] === "ok"),
    );
    test.each(order)("%s", async (persona) => {
      const command = commandRegistry.get(name);
      if (!command) throw new Error(`no command ${name}`);
      const w = await accessWorld();
      await row.given?.(w, persona);
      const input = await row.input(w, persona);
      const actor = await actorOf(w, persona);
      const before = await stateOfWorld();
      const result = await command.execute(actor, input);
      expect(result.ok ? "ok" : result.error).toEqual(
        row.expect[persona] === "ok" ? "ok" : expect.objectContaining({ code: row.expect[persona] }),
      );
      if (codeOf(result) !== "ok") expect(await stateOfWorld()).toBe(before);
      expect(await brokenInvariants()).toEqual({});
    });

    for (const field of row.ids ?? []) {
      test(`answers the same for an unknown ${field} and one of another account`, async () => {
        const command = commandRegistry.get(name);
        const allowed = personas.find((p) => row.expect[p] === "ok" && p !== "anonymous");
        if (!command || !allowed) throw new Error(`nobody may ${name}`);
        const w = await accessWorld();
        await row.given?.(w, allowed);
        const actor = await actorOf(w, allowed);
        const input = (await row.input(w, allowed)) as Record<string, unknown>;
        const [foreign] = await owner()<{ participant: string; user: string }[]>`
          SELECT id AS participant, user_id AS user FROM participants WHERE conference_id = ${w.foreign.id} LIMIT 1`;
        const foreignIds: Record<string, string> = {
          participantId: foreign?.participant ?? "",
          userId: foreign?.user ?? "",
        };
        const theirs = await command.execute(actor, { ...input, [field]: foreignIds[field] ?? w.foreign.id });
        const nobodys = await command.execute(actor, { ...input, [field]: crypto.randomUUID() });
        expect(codeOf(theirs)).toBe("not_found");
        expect({ ...theirs, error: { ...("error" in theirs ? theirs.error : {}), ref: undefined } }).toEqual({
          ...nobodys,
          error: { ...("error" in nobodys ? nobodys.error : {}), ref: undefined },
        });
      });
    }

    test("refuses fields that it does not know", async () => {
      const command = commandRegistry.get(name);
      const allowed = personas.find((p) => row.expect[p] === "ok");
      if (!command || !allowed) throw new Error(`nobody may ${name}`);
      const w = await accessWorld();
      await row.given?.(w, allowed);
      const input = (await row.input(w, allowed)) as Record<string, unknown>;
      const before = await stateOfWorld();
      const result = await command.execute(await actorOf(w, allowed), {
        ...input,
        tenantId: w.other.id,
        role: "owner",
        isAdministrator: true,
      });
      expect(codeOf(result)).toBe("invalid");
      expect(await stateOfWorld()).toBe(before);
    });
  });
}

test("every refusal of a command leaves an audit row, and so does every success that changes something", async () => {
  const w = await accessWorld();
  const command = commandRegistry.get("conferences.cancel");
  await command?.execute(w.actors.invited, { id: w.meeting.id });
  await command?.execute(w.actors.organiser, { id: w.meeting.id });
  const rows = await owner()<{ outcome: string; actor_id: string }[]>`
    SELECT outcome, actor_id FROM audit_events WHERE action = 'conferences.cancel' ORDER BY occurred_at, id`;
  expect(rows.map((r) => [r.outcome, r.actor_id])).toEqual([
    ["denied", w.people.invited.userId],
    ["ok", w.people.organiser.userId],
  ]);
});
