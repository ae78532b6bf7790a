import { addDays, addMonths, dayBounds, dayOf, monthOf } from "@/lib/time/local";

export type Origin = "owner" | "invited" | "registered" | "walk_in";

export type EventKind = "joined" | "taken_over" | "left" | "lapsed" | "ended";

/** One stay of a person; `open` while the person is in. */
export type Stay = { from: Date; to: Date; open: boolean };

/** Somebody on the participants list: the owner, an invited user, a registered guest or a walk-in. */
export type Entry = {
  id: string;
  name: string;
  email: string | null;
  isUser: boolean;
  origin: Origin;
  role: "owner" | "moderator" | "attendee";
  state: "active" | "cancelled" | "removed";
  /** On the list, and the last mail was refused for good. */
  undelivered: boolean;
  addedAt: Date;
  firstJoinedAt: Date | null;
  lastLeftAt: Date | null;
  joins: number;
  /** Seconds inside, the present stay included. */
  presentS: number;
  stays: Stay[];
};

export type HistoryEvent = {
  id: string;
  at: Date;
  kind: EventKind;
  participantId: string;
  name: string;
  email: string | null;
  isUser: boolean;
};

/** Half-open, as instants; both ends may be missing. */
export type Interval = { from?: Date; to?: Date };

export type Figures = {
  added: number;
  /** Of them, people of the account; the others are guests. */
  users: number;
  joined: number;
  registered: number;
  attended: number;
  /** Withdrew or were removed. */
  gone: number;
  /** Still on the list, and expected or come. */
  awaited: number;
  /** Of them, those who never joined. */
  absent: number;
  averageStayS: number | null;
};

/** Seconds of the stay that is going on; those of finished stays are stored. */
export const openSeconds = (stays: readonly Stay[]) =>
  stays
    .filter((stay) => stay.open)
    .reduce((sum, { from, to }) => sum + Math.floor((to.getTime() - from.getTime()) / 1000), 0);

/** Entry or exit: what a connection event means for the room. */
export const isEntry = (kind: EventKind) => kind === "joined" || kind === "taken_over";

export type BucketSize = "hour" | "day" | "month";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Hours for up to two days, days for up to three months, else months. */
export function bucketSize({ from, to }: { from: Date; to: Date }): BucketSize {
  const span = to.getTime() - from.getTime();
  if (span <= 2 * DAY) return "hour";
  return span <= 92 * DAY ? "day" : "month";
}

/** Beginnings of all buckets that a span touches, so that empty ones are drawn too. */
export function buckets(size: BucketSize, { from, to }: { from: Date; to: Date }, zone: string): Date[] {
  const starts: Date[] = [];
  if (size === "hour") {
    for (let at = from.getTime(); at <= to.getTime(); at += HOUR) starts.push(new Date(at));
    return starts;
  }
  let day = dayOf(from, zone);
  const last = dayOf(to, zone);
  if (size === "month") day = `${monthOf(day)}-01`;
  while (day <= last && starts.length < 1200) {
    starts.push(dayBounds(day, zone).from);
    day = size === "day" ? addDays(day, 1) : `${addMonths(monthOf(day), 1)}-01`;
  }
  return starts;
}

const lineSteps = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];

/** Seconds between the points of a line: round ones, and at most 150 of them, which is smooth at any width. */
export function lineStep({ from, to }: { from: Date; to: Date }): number {
  const span = (to.getTime() - from.getTime()) / 1000;
  return lineSteps.find((step) => span / step <= 150) ?? Math.ceil(span / 150);
}

const tickSteps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800];

/** Round moments to name below a line of time, at most eight. */
export function lineTicks({ from, to }: { from: Date; to: Date }): Date[] {
  const span = (to.getTime() - from.getTime()) / 1000;
  const step = (tickSteps.find((seconds) => span / seconds <= 8) ?? Math.ceil(span / 8)) * 1000;
  const ticks: Date[] = [];
  for (let at = Math.ceil(from.getTime() / step) * step; at <= to.getTime(); at += step)
    ticks.push(new Date(at));
  return ticks;
}

export type StayBand = { fromMin: number; toMin: number; people: number };

const steps = [5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080];
export const FINEST_BAND_S = 300;

/**
 * How long people stayed, in at most six bands of equal width. `counts` are people per five minutes; what lies beyond
 * the widest bands counts in the last.
 */
export function stayBands(counts: ReadonlyMap<number, number>): StayBand[] {
  if (counts.size === 0) return [];
  const longest = (Math.max(...counts.keys()) + 1) * (FINEST_BAND_S / 60);
  const step = steps.find((minutes) => longest <= minutes * 6) ?? 10_080;
  const bands = Array.from({ length: Math.min(6, Math.ceil(longest / step)) }, (_, i) => ({
    fromMin: i * step,
    toMin: (i + 1) * step,
    people: 0,
  }));
  for (const [five, people] of counts) {
    const index = Math.min(Math.floor((five * FINEST_BAND_S) / 60 / step), bands.length - 1);
    const band = bands[index];
    if (band) band.people += people;
  }
  return bands;
}

/**
 * A stay as parts of a bar that spans the whole, in per cent. Null when the whole is longer than a day: stays would be
 * too thin to be seen.
 */
export function stayBar(
  stays: readonly Stay[],
  whole: { from: Date; to: Date } | null,
): { start: number; width: number }[] | null {
  const span = whole ? whole.to.getTime() - whole.from.getTime() : 0;
  if (!whole || span <= 0 || span > DAY) return null;
  return stays.map(({ from, to }) => {
    const start = Math.min(Math.max((from.getTime() - whole.from.getTime()) / span, 0), 1);
    const end = Math.min(Math.max((to.getTime() - whole.from.getTime()) / span, start), 1);
    return { start: start * 100, width: Math.max((end - start) * 100, 1) };
  });
}
