import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { Entry } from "@/lib/conferences/lists/rules";
import type { ConferenceState } from "@/lib/conferences/rules";
import { createFormats } from "@/lib/time/format";
import { minutesBetween } from "@/lib/time/local";
import { sameClock, zoneAbbreviation, zoneCity } from "@/lib/time/zones";
import type { Viewer } from "../list/viewer";

const DAY_MIN = 24 * 60;

/** When it is for the viewer; the organiser's clock beside it only where it shows something else. */
export function PanelWhen({ card, state, viewer }: { card: Entry; state: ConferenceState; viewer: Viewer }) {
  const t = useTranslations("panel");
  const { formats, zone, now, locale } = viewer;
  const { startsAt, endsAt, liveSession } = card.timing;
  if (!startsAt || !endsAt) {
    return <p className="px-4 text-sm text-fg-muted">{t("roomAlways")}</p>;
  }
  const theirs = card.timeZone;
  const there =
    theirs && !sameClock(theirs, zone, startsAt)
      ? t("there", {
          range: createFormats(locale, theirs, now).range(startsAt, endsAt),
          zone: zoneAbbreviation(theirs, startsAt),
          city: zoneCity(theirs, locale),
        })
      : null;
  const until = minutesBetween(now, startsAt);
  const begins =
    state === "live" && liveSession
      ? t("runs", { time: formats.time(liveSession.startedAt) })
      : state === "before" || state === "soon"
        ? until < DAY_MIN
          ? t("startsIn", { duration: formats.duration(Math.max(1, until + 1)) })
          : null
        : null;
  const second = [there, begins].filter(Boolean).join(" · ");
  return (
    <div className="flex flex-col gap-0.5 px-4 text-sm">
      <p className="font-semibold">
        <Time iso={startsAt.toISOString()}>{formats.dayRange(startsAt, endsAt)}</Time>{" "}
        <span className="font-normal text-fg-muted">{formats.zoneName(startsAt)}</span>
      </p>
      {second ? <p className="text-xs text-fg-muted num">{second}</p> : null}
    </div>
  );
}
