import fc from "fast-check";
import { expect, test } from "vitest";
import { effectiveRights, type RightSource, rightsOf } from "@/lib/accounts/policy";
import { choicesText, rightCodes } from "@/lib/accounts/rules";

const code = fc.constantFrom(...rightCodes);
const own = fc.record({ code, effect: fc.constantFrom("allow", "deny"), group: fc.constant(null) });
const given = fc.record({
  code,
  effect: fc.constant("allow"),
  group: fc.record({ id: fc.uuid(), name: fc.constantFrom("Studio", "Direction", null) }),
});
const sources = fc
  .tuple(fc.uniqueArray(own, { selector: (one) => one.code }), fc.array(given))
  .map(([first, second]) => [...second, ...first] as RightSource[]);

test("[A07] a choice for the person beats the groups, else one group is enough, else the right is not given", () => {
  fc.assert(
    fc.property(sources, (list) => {
      const rights = effectiveRights(list);
      expect(rights.map((right) => right.code)).toEqual(rightCodes);
      for (const right of rights) {
        const about = list.filter((source) => source.code === right.code);
        const choice = about.find((source) => source.group === null)?.effect;
        const isGiven = about.some((source) => source.group !== null);
        expect(right.granted).toBe(choice === undefined ? isGiven : choice === "allow");
        expect(right.groups).toHaveLength(about.filter((source) => source.group).length);
      }
      expect([...rightsOf(list)]).toEqual(rights.filter((right) => right.granted).map((right) => right.code));
    }),
  );
});

test("choices for a person read the same in whatever order they come", () => {
  const one = { code: "record", effect: "deny" } as const;
  const two = { code: "calls", effect: "allow" } as const;
  expect(choicesText([one, two])).toBe(choicesText([two, one]));
  expect(choicesText([one])).not.toBe(choicesText([{ ...one, effect: "allow" }]));
});
