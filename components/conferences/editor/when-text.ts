import { createFormats } from "@/lib/time/format";
import { endOf, isLocalDateTime, resolveLocal } from "@/lib/time/local";
import { isZone, sameClock, zoneCity } from "@/lib/time/zones";
import { type EditorValues, one } from "./values";

export type WhenText = {
  /** Monday 23 November 2026 */
  day: string;
  /** 14:00–15:30 */
  span: string;
  /** Mon 23 Nov, 14:00–15:30 */
  range: string;
  /** CET, Paris */
  zone: string;
  /** The clock of the person who plans, where it shows something else. */
  other: { time: string; city: string } | null;
  /** The clock skips the wanted time: it begins then instead. */
  moved: { wanted: string; time: string } | null;
  isPast: boolean;
};

/** The date of a draft in words; null while something is missing. The same on the server and in the browser. */
export function whenText(
  values: EditorValues,
  viewer: { locale: string; zone: string; now: Date },
): WhenText | null {
  const wanted = `${one(values, "date")}T${one(values, "time")}`.slice(0, 16);
  const zone = one(values, "timeZone");
  const minutes = Number(one(values, "durationMin"));
  if (one(values, "kind") !== "scheduled" || !isLocalDateTime(wanted) || !isZone(zone)) return null;
  const { instant, local, moved } = resolveLocal(wanted, zone);
  const formats = createFormats(viewer.locale, zone, viewer.now);
  const end = endOf(instant, Number.isFinite(minutes) && minutes > 0 ? minutes : 60);
  return {
    day: formats.dayLong(instant),
    span: formats.range(instant, end),
    range: formats.dayRange(instant, end),
    zone: formats.zoneName(instant),
    other: sameClock(zone, viewer.zone, instant)
      ? null
      : {
          time: createFormats(viewer.locale, viewer.zone, viewer.now).time(instant),
          city: zoneCity(viewer.zone, viewer.locale),
        },
    moved: moved ? { wanted: wanted.slice(11), time: local.slice(11) } : null,
    isPast: instant < viewer.now,
  };
}
