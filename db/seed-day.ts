import { dayOf } from "@/lib/time/local";

const FIVE_MINUTES = 5 * 60_000;

/** Rounds a moment, in milliseconds, up to the five minutes at which people plan. */
export const toFiveMinutes = (at: number) => new Date(Math.ceil(at / FIVE_MINUTES) * FIVE_MINUTES);

/**
 * How far from now a meeting of today begins, in milliseconds. Late in the evening what would fall on tomorrow took
 * place earlier instead, so that whoever opens the demo world just before midnight still finds something on today.
 */
export function withinToday(
  at: number,
  { orElse, now, zone }: { orElse: number; now: number; zone: string },
): number {
  return dayOf(toFiveMinutes(now + at), zone) === dayOf(new Date(now), zone) ? at : orElse;
}
