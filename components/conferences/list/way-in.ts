import type { Entry } from "@/lib/conferences/lists/rules";
import { stateOf } from "@/lib/conferences/lists/rules";
import type { ErrorCode, ErrorParams } from "@/lib/errors";
import { canJoin } from "@/lib/live/policy";
import { door, standingOf } from "@/lib/live/rules";
import type { UserActor } from "@/lib/server/actor";

/** What the button to a room says, and why it cannot be pressed. The room itself decides again. */
export type WayIn = {
  verb: "join" | "start" | "enter" | "open";
  refusal?: { code: ErrorCode; params?: ErrorParams };
};

export function wayIn(actor: UserActor, entry: Entry, now: Date, granter: string): WayIn {
  const person = { role: entry.role, isInvited: entry.role !== null, isHost: entry.isHost };
  const facts = { ...entry.timing, now, visibility: entry.visibility };
  const decision = canJoin(actor, { facts, person, granter });
  const live = stateOf(entry, now) === "live";
  const verb =
    entry.timing.kind === "room"
      ? live
        ? "enter"
        : "open"
      : !live && door(facts, standingOf(person)) === "start"
        ? "start"
        : "join";
  return decision === true ? { verb } : { verb, refusal: { code: decision.reason, params: decision.params } };
}
