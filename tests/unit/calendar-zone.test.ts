import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { zoneLines } from "@/lib/time/vtimezone";

type Observance = { start: string; from: number; to: number; rule?: string };

const minutes = (text: string) =>
  (text.startsWith("-") ? -1 : 1) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5)));

/** An own reading of RFC 5545, 3.6.5, of what these files use. */
function observances(lines: string[]): Observance[] {
  return lines
    .join("\n")
    .split(/BEGIN:(?:STANDARD|DAYLIGHT)/)
    .slice(1)
    .map((block) => {
      const value = (name: string) => new RegExp(`^${name}:(.+)$`, "m").exec(block)?.[1] ?? "";
      const rule = value("RRULE") || undefined;
      const [from, to] = [minutes(value("TZOFFSETFROM")), minutes(value("TZOFFSETTO"))];
      return { start: value("DTSTART"), from, to, rule };
    });
}

/** The instant of an observance in a year; without a rule it has only its own. */
function onset({ start, from, rule }: Observance, year: number): number {
  const clock = start.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6Z");
  if (!rule) return Date.parse(clock) - from * 60_000;
  const [, month, nth, day] = /BYMONTH=(\d+);BYDAY=(-?\d)(\w\w)/.exec(rule) ?? [];
  const weekday = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"].indexOf(day ?? "");
  const days = [];
  for (let at = new Date(Date.UTC(year, Number(month) - 1, 1)); at.getUTCMonth() === Number(month) - 1; ) {
    if (at.getUTCDay() === weekday) days.push(at.toISOString().slice(0, 10));
    at = new Date(at.getTime() + 86_400_000);
  }
  return Date.parse(`${days.at(Number(nth) > 0 ? Number(nth) - 1 : -1)}${clock.slice(10)}`) - from * 60_000;
}

function offsetAt(lines: string[], at: Date): number {
  const year = at.getUTCFullYear();
  const onsets = observances(lines).flatMap((one) =>
    (one.rule ? [year - 1, year, year + 1] : [year]).map((y) => ({ at: onset(one, y), to: one.to })),
  );
  return onsets.filter((one) => one.at <= at.getTime()).sort((a, b) => b.at - a.at)[0]?.to ?? Number.NaN;
}

const zones = [
  "Europe/Paris",
  "Europe/Dublin",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Asia/Jerusalem",
  "Africa/Casablanca",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
];

test("[Z10] the zone in a calendar file has the offset of the place, before and after every change", () => {
  const moment = fc.date({ min: new Date("2026-01-05"), max: new Date("2034-12-20"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), moment, (zone, at) => {
      const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
      expect(offsetAt(zoneLines(zone, at), at)).toBe(there.offsetNanoseconds / 60e9);
    }),
    { numRuns: 300 },
  );
});

test("[Z10] a zone that changes by a rule is written by rules from 1970 on, and one that never changes by one line", () => {
  const at = new Date("2026-11-23T13:00:00Z");
  expect(zoneLines("America/New_York", at)).toEqual([
    "BEGIN:VTIMEZONE",
    "TZID:America/New_York",
    "BEGIN:DAYLIGHT",
    "DTSTART:19700308T020000",
    "TZOFFSETFROM:-0500",
    "TZOFFSETTO:-0400",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19701101T020000",
    "TZOFFSETFROM:-0400",
    "TZOFFSETTO:-0500",
    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
  ]);
  expect(zoneLines("Asia/Tokyo", at)).toEqual([
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Tokyo",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "END:STANDARD",
    "END:VTIMEZONE",
  ]);
});
