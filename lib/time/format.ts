import { formatDuration, formatLength } from "./length";
import { dayOf, isoWithOffset, type LocalDate, type LocalMonth } from "./local";
import { conventions, zoneAbbreviation, zoneCity } from "./zones";

const NBSP = "\u00A0";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export { formatDuration };

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs far more than using it, so each is built once. */
function formatter(tag: string, zone: string, key: string, options: Intl.DateTimeFormatOptions) {
  const id = `${tag} ${zone} ${key}`;
  let made = formatters.get(id);
  if (!made) {
    made = new Intl.DateTimeFormat(tag, { timeZone: zone, ...options });
    if (formatters.size > 2000) formatters.clear();
    formatters.set(id, made);
  }
  return made;
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

const STYLES = {
  short: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A moment, or a day without a zone (`2026-11-23`), which is the same day everywhere. */
type Moment = Date | LocalDate;

export interface Formats {
  locale: string;
  zone: string;
  /** Mon 23 Nov; with the year when it is not the year of `now`. */
  day(value: Moment): string;
  /** Monday 23 November 2026 */
  dayLong(value: Moment): string;
  /** Today, tomorrow, yesterday (as the language writes them inside a sentence), else like `day`. */
  dayNear(value: Moment, now: Date): string;
  /** November 2026 */
  month(month: LocalMonth): string;
  /** Mon */
  weekday(value: Moment): string;
  /** 14:00 */
  time(value: Date): string;
  /** 14:02:11 */
  timeSeconds(value: Date): string;
  /** 14:00–15:30; names the last day when it is another one. */
  range(start: Date, end: Date): string;
  /** Mon 23 Nov, 14:00 */
  dateTime(value: Date): string;
  /** Mon 23 Nov, 14:00–15:30 */
  dayRange(start: Date, end: Date): string;
  /** Mon 23 Nov, 14:00–15:30 CET, Paris */
  dayTimeZone(start: Date, end?: Date): string;
  /** CET, Paris */
  zoneName(at: Date): string;
  /** 45 min, 1 h, 1 h 30 */
  duration(minutes: number): string;
  /** 0:07, 58:04, 1:12:20 */
  length(seconds: number): string;
  /** In 5 minutes, 2 hours ago; from 24 hours on like `dateTime`. */
  relative(value: Date, now: Date): string;
  /** 2026-11-23T14:00:00+01:00 */
  iso(value: Date): string;
}

function relativeWithin(format: Intl.RelativeTimeFormat, distance: number): string {
  const size = Math.abs(distance);
  if (size < MINUTE) return format.format(0, "second");
  if (size < HOUR) return format.format(Math.trunc(distance / MINUTE), "minute");
  return format.format(Math.trunc(distance / HOUR), "hour");
}

/**
 * Everything that turns time into text, for one language and one zone. Runs on the server; pages pass the
 * texts on. Given `now`, dates of another year carry it.
 */
export function createFormats(locale: string, zone: string, now?: Date): Formats {
  const { language, tag } = conventions(locale);
  const relativeFormat = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const dash = language === "fr" ? `${NBSP}–${NBSP}` : "–";
  const thisYear = now && dayOf(now, zone).slice(0, 4);

  // A row says several things of one moment.
  const readBefore = new Map<string, Parts>();

  function parts(value: Moment, style: keyof typeof STYLES): Parts {
    const key = `${style} ${typeof value === "string" ? value : value.getTime()}`;
    const known = readBefore.get(key);
    if (known) return known;
    // A day without a zone is read and written in UTC, where it cannot slip to its neighbour.
    const plain = typeof value === "string";
    const at = plain ? new Date(`${value}T12:00:00Z`) : value;
    const made = formatter(tag, plain ? "UTC" : zone, style, STYLES[style]).formatToParts(at);
    const read: Parts = {};
    for (const part of made) read[part.type] = part.value;
    if (language === "fr" && read.day === "1") read.day = "1er";
    readBefore.set(key, read);
    return read;
  }

  const spaced = (...words: (string | undefined)[]) => words.filter(Boolean).join(" ");
  const isoDay = (value: Moment) => (typeof value === "string" ? value : dayOf(value, zone));

  const formats: Formats = {
    locale,
    zone,
    day(value) {
      const { weekday, day, month, year } = parts(value, "short");
      return spaced(weekday, day, month, thisYear && year !== thisYear ? year : undefined);
    },
    dayLong(value) {
      const { weekday, day, month, year } = parts(value, "long");
      return spaced(weekday, day, month, year);
    },
    dayNear(value, at) {
      const today = Date.parse(dayOf(at, zone));
      const days = Math.round((Date.parse(isoDay(value)) - today) / DAY);
      return Math.abs(days) <= 1 ? relativeFormat.format(days, "day") : formats.day(value);
    },
    month(value) {
      const { month, year } = parts(`${value}-15`, "long");
      return spaced(month, year);
    },
    weekday: (value) => parts(value, "short").weekday ?? "",
    time(value) {
      const { hour, minute } = parts(value, "clock");
      return `${hour}:${minute}`;
    },
    timeSeconds(value) {
      const { hour, minute, second } = parts(value, "clock");
      return `${hour}:${minute}:${second}`;
    },
    range(start, end) {
      if (formats.day(start) === formats.day(end) && end.getTime() - start.getTime() < 2 * DAY)
        return `${formats.time(start)}${dash}${formats.time(end)}`;
      return `${formats.time(start)}${NBSP}–${NBSP}${formats.dateTime(end)}`;
    },
    dateTime: (value) => `${formats.day(value)}, ${formats.time(value)}`,
    dayRange: (start, end) => `${formats.day(start)}, ${formats.range(start, end)}`,
    dayTimeZone(start, end) {
      const when = end ? formats.dayRange(start, end) : formats.dateTime(start);
      return `${when} ${formats.zoneName(start)}`;
    },
    zoneName(at) {
      const city = zoneCity(zone, locale);
      const abbreviation = zoneAbbreviation(zone, at);
      return city === abbreviation ? city : `${abbreviation}, ${city}`;
    },
    duration: formatDuration,
    length: formatLength,
    relative(value, at) {
      const distance = value.getTime() - at.getTime();
      return Math.abs(distance) < DAY ? relativeWithin(relativeFormat, distance) : formats.dateTime(value);
    },
    iso: (value) => isoWithOffset(value, zone),
  };
  return formats;
}
