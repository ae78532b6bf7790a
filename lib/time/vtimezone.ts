import { Temporal } from "temporal-polyfill";

/** Years in which a rule has to hold before it is written as one. */
const PROBED_YEARS = 8;

type Change = { at: Temporal.PlainDateTime; from: number; to: number };

const pad = (value: number, length = 2) => String(value).padStart(length, "0");

/** 20261126T043000, the clock on the wall. */
export function wallStamp(at: Temporal.PlainDateTime | Temporal.ZonedDateTime): string {
  const day = `${pad(at.year, 4)}${pad(at.month)}${pad(at.day)}`;
  return `${day}T${pad(at.hour)}${pad(at.minute)}${pad(at.second)}`;
}

export const wallOf = (instant: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

/** +0100, −0330 as −0330: seconds of old local times do not occur in the years of meetings. */
function offset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
}

const minutesOf = (at: Temporal.ZonedDateTime) => Math.round(at.offsetNanoseconds / 60e9);

/** The changes of the clock from the beginning of a year on; `at` is the wall clock that is left behind. */
function changesFrom(zone: string, year: number): Change[] {
  const changes: Change[] = [];
  let now = Temporal.ZonedDateTime.from({ year, month: 1, day: 1, timeZone: zone });
  for (;;) {
    const next = now.getTimeZoneTransition("next");
    if (!next || next.year >= year + PROBED_YEARS) return changes;
    const before = next.subtract({ milliseconds: 1 });
    const [from, to] = [minutesOf(before), minutesOf(next)];
    const at = next.toInstant().toZonedDateTimeISO("UTC").add({ minutes: from }).toPlainDateTime();
    if (from !== to) changes.push({ at, from, to });
    now = next;
  }
}

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/** Which of its weekday in the month: the first is 1, the last is −1. */
const counted = {
  last: (at: Temporal.PlainDateTime) => (at.day + 7 > at.daysInMonth ? -1 : 0),
  nth: (at: Temporal.PlainDateTime) => Math.ceil(at.day / 7),
};

/** The yearly rule behind changes that always come on the same kind of day, or null. */
function yearly(changes: Change[]): { month: number; weekday: number; nth: number } | null {
  const [first] = changes;
  if (!first || changes.length < PROBED_YEARS) return null;
  const { month, dayOfWeek: weekday } = first.at;
  const alike = (same: (change: Change) => boolean) => changes.every(same);
  const fits = ({ at, from, to }: Change) =>
    at.month === month &&
    at.dayOfWeek === weekday &&
    at.toPlainTime().equals(first.at.toPlainTime()) &&
    from === first.from &&
    to === first.to;
  if (!alike(fits)) return null;
  if (alike(({ at }) => counted.last(at) === -1)) return { month, weekday, nth: -1 };
  const nth = counted.nth(first.at);
  return alike(({ at }) => counted.nth(at) === nth) ? { month, weekday, nth } : null;
}

/** The first day of 1970 that the rule names. */
function firstOf1970({ month, weekday, nth }: { month: number; weekday: number; nth: number }): number {
  const days = Temporal.PlainDate.from({ year: 1970, month, day: 1 });
  const first = 1 + ((weekday - days.dayOfWeek + 7) % 7);
  return nth > 0 ? first + (nth - 1) * 7 : first + 7 * Math.floor((days.daysInMonth - first) / 7);
}

function observance({ from, to }: { from: number; to: number }, start: string, rule?: string): string[] {
  const kind = to > from ? "DAYLIGHT" : "STANDARD";
  const lines = [`DTSTART:${start}`, `TZOFFSETFROM:${offset(from)}`, `TZOFFSETTO:${offset(to)}`];
  return [`BEGIN:${kind}`, ...lines, ...(rule ? [`RRULE:${rule}`] : []), `END:${kind}`];
}

/**
 * The `VTIMEZONE` of a zone as it is around an instant (rule 2): yearly rules from 1970 on, because Outlook misreads
 * zones that list their dates. Where the changes follow no such rule, those of the years around are listed.
 */
export function zoneLines(zone: string, instant: Date): string[] {
  const year = wallOf(instant, zone).year;
  const key = `${zone} ${year}`;
  const known = written.get(key);
  if (known) return known;
  const lines = writeZone(zone, year);
  if (written.size > MAX_REMEMBERED) written.clear();
  written.set(key, lines);
  return lines;
}

/** Reading eight years of changes takes milliseconds, and a mail to everybody asks for the same zone each time. */
const written = new Map<string, string[]>();
const MAX_REMEMBERED = 500;

function writeZone(zone: string, year: number): string[] {
  const changes = changesFrom(zone, year);
  const forward = changes.filter(({ from, to }) => to > from);
  const back = changes.filter(({ from, to }) => to < from);
  const rules = [yearly(forward), yearly(back)];
  const base = minutesOf(Temporal.ZonedDateTime.from({ year, month: 1, day: 1, timeZone: zone }));
  const observances = rules.every((rule) => rule !== null)
    ? rules.flatMap((rule, i) => {
        const change = [forward, back][i]?.[0];
        if (!rule || !change) return [];
        const start = change.at.with({ year: 1970, day: firstOf1970(rule) });
        const day = `${rule.nth}${weekdays[rule.weekday - 1]}`;
        return observance(change, wallStamp(start), `FREQ=YEARLY;BYMONTH=${rule.month};BYDAY=${day}`);
      })
    : [
        ...observance({ from: base, to: base }, "19700101T000000"),
        ...changes
          .filter(({ at }) => at.year <= year + 1)
          .flatMap((change) => observance(change, wallStamp(change.at))),
      ];
  return ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...observances, "END:VTIMEZONE"];
}
