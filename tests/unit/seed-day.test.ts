import { expect, test } from "vitest";
import { toFiveMinutes, withinToday } from "@/db/seed-day";
import { dayOf } from "@/lib/time/local";

const MINUTE = 60_000;
const zone = "Europe/Paris";

test("the demo world has a meeting on today at every minute of the day, also just before midnight", () => {
  const midnight = Date.parse("2026-11-24T23:00:00Z");
  for (let minute = 0; minute < 24 * 60; minute++) {
    const now = midnight + minute * MINUTE;
    const at = withinToday(14 * MINUTE, { orElse: -20 * MINUTE, now, zone });
    expect(dayOf(toFiveMinutes(now + at), zone), `minute ${minute}`).toBe("2026-11-25");
  }
});

test("a meeting that fits into today keeps its distance from now", () => {
  const now = Date.parse("2026-11-25T09:00:00Z");
  expect(withinToday(120 * MINUTE, { orElse: -180 * MINUTE, now, zone })).toBe(120 * MINUTE);
  const evening = Date.parse("2026-11-25T22:30:00Z");
  expect(withinToday(120 * MINUTE, { orElse: -180 * MINUTE, now: evening, zone })).toBe(-180 * MINUTE);
});
