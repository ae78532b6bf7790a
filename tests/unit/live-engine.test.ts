import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gridOf } from "@/components/live/engine/grid";
import { constraintsOf, statusOfError } from "@/components/live/engine/media";
import { scaled } from "@/components/live/engine/meter";

describe("the grid of the stage", () => {
  test.each([
    [1, false, 1, [1]],
    [2, false, 1, [1, 1]],
    [3, false, 1, [1, 1, 1]],
    [4, false, 2, [1, 1, 1, 1]],
    [5, false, 2, [2, 2, 2, 3, 3]],
    [6, false, 2, [1, 1, 1, 1, 1, 1]],
    [7, false, 3, [2, 2, 2, 3, 3, 3, 3]],
    [9, false, 3, Array(9).fill(1)],
    [2, true, 2, [1, 1]],
    [3, true, 2, [1, 1, 2]],
    [6, true, 3, [1, 1, 1, 1, 1, 1]],
  ])("[I01] %i tiles (upright: %s) on %i rows", (count, isUpright, rows, spans) => {
    const grid = gridOf(count, isUpright);
    expect(grid.rows).toBe(rows);
    expect(grid.spans).toEqual(spans);
  });

  test("[I01] every row is filled, whatever the number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.boolean(), (count, isUpright) => {
        const { columns, rows, spans } = gridOf(count, isUpright);
        expect(spans).toHaveLength(count);
        expect(spans.reduce((sum, span) => sum + span, 0)).toBe(columns * rows);
      }),
    );
  });
});

test("a browser's refusal becomes what the person can do about it", () => {
  const named = (name: string) => Object.assign(new Error(name), { name });
  expect(statusOfError(named("NotAllowedError"))).toBe("denied");
  expect(statusOfError(named("NotFoundError"))).toBe("missing");
  expect(statusOfError(named("NotReadableError"))).toBe("busy");
  expect(statusOfError(named("TypeError"))).toBe("failed");
  expect(statusOfError("?")).toBe("failed");
});

test("a chosen device is asked for by name, and nothing is asked for that is not wanted", () => {
  const chosen = { microphone: "m1", camera: "", speaker: "" };
  expect(constraintsOf({ microphone: true, camera: false }, chosen)).toMatchObject({
    audio: { deviceId: { exact: "m1" }, echoCancellation: true },
    video: false,
  });
  expect(constraintsOf({ microphone: false, camera: true }, chosen).video).not.toHaveProperty("deviceId");
});

test("loudness is shown as it is heard", () => {
  expect(scaled(0)).toBe(0);
  expect(scaled(1)).toBe(1);
  expect(scaled(0.001)).toBeCloseTo(0, 5);
  expect(scaled(0.1)).toBeCloseTo(2 / 3, 5);
});
