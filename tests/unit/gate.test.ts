import { beforeEach, expect, test, vi } from "vitest";
import { Gate, type NotAdmitted, patiently } from "@/db/gate";

const limits = {
  places: 2,
  waitMs: 2000,
  queueMs: 10_000,
  patienceMs: 30_000,
  stuckMs: 6000,
  suspicionMs: 2000,
  againMs: 250,
};

let isThere: boolean;
let discarded: number;
let gate: Gate;

beforeEach(() => {
  vi.useFakeTimers();
  isThere = true;
  discarded = 0;
  gate = new Gate(limits, {
    answers: async () => isThere,
    discard: () => {
      discarded++;
    },
  });
  return () => vi.useRealTimers();
});

/** Work that ends when it is told to. */
function aTask() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, run: () => done };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "in",
    (error: NotAdmitted) => error.code,
  );
const lost = () => Promise.reject(Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" }));

test("places are given in the order of asking (R-07)", async () => {
  const tasks = [aTask(), aTask()];
  const running = tasks.map(({ run }) => gate.pass(run));
  const order: number[] = [];
  const waiting = [1, 2, 3].map((n) => gate.pass(async () => order.push(n)));
  for (const { end } of tasks) end();
  await Promise.all([...running, ...waiting]);
  expect(order).toEqual([1, 2, 3]);
});

test("who waits longer than two seconds is refused, and the place goes to the next (R-07)", async () => {
  const tasks = [aTask(), aTask()];
  const running = tasks.map(({ run }) => gate.pass(run));
  const late = codeOf(gate.pass(async () => {}));
  await vi.advanceTimersByTimeAsync(1999);
  const next = codeOf(gate.pass(async () => {}));
  await vi.advanceTimersByTimeAsync(1);
  expect(await late).toBe("CONNECTION_BUSY");
  for (const { end } of tasks) end();
  expect(await next).toBe("in");
  await Promise.all(running);
  expect(await codeOf(gate.pass(async () => {}))).toBe("in");
});

test("a crowd waits longer while the queue moves, and ten seconds at most (R-01)", async () => {
  // Each stays for a second: both places change hands all the time.
  const aSecond = () => new Promise<void>((resolve) => setTimeout(resolve, 1000));
  const answers = Promise.all(Array.from({ length: 30 }, () => codeOf(gate.pass(aSecond))));
  await vi.advanceTimersByTimeAsync(60_000);
  const codes = await answers;
  expect(codes.filter((code) => code === "in").length).toBeGreaterThanOrEqual(20);
  expect(codes.at(-1)).toBe("CONNECTION_BUSY");
});

test("who writes waits longer, and in a queue that only creeps (R-01)", async () => {
  void gate.pass(() => new Promise(() => {}));
  // The other place changes hands every second and a half, too seldom for who only looks.
  const briefly = () => new Promise<void>((resolve) => setTimeout(resolve, 1500));
  const looking = Promise.all(Array.from({ length: 4 }, () => codeOf(gate.pass(briefly))));
  const writing = Promise.all(Array.from({ length: 4 }, () => codeOf(patiently(() => gate.pass(briefly)))));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await looking).toEqual(["in", "in", "CONNECTION_BUSY", "CONNECTION_BUSY"]);
  expect(await writing).toEqual(["in", "in", "in", "in"]);
});

test("a lost connection alone closes nothing, as long as the database answers (R-05)", async () => {
  expect(await codeOf(gate.pass(lost))).toBe("CONNECTION_CLOSED");
  await vi.advanceTimersByTimeAsync(0);
  expect(gate.isAway).toBe(false);
  expect(await codeOf(gate.pass(async () => {}))).toBe("in");
});

test("a database that is away refuses within two seconds and is let in again as soon as it answers (R-05)", async () => {
  isThere = false;
  await codeOf(gate.pass(lost));
  await vi.advanceTimersByTimeAsync(0);
  expect(gate.isAway).toBe(true);
  const refused = codeOf(gate.pass(async () => {}));
  await vi.advanceTimersByTimeAsync(2000);
  expect(await refused).toBe("CONNECTION_AWAY");
  const patient = codeOf(gate.pass(async () => {}));
  isThere = true;
  await vi.advanceTimersByTimeAsync(250);
  expect(await patient).toBe("in");
  expect(gate.isAway).toBe(false);
});

test("work that takes long makes the gate ask; a frozen database is given up with all that waits for it (R-06)", async () => {
  const stuck = [aTask(), aTask()].map(({ run }) => gate.pass(run));
  const waiting = codeOf(gate.pass(async () => {}));
  isThere = false;
  await vi.advanceTimersByTimeAsync(2000);
  expect(await waiting).toBe("CONNECTION_BUSY");
  expect(discarded).toBe(1);
  expect(gate.isAway).toBe(true);
  expect(gate.quietMs).toBe(0);
  expect(stuck).toHaveLength(2);
});

test("work that takes long on a database that answers is left alone (R-21)", async () => {
  const task = aTask();
  const long = gate.pass(task.run);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([gate.isAway, discarded]).toEqual([false, 0]);
  task.end();
  await long;
});
