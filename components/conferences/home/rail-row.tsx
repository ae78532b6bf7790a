import { MapPin } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";
import { typeset } from "@/components/ui/typeset";
import type { Entry } from "@/lib/conferences/lists/rules";
import type { ConferenceState } from "@/lib/conferences/rules";
import { createFormats } from "@/lib/time/format";
import { minutesBetween } from "@/lib/time/local";
import { sameClock, zoneCity } from "@/lib/time/zones";
import { StateBadge } from "../list/state-badge";
import { roomHref, type Viewer } from "../list/viewer";
import type { WayIn } from "../list/way-in";

type Props = {
  entry: Entry;
  state: ConferenceState;
  viewer: Viewer;
  hrefOf: (id: string) => string;
  wayOf: (entry: Entry) => WayIn;
};

/** One meeting on the rail of today. What begins soon carries the way in. */
export function RailRow({ entry, state, viewer, hrefOf, wayOf }: Props) {
  const t = useTranslations("home.live");
  const words = useTranslations("conferences");
  const { formats } = viewer;
  const { startsAt, endsAt } = entry.timing;
  if (!startsAt || !endsAt) return null;
  const near = state === "soon" || state === "open";
  const way = near ? wayOf(entry) : null;
  const off = state === "cancelled";
  return (
    <li className="relative grid grid-cols-[52px_13px_minmax(0,1fr)_auto] items-start gap-x-3 py-1.75 phone:grid-cols-[46px_13px_minmax(0,1fr)] phone:gap-x-2 phone:py-2.5">
      <span className="text-end text-sm font-medium num">
        <Time iso={startsAt.toISOString()} title={formats.dayRange(startsAt, endsAt)}>
          {formats.time(startsAt)}
        </Time>
        <span className="block text-xs font-normal whitespace-nowrap text-fg-subtle">
          {formats.duration(minutesBetween(startsAt, endsAt))}
        </span>
      </span>
      <span
        aria-hidden
        data-fill
        className={cn(
          "relative z-1 mx-0.5 mt-1.5 size-2.25 rounded-full border-2",
          near ? "border-ember-line bg-ember-soft" : "border-border-strong bg-surface",
        )}
      />
      <Link
        href={hrefOf(entry.id)}
        scroll={false}
        prefetch={false}
        className="group min-w-0 text-fg no-underline"
      >
        <span
          title={entry.name}
          className={cn(
            "line-clamp-2 leading-5 text-pretty group-hover:underline",
            state === "ended" ? "text-fg-muted" : "font-medium",
            off && "text-fg-muted line-through",
          )}
        >
          {typeset(entry.name)}
        </span>
        <Meta entry={entry} viewer={viewer} />
      </Link>
      <span className="flex min-h-7 flex-wrap items-center gap-1.5 phone:col-start-3 phone:mt-1">
        {entry.visibility === "public" ? (
          <StatusBadge kind="public">{words("visibility.public")}</StatusBadge>
        ) : null}
        <StateBadge state={state} startsAt={startsAt} now={viewer.now} />
        {way && !way.refusal ? (
          <Button
            size={28}
            href={roomHref(entry.publicId)}
            prefetch={false}
            aria-label={t(way.verb === "start" ? "startNamed" : "joinNamed", { name: entry.name })}
          >
            {t(way.verb === "start" ? "start" : "join")}
          </Button>
        ) : null}
      </span>
    </li>
  );
}

function Meta({ entry, viewer }: { entry: Entry; viewer: Viewer }) {
  const t = useTranslations("home.today");
  const filling = useTranslations("home.filling");
  const words = useTranslations("conferences");
  const panel = useTranslations("panel");
  const { zone, locale, now } = viewer;
  const at = entry.timing.startsAt;
  const theirs = entry.timeZone;
  return (
    <span className="meta-dots mt-px text-xs text-fg-muted num">
      <span>{words(`mode.${entry.mode}`)}</span>
      <span>
        {entry.hasForm
          ? filling("seats", { taken: entry.taken, seats: entry.seats })
          : panel("invitedShort", { count: entry.invited })}
      </span>
      {entry.location ? (
        <span className="flex items-center gap-1">
          <MapPin aria-hidden className="size-3" />
          {entry.location}
        </span>
      ) : null}
      {at && theirs && !sameClock(theirs, zone, at) ? (
        <span>
          {t("there", {
            time: createFormats(locale, theirs, now).time(at),
            city: zoneCity(theirs, locale),
          })}
        </span>
      ) : null}
    </span>
  );
}
