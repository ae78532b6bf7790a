"use client";

import { useDraft } from "./draft.client";
import { many, one, type Problem, problemsOf } from "./values";

/** Seats of the draft: how many there are, and how many would be taken, the owner's included. */
export function useSeats() {
  const { facts, values } = useDraft();
  const wanted = Number(one(values, "seatLimit"));
  const isWebinar = one(values, "visibility") === "public" && one(values, "kind") === "scheduled";
  const seats = isWebinar && wanted >= 2 ? Math.min(wanted, facts.limit) : facts.limit;
  return { seats, taken: many(values, "participants[]").length + 1 + facts.guests };
}

/** What the server would refuse, as far as the browser can know. */
export function useProblems(): Problem[] {
  const { facts, values, when } = useDraft();
  return problemsOf(values, { ...useSeats(), limit: facts.limit, isPast: when?.isPast ?? false });
}
