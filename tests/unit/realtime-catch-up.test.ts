import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CatchUp } from "@/lib/realtime/catch-up";

let asked = 0;
let slow = false;
let page: CatchUp;
beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T10:00:00Z") });
  asked = 0;
  slow = false;
  page = new CatchUp(
    { pollMs: 10_000, safetyMs: 60_000, gatherMs: 300, spreadMs: 0, chance: () => 0.5 },
    () => asked++,
    (isSlow) => {
      slow = isSlow;
    },
  );
  page.start();
});
afterEach(() => {
  page.stop();
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
/** Timers stand still while the clock goes on. */
const sleep = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const askedIn = (what: () => void) => {
  const before = asked;
  what();
  return asked - before;
};

describe("while events arrive", () => {
  beforeEach(() => page.lineIs("on"));

  test("a fresh page asks nothing; several events in a row are one question", () => {
    expect(askedIn(() => pass(5))).toBe(0);
    expect(
      askedIn(() => {
        for (let i = 0; i < 5; i++) page.heard();
        pass(1);
      }),
    ).toBe(1);
  });

  test("a lost event is made good within a minute (R-09)", () => {
    expect(askedIn(() => pass(59))).toBe(0);
    expect(askedIn(() => pass(2))).toBe(1);
  });
});

describe("while none arrive", () => {
  test("[C02] a killed server: told after moments, asked every ten seconds, once more when it is back (R-09)", () => {
    page.lineIs("on");
    pass(20);
    page.lineIs("waiting");
    expect(slow).toBe(false);
    pass(6);
    expect(slow).toBe(true);
    expect(askedIn(() => pass(30))).toBeGreaterThanOrEqual(3);
    expect(
      askedIn(() => {
        page.lineIs("on");
        pass(1);
      }),
    ).toBe(1);
    expect(slow).toBe(false);
  });

  test("without a realtime service nobody is told that something is missing", () => {
    page.lineIs("off");
    expect(askedIn(() => pass(40))).toBe(4);
    expect(slow).toBe(false);
  });
});

describe("asleep and out of sight", () => {
  beforeEach(() => page.lineIs("on"));

  test("a laptop that wakes up after ten minutes with the page in sight asks at once", () => {
    pass(3);
    sleep(600);
    expect(askedIn(() => pass(1))).toBe(1);
    expect(askedIn(() => pass(10))).toBe(0);
  });

  test("nobody asks for a page that nobody sees; looked at again it is asked for, once", () => {
    page.visibleIs(false);
    page.heard();
    expect(askedIn(() => pass(600))).toBe(0);
    expect(askedIn(() => page.visibleIs(true))).toBe(1);
    expect(askedIn(() => pass(10))).toBe(0);
  });

  test("timers that stood still out of sight change nothing of that", () => {
    page.visibleIs(false);
    sleep(600);
    expect(askedIn(() => pass(1))).toBe(0);
    expect(askedIn(() => page.visibleIs(true))).toBe(1);
  });

  test("a glance at another page costs nothing", () => {
    pass(10);
    expect(
      askedIn(() => {
        page.visibleIs(false);
        pass(5);
        page.visibleIs(true);
        pass(2);
      }),
    ).toBe(0);
  });

  test("a network that returns is asked at once", () => {
    pass(10);
    expect(
      askedIn(() => {
        page.returned();
        pass(1);
      }),
    ).toBe(1);
  });
});

test("what could not be asked, because the server was away, is asked again soon (R-09)", async () => {
  let isAway = true;
  let tries = 0;
  const options = { pollMs: 60_000, safetyMs: 60_000, gatherMs: 0, spreadMs: 0, chance: () => 0 };
  const lonely = new CatchUp(options, async () => {
    tries++;
    return !isAway;
  });
  lonely.start();
  lonely.heard();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(tries).toBe(3);
  isAway = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(tries).toBe(4);
  lonely.stop();
});

test("a page that is gone asks nothing more", () => {
  page.heard();
  page.stop();
  expect(askedIn(() => pass(120))).toBe(0);
});
