import { Temporal } from "temporal-polyfill";

/** Wall time without a zone, as forms and the database write it: `2027-03-28T02:30`. */
export type LocalDateTime = string;
/** A day without a zone: `2027-03-28`. */
export type LocalDate = string;
/** A month without a zone: `2027-03`. */
export type LocalMonth = string;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;
/** Outside these years a date is a slip of the keyboard, not a meeting. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;
const MAX_DAYS_TOUCHED = 400;

function plainDate(date: LocalDate): Temporal.PlainDate {
  if (!DATE.test(date)) throw new RangeError(`Not a date: ${date}`);
  return Temporal.PlainDate.from(date, { overflow: "reject" });
}

function plainDateTime(local: LocalDateTime): Temporal.PlainDateTime {
  if (!DATE_TIME.test(local)) throw new RangeError(`Not a local date and time: ${local}`);
  return Temporal.PlainDateTime.from(local, { overflow: "reject" });
}

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

function asDate(moment: Temporal.ZonedDateTime): Date {
  return new Date(moment.epochMilliseconds);
}

function isReal(read: () => { year: number }): boolean {
  try {
    const { year } = read();
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  } catch {
    return false;
  }
}

/** Whether the text is a day that exists, in a year in which people meet. */
export function isLocalDate(text: unknown): text is LocalDate {
  return typeof text === "string" && isReal(() => plainDate(text));
}

/** Whether the text is wall time on a day that exists, in a year in which people meet. */
export function isLocalDateTime(text: unknown): text is LocalDateTime {
  return typeof text === "string" && isReal(() => plainDateTime(text));
}

/**
 * The instant of a wall time in a zone. A time that the clock skips is read with the offset before the gap
 * (02:30 becomes 03:30); of a time that comes twice, the first is meant.
 */
export function toInstant(local: LocalDateTime, zone: string): Date {
  return asDate(plainDateTime(local).toZonedDateTime(zone, { disambiguation: "compatible" }));
}

/** Wall time of an instant in a zone, to the minute. */
export function toLocal(instant: Date, zone: string): LocalDateTime {
  return zoned(instant, zone).toPlainDateTime().toString({ smallestUnit: "minute", roundingMode: "floor" });
}

export interface ResolvedLocal {
  instant: Date;
  /** What the clock shows then; differs from the input only when that time is skipped. */
  local: LocalDateTime;
  /** The clock jumps over the wanted time, so that it was moved. */
  moved: boolean;
  /** The wanted time comes twice; the first is meant. */
  ambiguous: boolean;
}

/** Like `toInstant`, and says whether a clock change made the time impossible or ambiguous. */
export function resolveLocal(local: LocalDateTime, zone: string): ResolvedLocal {
  const wanted = plainDateTime(local);
  const first = wanted.toZonedDateTime(zone, { disambiguation: "earlier" });
  const second = wanted.toZonedDateTime(zone, { disambiguation: "later" });
  const instant = toInstant(local, zone);
  const moved = !first.toPlainDateTime().equals(second.toPlainDateTime());
  return {
    instant,
    local: toLocal(instant, zone),
    moved,
    ambiguous: !moved && first.epochMilliseconds !== second.epochMilliseconds,
  };
}

/** The end of a meeting: duration is time that passes, whatever the clocks do meanwhile. */
export function endOf(start: Date, minutes: number): Date {
  return new Date(start.getTime() + minutes * 60_000);
}

/** Whole minutes from one instant to another. */
export function minutesBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 60_000);
}

/** The day on which an instant falls for somebody in the zone. */
export function dayOf(instant: Date, zone: string): LocalDate {
  return zoned(instant, zone).toPlainDate().toString();
}

/**
 * The instants between which a day lies in a zone: `from` belongs to it, `to` no longer. Days of 23 and 25
 * hours come out right; a day that a zone skipped altogether is empty.
 */
export function dayBounds(date: LocalDate, zone: string): { from: Date; to: Date } {
  const day = plainDate(date);
  return { from: asDate(day.toZonedDateTime(zone)), to: asDate(day.add({ days: 1 }).toZonedDateTime(zone)) };
}

/** The days, in a zone, that a span touches. One that ends at midnight does not touch the next day. */
export function daysTouched(start: Date, end: Date, zone: string): LocalDate[] {
  const first = zoned(start, zone).toPlainDate();
  const lastMoment = Math.max(start.getTime(), end.getTime() - 1);
  const last = zoned(new Date(lastMoment), zone).toPlainDate();
  const days: LocalDate[] = [];
  let day = first;
  while (Temporal.PlainDate.compare(day, last) <= 0 && days.length < MAX_DAYS_TOUCHED) {
    days.push(day.toString());
    day = day.add({ days: 1 });
  }
  return days;
}

/** The day so many days later, or earlier. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return plainDate(date).add({ days }).toString();
}

/** The month of a day. */
export function monthOf(date: LocalDate): LocalMonth {
  return plainDate(date).toPlainYearMonth().toString();
}

/** The month so many months later, or earlier. */
export function addMonths(month: LocalMonth, months: number): LocalMonth {
  return Temporal.PlainYearMonth.from(month).add({ months }).toString();
}

/** Whether the text is a month that exists, in a year in which people meet. */
export function isLocalMonth(text: unknown): text is LocalMonth {
  return typeof text === "string" && isLocalDate(`${text}-01`);
}

export interface MonthDay {
  date: LocalDate;
  /** Day of the month, from 1. */
  day: number;
  /** ISO weekday: Monday is 1, Sunday 7. */
  weekday: number;
  weekend: boolean;
}

/** The days of a month in order, for the month ruler. */
export function monthDays(month: LocalMonth): MonthDay[] {
  const { year, month: number, daysInMonth } = Temporal.PlainYearMonth.from(month);
  return Array.from({ length: daysInMonth }, (_, index) => {
    const date = new Temporal.PlainDate(year, number, index + 1);
    return {
      date: date.toString(),
      day: date.day,
      weekday: date.dayOfWeek,
      weekend: date.dayOfWeek > 5,
    };
  });
}

/** An instant as ISO text with the offset of the zone: `2026-11-23T14:00:00+01:00`. */
export function isoWithOffset(instant: Date, zone: string): string {
  return zoned(instant, zone).toString({ smallestUnit: "second", timeZoneName: "never" });
}

const QUARTER_MS = 15 * 60_000;

/**
 * `isoWithOffset` for many instants: the offset of a zone changes only at quarters of an hour, so each quarter asks
 * for it once.
 */
export function isoWriter(zone: string): (instant: Date) => string {
  const offsets = new Map<number, number>();
  return (instant) => {
    const at = instant.getTime();
    const quarter = Math.floor(at / QUARTER_MS);
    let minutes = offsets.get(quarter);
    if (minutes === undefined) {
      minutes = offsetMinutes(new Date(quarter * QUARTER_MS), zone);
      if (offsets.size > 50_000) offsets.clear();
      offsets.set(quarter, minutes);
    }
    // Offsets of the years in which people meet are whole minutes.
    const size = Math.abs(minutes);
    const pad = (value: number) => String(value).padStart(2, "0");
    const sign = minutes < 0 ? "-" : "+";
    const wall = new Date(at + minutes * 60_000).toISOString().slice(0, 19);
    return `${wall}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  };
}

/** Minutes by which a zone is ahead of UTC at an instant. */
export function offsetMinutes(instant: Date, zone: string): number {
  return zoned(instant, zone).offsetNanoseconds / 60e9;
}
