import { describe, expect, test } from "vitest";
import { areas } from "@/lib/audit/rules";
import en from "@/messages/en.json";
import fr from "@/messages/fr.json";
import { allCommands } from "./registry";

describe.each([
  ["English", en.control.audit],
  ["French", fr.control.audit],
])("the audit log in %s", (_language, messages) => {
  test("has words for every command, and a place to find it", async () => {
    const commands = await allCommands();
    const words = Object.entries(messages.actions).flatMap(([area, actions]) =>
      Object.keys(actions).map((action) => `${area}.${action}`),
    );
    expect(words.sort()).toEqual(commands);
    const places: readonly string[] = areas;
    expect(commands.filter((name) => !places.includes(name.split(".")[0] ?? ""))).toEqual([]);
  });
});
