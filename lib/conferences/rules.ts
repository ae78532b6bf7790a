/** What a conference is and may hold, decided without a database. Every screen and command asks here. */

export type Kind = "scheduled" | "room" | "instant";
export type Visibility = "private" | "public";
export type Mode = "all_on_screen" | "lecture" | "role_based";
export type MediaLimits = Record<Mode, number>;

/** From this long before its start a conference counts as starting. */
const SOON_MS = 15 * 60_000;

export type Timing = {
  kind: Kind;
  /** Null for rooms. */
  startsAt: Date | null;
  endsAt: Date | null;
  cancelledAt: Date | null;
  /** The session that nobody ended yet. It counts only while its lease lasts. */
  liveSession?: { startedAt: Date; leaseExpiresAt?: Date | null } | null;
  /** The latest session that is over. */
  lastSession?: {
    endedAt: Date;
    endReason: "ended_for_all" | "last_left" | "lease_lapsed" | null;
  } | null;
};

/**
 * `before` and `soon` wait for the start, `open` is a conference whose time has come while nobody is in, `room` a room
 * with nobody in. A room with people in is `live` like any other.
 */
export type ConferenceState = "before" | "soon" | "open" | "live" | "ended" | "cancelled" | "room";

/** Whether people are in at this moment: a session whose lease ran out is over, whatever its row says. */
export function isLive(timing: Pick<Timing, "liveSession">, now: Date): boolean {
  const lease = timing.liveSession?.leaseExpiresAt;
  return timing.liveSession != null && (lease == null || lease > now);
}

export function conferenceState(timing: Timing, now: Date): ConferenceState {
  const { startsAt, endsAt } = timing;
  if (timing.cancelledAt) return "cancelled";
  if (isLive(timing, now)) return "live";
  if (timing.kind !== "scheduled" || !startsAt || !endsAt) return "room";
  if (now >= endsAt || endedForAll(timing)) return "ended";
  if (now >= startsAt) return "open";
  return startsAt.getTime() - now.getTime() <= SOON_MS ? "soon" : "before";
}

/** Ended by somebody's decision. Whoever tries the room out before its time ends a rehearsal, not the conference. */
function endedForAll({ startsAt, lastSession }: Timing): boolean {
  return lastSession?.endReason === "ended_for_all" && startsAt !== null && lastSession.endedAt >= startsAt;
}

export type RegistrationForm = {
  closing: "at_start" | "at_end";
  /** Close when the last seat is taken (N12). */
  autoClose: boolean;
  /** Set while registration is switched off. */
  disabledAt: Date | null;
};

export type Seats = { capacity: number; seatsInvited: number; seatsRegistered: number };

export type RegistrationState = "none" | "open" | "closed" | "full" | "ended" | "cancelled";

/** Whether somebody may register at this moment (rule 3): derived from the plan and from what really happened. */
export function registrationState(
  form: RegistrationForm | null,
  seats: Seats | null,
  timing: Timing,
  now: Date,
): RegistrationState {
  if (!form || form.disabledAt || timing.kind !== "scheduled") return "none";
  const state = conferenceState(timing, now);
  if (state === "cancelled" || state === "ended") return state;
  if (form.closing === "at_start" && hasStarted(timing, state)) return "closed";
  return form.autoClose && seats && freeSeats(seats) === 0 ? "full" : "open";
}

/**
 * Started in earnest or due, whichever comes first. A session that was over before people were expected was a
 * rehearsal.
 */
function hasStarted({ startsAt, lastSession }: Timing, state: ConferenceState): boolean {
  if (state === "live" || state === "open") return true;
  return (
    startsAt !== null && lastSession != null && lastSession.endedAt.getTime() > startsAt.getTime() - SOON_MS
  );
}

export const freeSeats = (seats: Seats) =>
  Math.max(0, seats.capacity - seats.seatsInvited - seats.seatsRegistered);

/** The smallest of what the mode carries and what the owner wants (rule 4). The owner's own seat is among them. */
export const capacityOf = (mode: Mode, seatLimit: number | null, limits: MediaLimits) =>
  Math.min(limits[mode], seatLimit ?? limits[mode]);

/** More than any list will hold, within the database's integers. */
const NO_CEILING = 2_000_000_000;

/**
 * What the database never lets the seats exceed: the capacity, or what was already held when it was lowered. Where
 * registration goes on when all seats are taken, the room's door decides instead.
 */
export const ceilingOf = (capacity: number, held: number, autoClose: boolean) =>
  autoClose ? Math.max(capacity, held) : NO_CEILING;

export const standardFields = [
  "first_name",
  "last_name",
  "email",
  "company",
  "job_title",
  "phone",
  "city",
  "country",
] as const;
export type StandardField = (typeof standardFields)[number];
export type FormField = { standardKey: StandardField; required: boolean };

/** Without these a registration has no name and no address; they are in every form and required. */
export const mandatoryFields: readonly StandardField[] = ["first_name", "last_name", "email"];

export const defaultForm = (): FormField[] =>
  mandatoryFields.map((standardKey) => ({ standardKey, required: true }));

export const sameForm = (a: readonly FormField[], b: readonly FormField[]) =>
  a.length === b.length &&
  a.every((field, i) => field.standardKey === b[i]?.standardKey && field.required === b[i]?.required);

/** A date and a time make a scheduled conference, none makes a room (J06). */
export const kindOf = (localStart: string | null | undefined): "scheduled" | "room" =>
  localStart ? "scheduled" : "room";
