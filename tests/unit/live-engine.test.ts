import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { constraintsOf, statusOfError } from "@/components/live/engine/devices";
import { gridOf } from "@/components/live/engine/grid";
import { scaled } from "@/components/live/engine/meter";
import { Outgoing } from "@/components/live/engine/outgoing";

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

describe("what a connection has to say gets through a bad network (R-14)", () => {
  const offer = { type: "offer" as const, sdp: "v=0" };
  const candidate = (n: number) => ({ candidate: `candidate:${n}` });
  let isAway: boolean;
  let arrived: string[];
  let delivered: number;
  let outgoing: Outgoing;
  beforeEach(() => {
    vi.useFakeTimers();
    isAway = false;
    arrived = [];
    delivered = 0;
    outgoing = new Outgoing(
      async ({ description, candidates = [] }) => {
        if (!isAway) arrived.push([description?.sdp, ...candidates.map((c) => c.candidate)].join(" ").trim());
        return !isAway;
      },
      () => delivered++,
    );
  });
  afterEach(() => {
    outgoing.close();
    vi.useRealTimers();
  });

  test("a description takes the first candidates along; what comes later follows in order", async () => {
    outgoing.describe(offer);
    outgoing.trickle(candidate(1));
    await vi.advanceTimersByTimeAsync(50);
    outgoing.trickle(candidate(2));
    outgoing.trickle(candidate(3));
    await vi.advanceTimersByTimeAsync(50);
    expect(arrived).toEqual(["v=0 candidate:1", "candidate:2 candidate:3"]);
    expect(delivered).toBe(2);
  });

  test("nothing is lost while the network is away, and the newest description goes when it is back", async () => {
    isAway = true;
    outgoing.describe(offer);
    outgoing.trickle(candidate(1));
    await vi.advanceTimersByTimeAsync(5000);
    outgoing.describe({ ...offer, sdp: "v=1" });
    expect(outgoing.isBusy).toBe(true);
    isAway = false;
    outgoing.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(arrived).toEqual(["v=1 candidate:1"]);
    expect(outgoing.isBusy).toBe(false);
  });

  test("a connection that was given up says nothing more", async () => {
    isAway = true;
    outgoing.describe(offer);
    await vi.advanceTimersByTimeAsync(100);
    isAway = false;
    outgoing.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(arrived).toEqual([]);
  });
});
