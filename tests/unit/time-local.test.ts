import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  dayBounds,
  dayOf,
  daysTouched,
  endOf,
  isLocalDate,
  isLocalDateTime,
  isLocalMonth,
  isoWithOffset,
  minutesBetween,
  monthDays,
  monthOf,
  resolveLocal,
  toInstant,
  toLocal,
} from "@/lib/time/local";

const PARIS = "Europe/Paris";
const NEW_YORK = "America/New_York";

function utc(local: string, zone: string): string {
  return toInstant(local, zone).toISOString().replace(":00.000Z", "Z");
}

/** The process's own zone, with its offset in minutes in November 2026, must make no difference. */
const PROCESS_ZONES = [
  ["UTC", 0],
  ["America/New_York", 300],
  ["Pacific/Chatham", -825],
  ["Pacific/Apia", -780],
] as const;

describe.each(PROCESS_ZONES)("with the process in %s", (processZone, offset) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = processZone;
    // Guards the guard: in a worker thread the line above would do nothing.
    expect(new Date("2026-11-23T12:00:00Z").getTimezoneOffset()).toBe(offset);
  });
  afterAll(() => {
    process.env.TZ = before;
  });

  test.each([
    ["2027-03-08T09:00", "2027-03-08T08:00Z", "03:00"],
    ["2027-03-15T09:00", "2027-03-15T08:00Z", "04:00"],
    ["2027-03-22T09:00", "2027-03-22T08:00Z", "04:00"],
    ["2027-03-29T09:00", "2027-03-29T07:00Z", "03:00"],
    ["2027-10-25T09:00", "2027-10-25T07:00Z", "03:00"],
    ["2027-11-01T09:00", "2027-11-01T08:00Z", "04:00"],
    ["2027-11-08T09:00", "2027-11-08T08:00Z", "03:00"],
  ])("[J14, J15] %s in Paris is %s, %s in New York", (local, expected, inNewYork) => {
    expect(utc(local, PARIS)).toBe(expected);
    expect(toLocal(toInstant(local, PARIS), NEW_YORK)).toBe(`${local.slice(0, 11)}${inNewYork}`);
  });

  test("[J15] a time that the clock skips is read with the offset before, and said to have moved", () => {
    for (const [local, expected, shown] of [
      ["2027-03-28T02:30", "2027-03-28T01:30Z", "2027-03-28T03:30"],
      ["2026-03-29T02:30", "2026-03-29T01:30Z", "2026-03-29T03:30"],
    ] as const) {
      expect(utc(local, PARIS)).toBe(expected);
      expect(resolveLocal(local, PARIS)).toEqual({
        instant: toInstant(local, PARIS),
        local: shown,
        moved: true,
        ambiguous: false,
      });
    }
    expect(isoWithOffset(toInstant("2027-03-28T02:30", PARIS), PARIS)).toBe("2027-03-28T03:30:00+02:00");
  });

  test("[J15] of a time that comes twice the first is meant", () => {
    expect(utc("2027-10-31T02:30", PARIS)).toBe("2027-10-31T00:30Z");
    expect(utc("2026-10-25T02:30", PARIS)).toBe("2026-10-25T00:30Z");
    expect(resolveLocal("2027-10-31T02:30", PARIS)).toMatchObject({ moved: false, ambiguous: true });
    expect(resolveLocal("2027-10-31T03:30", PARIS)).toMatchObject({ moved: false, ambiguous: false });
  });

  test("clocks that move by half an hour, and a day that a country skipped, are read like any other", () => {
    expect(utc("2026-04-05T01:45", "Australia/Lord_Howe")).toBe("2026-04-04T14:45Z");
    expect(resolveLocal("2026-10-04T02:15", "Australia/Lord_Howe")).toMatchObject({
      local: "2026-10-04T02:45",
      moved: true,
    });
    expect(resolveLocal("2011-12-30T10:00", "Pacific/Apia")).toMatchObject({
      moved: true,
      local: "2011-12-31T10:00",
    });
    const skipped = dayBounds("2011-12-30", "Pacific/Apia");
    expect(skipped.from).toEqual(skipped.to);
    expect(utc("2026-11-23T14:00", "Asia/Kathmandu")).toBe("2026-11-23T08:15Z");
    expect(utc("2026-11-23T14:00", "Pacific/Kiritimati")).toBe("2026-11-23T00:00Z");
    expect(utc("2026-11-23T14:00", "Pacific/Chatham")).toBe("2026-11-23T00:15Z");
  });

  test("a length is time that passes, also across a clock change", () => {
    const night = toInstant("2027-03-28T01:30", PARIS);
    expect(toLocal(endOf(night, 60), PARIS)).toBe("2027-03-28T03:30");
    const day = 24 * 60;
    expect(toLocal(endOf(toInstant("2027-03-27T12:00", PARIS), day), PARIS)).toBe("2027-03-28T13:00");
    expect(toLocal(endOf(toInstant("2027-10-30T12:00", PARIS), day), PARIS)).toBe("2027-10-31T11:00");
    expect(minutesBetween(night, endOf(night, 90))).toBe(90);
  });

  test("today is the viewer's day", () => {
    const at = new Date("2026-11-23T23:30:00Z");
    expect(dayOf(at, "UTC")).toBe("2026-11-23");
    expect(dayOf(at, PARIS)).toBe("2026-11-24");
    expect(dayOf(at, NEW_YORK)).toBe("2026-11-23");
    expect(dayOf(at, "Pacific/Kiritimati")).toBe("2026-11-24");
    expect(dayOf(at, "Pacific/Pago_Pago")).toBe("2026-11-23");
  });

  test("a day begins and ends by the zone's clock, with 23 or 25 hours where the clock changes", () => {
    const hours = (date: string, zone: string) => {
      const { from, to } = dayBounds(date, zone);
      return (to.getTime() - from.getTime()) / 3_600_000;
    };
    expect(dayBounds("2026-11-23", PARIS).from.toISOString()).toBe("2026-11-22T23:00:00.000Z");
    expect([hours("2026-11-23", PARIS), hours("2027-03-28", PARIS), hours("2027-10-31", PARIS)]).toEqual([
      24, 23, 25,
    ]);
    // In Beirut and Cairo the clock skips midnight itself, so the day begins at one.
    expect(toLocal(dayBounds("2027-03-28", "Asia/Beirut").from, "Asia/Beirut")).toBe("2027-03-28T01:00");
  });

  test("an event across midnight belongs to both days, one that ends at midnight to the first", () => {
    const touched = (start: string, minutes: number, viewer: string) => {
      const from = toInstant(start, PARIS);
      return daysTouched(from, endOf(from, minutes), viewer);
    };
    expect(touched("2026-11-23T23:30", 60, PARIS)).toEqual(["2026-11-23", "2026-11-24"]);
    expect(touched("2026-11-23T23:00", 60, PARIS)).toEqual(["2026-11-23"]);
    expect(touched("2026-11-23T23:30", 60, NEW_YORK)).toEqual(["2026-11-23"]);
    expect(touched("2026-11-23T14:00", 0, PARIS)).toEqual(["2026-11-23"]);
    expect(touched("2026-11-23T05:30", 60, NEW_YORK)).toEqual(["2026-11-22", "2026-11-23"]);
    expect(touched("2026-11-23T00:00", 60 * 24 * 3, PARIS)).toHaveLength(3);
    expect(touched("2026-11-23T00:00", 60 * 24 * 36_500, PARIS)).toHaveLength(400);
  });

  test("every quarter of an hour survives the way to an instant and back, except where the clock skips", () => {
    const zones = fc.constantFrom(
      PARIS,
      NEW_YORK,
      "Pacific/Chatham",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
    );
    const quarters = fc.integer({ min: Date.UTC(2020, 0, 1) / 900_000, max: Date.UTC(2040, 0, 1) / 900_000 });
    fc.assert(
      fc.property(quarters, zones, (quarter, zone) => {
        const local = new Date(quarter * 900_000).toISOString().slice(0, 16);
        const { instant, local: back, moved } = resolveLocal(local, zone);
        expect(moved || back === local).toBe(true);
        const { from, to } = dayBounds(dayOf(instant, zone), zone);
        expect(from <= instant && instant < to).toBe(true);
        expect(daysTouched(instant, endOf(instant, 30), zone)).toContain(dayOf(instant, zone));
        expect(new Date(isoWithOffset(instant, zone))).toEqual(instant);
      }),
    );
  });
});

describe("[J14, J15] what people type as a date", () => {
  test.each([
    ...["2027-02-29", "2027-13-01", "2027-1-1", "0001-01-01", "9999-01-01", "+275760-09-13", "-000001-01-01"],
    ...["2027-03-28T00:00Z", "2027-03-28\u0000", "", "today", null, 20270328, ["2027-03-28"]],
  ])("%j is not a day", (text) => expect(isLocalDate(text)).toBe(false));

  test.each([
    ...[
      "2027-03-28",
      "2027-03-28T24:00",
      "2027-03-28T14:60",
      "2027-03-28 14:00",
      "2027-03-28T14:00Z",
      "2027-06-31T10:00",
    ],
    ...[
      "2027-03-28T14:00[Europe/Paris]",
      "2027-03-28T14:00+01:00",
      "1999-12-31T23:59",
      "2101-01-01T00:00",
      undefined,
      {},
    ],
  ])("%j is not a time", (text) => expect(isLocalDateTime(text)).toBe(false));

  test("real ones are accepted, and forged ones never become an instant", () => {
    expect([isLocalDate("2028-02-29"), isLocalDateTime("2028-02-29T23:59"), isLocalMonth("2028-02")]).toEqual(
      [...[true, true, true]],
    );
    expect(isLocalMonth("2028-13") || isLocalMonth("2028") || isLocalMonth(null)).toBe(false);
    expect(() => toInstant("2027-02-30T10:00", PARIS)).toThrow(RangeError);
    expect(() => toInstant("2027-02-20T10:00+09:00", PARIS)).toThrow(RangeError);
  });
});

test("days and months add up without regard to clocks", () => {
  expect(addDays("2027-03-27", 2)).toBe("2027-03-29");
  expect(addDays("2027-01-01", -1)).toBe("2026-12-31");
  expect([monthOf("2027-03-27"), addMonths("2026-11", 3), addMonths("2027-01", -1)]).toEqual([
    ...["2027-03", "2027-02", "2026-12"],
  ]);
  const november = monthDays("2026-11");
  expect(november).toHaveLength(30);
  expect(november[0]).toEqual({ date: "2026-11-01", day: 1, weekday: 7, weekend: true });
  expect(november[22]).toEqual({ date: "2026-11-23", day: 23, weekday: 1, weekend: false });
  expect(monthDays("2028-02")).toHaveLength(29);
});
