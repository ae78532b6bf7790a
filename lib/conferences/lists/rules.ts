import { type ConferenceState, conferenceState, type Mode, type Timing, type Visibility } from "../rules";

/** What lists, rails and doors show of one conference. */
export type Entry = {
  id: string;
  publicId: string;
  name: string;
  visibility: Visibility;
  mode: Mode;
  location: string | null;
  owner: { id: string; name: string };
  isOwner: boolean;
  /** What the viewer is in it; null for the host of the account who takes no part. */
  role: "owner" | "moderator" | "attendee" | null;
  isHost: boolean;
  timing: Timing;
  cancelledBy: { id: string; name: string } | null;
  /** The organiser's zone; rooms have none. */
  timeZone: string | null;
  /** People beside the owner. */
  invited: number;
  registered: number;
  /** Seats held by invited and registered people and the owner, and how many there are. */
  taken: number;
  seats: number;
  hasForm: boolean;
  /** People in at this moment. */
  inside: number;
};

/** So many meetings of one day are shown; the list of all has the rest. */
export const DAY_SHOWN = 100;

/** Counts stop here: "more than 1,000". */
export const COUNT_CAP = 1000;

export type Person = { id: string; name: string };

/** What the details beside a list show, with what the viewer may do there. */
export type CardView = Entry & {
  description: string | null;
  moderators: Person[];
  /** Only for those who may invite; null when there is none (E06, rule 21). */
  pin: string | null;
  may: Record<"edit" | "cancel" | "remove" | "invite" | "seeAnalytics", boolean>;
  /** How many people a cancellation is mailed to; counted for those who may cancel. */
  awaited: number;
};

export const stateOf = (entry: Pick<Entry, "timing">, now: Date): ConferenceState =>
  conferenceState(entry.timing, now);

export type RailItem =
  | { kind: "now" }
  | { kind: "gap"; key: string; minutes: number }
  | { kind: "entry"; entry: Entry; state: ConferenceState };

export type Rail = { ended: Entry[]; items: RailItem[] };

/** Shorter pauses are the way from one meeting to the next. */
const GAP_MIN = 10;

const begins = (entry: Entry) => entry.timing.startsAt?.getTime() ?? 0;
const ends = (entry: Entry) => entry.timing.endsAt?.getTime() ?? 0;

/**
 * The day as a rail: what has ended folds together, then the line of now among what is under way and what comes, with
 * the free time between. What is live stands above the rail and is left out.
 */
export function railOf(entries: readonly Entry[], now: Date): Rail {
  const ended: Entry[] = [];
  const items: RailItem[] = [];
  let nowShown = false;
  let busyUntil = 0;
  for (const entry of entries) {
    const state = stateOf(entry, now);
    if (state === "live") {
      busyUntil = Math.max(busyUntil, ends(entry));
      continue;
    }
    if (state === "ended") {
      ended.push(entry);
      continue;
    }
    if (!nowShown && begins(entry) > now.getTime()) {
      items.push({ kind: "now" });
      nowShown = true;
    }
    if (state !== "cancelled") {
      const minutes = Math.round((begins(entry) - busyUntil) / 60_000);
      if (busyUntil > now.getTime() && minutes >= GAP_MIN)
        items.push({ kind: "gap", key: `gap-${entry.id}`, minutes });
      busyUntil = Math.max(busyUntil, ends(entry));
    }
    items.push({ kind: "entry", entry, state });
  }
  if (!nowShown) items.push({ kind: "now" });
  return { ended, items };
}

/** Where the line of now lies among the rows of a day: before the first that begins later. */
export function nowIndex(entries: readonly Entry[], now: Date): number {
  const index = entries.findIndex((entry) => begins(entry) > now.getTime());
  return index < 0 ? entries.length : index;
}

/** Rows under the day on which they begin for the viewer, in the order given. */
export function groupByDay<T extends Entry>(
  entries: readonly T[],
  dayOf: (at: Date) => string,
): { date: string; entries: T[] }[] {
  const groups: { date: string; entries: T[] }[] = [];
  for (const entry of entries) {
    if (!entry.timing.startsAt) continue;
    const date = dayOf(entry.timing.startsAt);
    const last = groups.at(-1);
    if (last?.date === date) last.entries.push(entry);
    else groups.push({ date, entries: [entry] });
  }
  return groups;
}

/** Morning, afternoon and evening of the viewer, for the greeting. The night greets like the evening. */
export function dayPart(localHour: number): "morning" | "afternoon" | "evening" {
  if (localHour >= 5 && localHour < 12) return "morning";
  return localHour >= 12 && localHour < 18 ? "afternoon" : "evening";
}
