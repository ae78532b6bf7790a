import { expect, test } from "vitest";
import { tally } from "../../scripts/stages.mjs";

test("a green stage counts its tests", () => {
  expect(tally({ code: 0, passed: 7, failed: 0, skipped: 0 })).toEqual({ passed: 7, failed: 0 });
  expect(tally({ code: 1, passed: 5, failed: 2, skipped: 0 })).toEqual({ passed: 5, failed: 2 });
});

test("a stage that ran nothing has failed, whatever its exit code", () => {
  expect(tally({ code: 0, passed: 0, failed: 0, skipped: 0 })).toMatchObject({ passed: 0, failed: 1 });
  expect(tally({ code: 0, passed: 0, failed: 0, skipped: 9 })).toMatchObject({ passed: 0, failed: 1 });
});

test("skipped tests prove nothing and count as failed", () => {
  expect(tally({ code: 0, passed: 7, failed: 0, skipped: 2 })).toMatchObject({ passed: 7, failed: 2 });
});

test("an error outside the tests is a failure of its own", () => {
  expect(tally({ code: 1, passed: 7, failed: 0, skipped: 0 })).toMatchObject({ passed: 7, failed: 1 });
});
