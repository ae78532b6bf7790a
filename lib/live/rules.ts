import { conferenceState, type Timing, type Visibility } from "@/lib/conferences/rules";
import type { ErrorCode, ErrorParams } from "@/lib/errors";
import { drawnKey } from "@/lib/text";

/** A device that says nothing for this long has left (a heartbeat comes every 15 s). */
export const LEASE_SECONDS = 45;
/** What is left of the lease of a page that closes: enough for a reload, short for those who stay. */
export const AWAY_SECONDS = 10;

const MINUTE = 60_000;

export type DoorFacts = Timing & { now: Date; visibility: Visibility };

/** `leads`: owner, moderator or the account's host. `invited`: named by the organiser. Others came by the public door. */
export type Standing = "leads" | "invited" | "visitor";

/** The person as seen from one conference. */
export type Person = {
  role: "owner" | "moderator" | "attendee" | null;
  isInvited: boolean;
  isHost: boolean;
};

export function standingOf({ role, isInvited, isHost }: Person): Standing {
  if (isHost || role === "owner" || role === "moderator") return "leads";
  return isInvited ? "invited" : "visitor";
}

export type Door = "enter" | "start" | { reason: ErrorCode; params?: ErrorParams };

/**
 * Whether somebody may go in now, and whether this opens the conference. Those who lead open it at any time, those
 * invited a room, or a private meeting from a quarter of an hour before its start; visitors wait for one of them.
 */
export function door(facts: DoorFacts, standing: Standing): Door {
  const { now, startsAt } = facts;
  const state = conferenceState(facts, now);
  if (state === "live") return "enter";
  if (state === "cancelled") return { reason: "conference_cancelled" };
  if (state === "ended") return { reason: "conference_over" };
  if (standing === "leads") return "start";
  if (standing === "invited" && state === "room") return "start";
  if (standing === "invited" && facts.visibility === "private" && state !== "before") return "start";
  if (startsAt && now < startsAt) return { reason: "not_started", params: timeLeft(now, startsAt) };
  return { reason: "nobody_opened" };
}

/** In the largest unit that says something: days from two on, hours from two on, else minutes. */
export function timeLeft(now: Date, until: Date): { unit: "days" | "hours" | "minutes"; count: number } {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / MINUTE));
  if (minutes >= 48 * 60) return { unit: "days", count: Math.floor(minutes / (24 * 60)) };
  if (minutes >= 120) return { unit: "hours", count: Math.floor(minutes / 60) };
  return { unit: "minutes", count: minutes };
}

export type Crowd = {
  /** Places in the room. */
  capacity: number;
  /** Devices inside, without the person's own. */
  live: number;
  /** Seats that registered and invited people hold, and how many others are inside; only with registration. */
  reserved: { seats: number; visitorsInside: number } | null;
  hasSeat: boolean;
};

/** A promised seat is honoured: who has none gets only what no promise covers. */
export function hasPlace({ capacity, live, reserved, hasSeat }: Crowd): boolean {
  if (live >= capacity) return false;
  return hasSeat || reserved === null || reserved.seats + reserved.visitorsInside < capacity;
}

/** The lowest number from 1 to `limit` that is not taken (rule 13). */
export function freeSlot(taken: readonly number[], limit: number): number | null {
  const used = new Set(taken);
  for (let slot = 1; slot <= limit; slot++) if (!used.has(slot)) return slot;
  return null;
}

const HOUR = 60 * MINUTE;

/** Until when a walk-in's cookie opens the door: an hour after the planned end, for rooms half a day. */
export function guestUntil(endsAt: Date | null, now: Date): Date {
  return endsAt
    ? new Date(Math.max(endsAt.getTime(), now.getTime()) + HOUR)
    : new Date(now.getTime() + 12 * HOUR);
}

/**
 * The names that a room shows, in the order of arrival: among those that are drawn alike all but the first have a
 * number. People of the account come before guests, so that nobody takes a colleague's name by being early.
 */
export function toldApart<T extends { name: string; isGuest: boolean }>(entries: readonly T[]): T[] {
  const counts = new Map<string, number>();
  const named = new Map<T, T>();
  for (const entry of [...entries].sort((a, b) => Number(a.isGuest) - Number(b.isGuest))) {
    const key = drawnKey(entry.name);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    named.set(entry, count === 1 ? entry : { ...entry, name: `${entry.name} (${count})` });
  }
  return entries.map((entry) => named.get(entry) ?? entry);
}
