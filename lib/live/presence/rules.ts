import type {
  DeviceState,
  Ending,
  JoinResult,
  PollResult,
  Roster,
  RosterChange,
  RosterEntry,
  Signal,
} from "../schema";

/**
 * What one device knows of its room. Events carry numbers: one that follows on what is known is applied, anything else
 * is fetched. What is known after the events must equal what a fetch would say (tests/integration/live-catch-up).
 */
export type Known = {
  state: DeviceState;
  ending: Ending | null;
  channelEpoch: number;
  roster: Roster;
  /** The last signal that was handed on. */
  signalSeq: number;
};

/** What an event or an answer leads to: signals in their order, and whether something is missing. */
export type Step = { known: Known; signals: Signal[]; mustFetch: boolean };

export const knownFromJoin = ({ channelEpoch, roster, signalSeq }: JoinResult): Known => ({
  state: "live",
  ending: null,
  channelEpoch,
  roster,
  signalSeq,
});

const unchanged = (known: Known): Step => ({ known, signals: [], mustFetch: false });
const missing = (known: Known): Step => ({ known, signals: [], mustFetch: true });

/** An event of the meeting's or the device's channel. Names that are not known here mean: fetch. */
export function afterEvent(known: Known, name: string, data: unknown): Step {
  const event = (typeof data === "object" && data !== null ? data : {}) as { seq?: unknown };
  if (known.state !== "live") return unchanged(known);
  if (typeof event.seq !== "number") return missing(known);
  if (name === "signal") return afterSignal(known, event as Signal & { after?: number });
  if (name === "roster.changed") return afterRoster(known, event as RosterChange);
  return missing(known);
}

function afterSignal(known: Known, signal: Signal & { after?: number }): Step {
  if (signal.seq <= known.signalSeq) return unchanged(known);
  const follows = typeof signal.after === "number" && signal.after <= known.signalSeq;
  if (!follows || !signal.body) return missing(known);
  const { seq, from, fromGeneration, body } = signal;
  return {
    known: { ...known, signalSeq: seq },
    signals: [{ seq, from, fromGeneration, body }],
    mustFetch: false,
  };
}

function afterRoster(known: Known, { seq, gone, entries }: RosterChange): Step {
  const { roster } = known;
  if (seq <= roster.seq) return unchanged(known);
  if (seq !== roster.seq + 1 || !gone || !entries) return missing(known);
  return unchanged({ ...known, roster: { seq, entries: movedEntries(roster.entries, gone, entries) } });
}

/** In the order of arrival: a changed entry keeps its place, a new one comes last. */
function movedEntries(
  before: readonly RosterEntry[],
  gone: readonly string[],
  changed: readonly RosterEntry[],
): RosterEntry[] {
  const latest = new Map(changed.map((entry) => [entry.participantId, entry]));
  const stayed = before.filter((entry) => !gone.includes(entry.participantId));
  const present = new Set(stayed.map((entry) => entry.participantId));
  return [
    ...stayed.map((entry) => latest.get(entry.participantId) ?? entry),
    ...changed.filter((entry) => !present.has(entry.participantId)),
  ];
}

/** How many signals one answer holds at most. */
export const SIGNALS_PAGE = 100;

/** An answer to "what did I miss?". One that was overtaken, by events or by another answer, takes nothing back. */
export function afterPoll(known: Known, answer: PollResult): Step {
  if (answer.state !== "live") {
    return unchanged({ ...known, state: answer.state, ending: answer.ending });
  }
  const isNewer = answer.roster !== null && answer.roster.seq > known.roster.seq;
  const signals = answer.signals.filter((signal) => signal.seq > known.signalSeq);
  return {
    known: {
      ...known,
      channelEpoch: Math.max(known.channelEpoch, answer.channelEpoch),
      roster: isNewer && answer.roster ? answer.roster : known.roster,
      signalSeq: signals.at(-1)?.seq ?? known.signalSeq,
    },
    signals,
    mustFetch: answer.signals.length >= SIGNALS_PAGE,
  };
}
