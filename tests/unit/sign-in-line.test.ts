import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { busyMessage, readBusyMessage } from "@/lib/errors";
import { Line, type Place } from "@/lib/server/line";

const limits = { places: 4, shareOfPushers: 2, longest: 10, patienceMs: 8000 };

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** What became of each place so far. */
async function settled(places: Place[]) {
  const waiting = new Promise<"waiting">((resolve) => setImmediate(() => resolve("waiting")));
  const states = places.map(({ ready }) =>
    Promise.race([ready.then((isInside) => (isInside ? "inside" : "refused")), waiting]),
  );
  return Promise.all(states);
}

const many = (line: Line, count: number, network: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line.ask(network(n)));

const tally = (states: string[], state: string) => states.filter((one) => one === state).length;

describe("passwords wait in line (R-31)", () => {
  test("one network that pushes has half of the places, and strangers the others at once", async () => {
    const line = new Line(limits);
    const storm = many(line, 8, () => "storm");
    // Its first try counted as a stranger's.
    expect(tally(await settled(storm), "inside")).toBe(3);
    expect(await settled([line.ask("elsewhere")])).toEqual(["inside"]);
  });

  test("in a full house who did not push is next, and the one who pushed most is refused", async () => {
    const line = new Line(limits);
    const inside = many(line, 4, (n) => `first-${n}`);
    const storm = many(line, 10, () => "storm");
    const good = line.ask("elsewhere");
    expect(tally(await settled(storm), "refused")).toBe(1);
    expect(await settled([storm[9] as Place])).toEqual(["refused"]);
    inside[0]?.leave();
    expect(await settled([good])).toEqual(["inside"]);
  });

  test("in a crowd of strangers the newest is next, so that not everybody waits until it is too late", async () => {
    const line = new Line(limits);
    const [first] = many(line, 4, (n) => `inside-${n}`);
    const [older, newer] = [line.ask("older"), line.ask("newer")];
    first?.leave();
    expect(await settled([older, newer])).toEqual(["waiting", "inside"]);
  });

  test("nobody waits longer than eight seconds, and who leaves the line frees no place", async () => {
    const line = new Line(limits);
    const inside = many(line, 4, (n) => `inside-${n}`);
    const [patient, gone] = [line.ask("patient"), line.ask("gone")];
    gone.leave();
    gone.leave();
    expect(await settled([line.ask("another")])).toEqual(["waiting"]);
    vi.advanceTimersByTime(limits.patienceMs);
    expect(await settled([patient])).toEqual(["refused"]);
    for (const place of inside) place.leave();
    for (const place of inside) place.leave();
    const next = many(line, 5, (n) => `next-${n}`);
    expect(tally(await settled(next), "inside")).toBe(4);
  });

  test("a right password is forgiven, and so is everything after a minute", async () => {
    const line = new Line({ ...limits, places: 1, shareOfPushers: 1 });
    const office = line.ask("office");
    line.forgive("office");
    const storm = [line.ask("storm"), line.ask("storm")];
    const again = line.ask("office");
    office.leave();
    expect(await settled([...storm, again])).toEqual(["waiting", "waiting", "inside"]);
    again.leave();
    for (const place of storm) place.leave();
    vi.advanceTimersByTime(60_000);
    const holder = line.ask("holder");
    const [older, late] = [line.ask("unknown"), line.ask("storm")];
    holder.leave();
    expect(await settled([older, late])).toEqual(["waiting", "inside"]);
  });
});

test("a form that was refused before it was read says so, and nothing else is taken for that", () => {
  expect(readBusyMessage(busyMessage(5))).toEqual({ code: "too_busy", params: { seconds: 5 } });
  for (const text of [
    "",
    "too_busy",
    "too_busy 5 ",
    "An unexpected response was received from the server.",
  ]) {
    expect(readBusyMessage(text)).toBeUndefined();
  }
});
