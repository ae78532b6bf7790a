import { expect, test } from "vitest";
import { typeset } from "@/components/ui/typeset";

test("a line of a French title never begins with its punctuation, and nothing else moves", () => {
  expect(typeset("Vendre le surplus : ce qui change ?")).toBe(
    "Vendre le surplus\u00a0: ce qui change\u00a0?",
  );
  expect(typeset("« Demain » ; après")).toBe("«\u00a0Demain\u00a0»\u00a0; après");
  expect(typeset("Heat pumps: what works")).toBe("Heat pumps: what works");
  expect(typeset("Already\u00a0: bound")).toBe("Already\u00a0: bound");
});
