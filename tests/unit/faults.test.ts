import { expect, test } from "vitest";
import { isMissed, percentile, verdictOf } from "../faults/support/figures";
import { wellAfter } from "../faults/support/outage";
import { OperationLog, type Outcome } from "../faults/support/outcomes";

test("a percentile is a value that was measured; of nothing there is none", () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([0.5, 0.95, 0.99, 1].map((share) => percentile(values, share))).toEqual([50, 95, 99, 100]);
  expect(percentile([7], 0.95)).toBe(7);
  expect(percentile([], 0.95)).toBeNaN();
});

test("a figure is missed beyond its target, and always when it is no number", () => {
  const figure = (value: number, target: Parameters<typeof isMissed>[0]["target"]) =>
    isMissed({ name: "x", value, target });
  expect([0, 1, Number.NaN].map((v) => figure(v, { exactly: 0 }))).toEqual([false, true, true]);
  expect([2, 2.01, Number.NaN].map((v) => figure(v, { atMost: 2 }))).toEqual([false, true, true]);
  expect([1, 0.99, Number.NaN].map((v) => figure(v, { atLeast: 1 }))).toEqual([false, true, true]);
  expect(figure(Number.NaN, undefined)).toBe(false);
  expect(verdictOf({ name: "lost", value: 0, target: { exactly: 0 } })).toBe("lost: 0 (target 0)");
  expect(verdictOf({ name: "p95 s", value: 2.5, target: { atMost: 2 } })).toBe(
    "p95 s: 2.5 (target ≤ 2) MISSED",
  );
});

const entry = (clientId: string, outcome: Outcome, startedAt = 0) => ({
  kind: "registration",
  clientId,
  outcome,
  status: 0,
  startedAt,
  endedAt: startedAt + 1,
});

test("an operation once acknowledged stays so, and an unknown one is known when it was sent again", () => {
  const log = new OperationLog();
  for (const [id, outcome] of [
    ["a", "unknown"],
    ["a", "acknowledged"],
    ["b", "acknowledged"],
    ["b", "unknown"],
    ["c", "unknown"],
    ["c", "failed"],
    ["d", "unknown"],
  ] as const) {
    log.add(entry(id, outcome));
  }
  expect(log.idsThatAre("registration", "acknowledged")).toEqual(["a", "b"]);
  expect(log.idsThatAre("registration", "failed")).toEqual(["c"]);
  expect(log.idsThatAre("registration", "unknown")).toEqual(["d"]);
  expect(log.of("other")).toEqual([]);
});

const look = (startedAt: number, status: number) => ({
  what: "/",
  status,
  hasRetryAfter: false,
  startedAt,
  ms: 10,
});

test("recovery ends with the first good answer after the last bad one", () => {
  const looks = [look(0, 200), look(100, 503), look(200, 503), look(300, 200), look(400, 0), look(500, 200)];
  expect(wellAfter(looks, 150)).toBe(360);
  expect(wellAfter(looks.slice(0, 4), 150)).toBe(160);
  expect(wellAfter(looks.slice(0, 3), 150)).toBeNaN();
});
