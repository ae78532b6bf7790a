import { CalendarArrowDown, Ellipsis, ExternalLink, PanelRight, Pencil, Users } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Menu, type MenuItem } from "@/components/ui/menu.client";
import { Time } from "@/components/ui/time";
import { typeset } from "@/components/ui/typeset";
import { type Entry, stateOf } from "@/lib/conferences/lists/rules";
import { minutesBetween } from "@/lib/time/local";
import { StateBadge } from "./state-badge";
import { calendarHref, editHref, pageHref, type Viewer } from "./viewer";

/** One meeting: time, name, what it is, one state, how many people, and what one can do with it. */
export function MeetingRow({
  entry,
  viewer,
  href,
  selected,
}: {
  entry: Entry;
  viewer: Viewer;
  href: string;
  selected?: boolean;
}) {
  const state = stateOf(entry, viewer.now);
  const { startsAt, endsAt } = entry.timing;
  const { formats } = viewer;
  const over = state === "ended";
  const off = state === "cancelled";
  return (
    <li
      className={cn(
        "relative grid grid-cols-[minmax(0,1fr)_62px_36px] items-center border-t border-border pe-2.5 first:border-t-0 phone:grid-cols-[minmax(0,1fr)_auto] phone:pe-1.5",
        selected
          ? "bg-selected before:absolute before:inset-y-0 before:start-0 before:w-0.75 before:bg-primary"
          : "hover:bg-hover",
      )}
    >
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        aria-current={selected ? "true" : undefined}
        className="grid min-h-14 grid-cols-[52px_minmax(0,1fr)_auto] items-center gap-4 py-2 ps-4 pe-2 text-fg no-underline focus-visible:-outline-offset-2 phone:grid-cols-[46px_minmax(0,1fr)] phone:gap-x-3 phone:gap-y-0.5 phone:py-2.5 phone:pe-1"
      >
        <span className={cn("text-sm num", over ? "text-fg-muted" : "font-medium")}>
          {startsAt ? (
            <Time
              iso={startsAt.toISOString()}
              title={endsAt ? formats.dayRange(startsAt, endsAt) : undefined}
            >
              {formats.time(startsAt)}
            </Time>
          ) : null}
          {startsAt && endsAt ? (
            <span className="block text-xs font-normal whitespace-nowrap text-fg-subtle">
              {formats.duration(minutesBetween(startsAt, endsAt))}
            </span>
          ) : null}
        </span>
        <span className="min-w-0">
          <span
            title={entry.name}
            className={cn(
              "block leading-5 md:truncate phone:line-clamp-2",
              over ? "text-fg-muted" : "font-medium",
              off && "text-fg-muted line-through",
            )}
          >
            {typeset(entry.name)}
          </span>
          <Meta entry={entry} viewer={viewer} />
        </span>
        <span className="phone:col-start-2 phone:mt-0.5 phone:justify-self-start">
          <StateBadge state={state} startsAt={startsAt} now={viewer.now} />
        </span>
      </Link>
      <People entry={entry} live={state === "live"} />
      <RowMenu entry={entry} href={href} open={!off && !over} />
    </li>
  );
}

function Meta({ entry, viewer }: { entry: Entry; viewer: Viewer }) {
  const t = useTranslations("meetings");
  const words = useTranslations("conferences");
  const { cancelledBy, timing } = entry;
  const when = timing.cancelledAt ? viewer.formats.dayNear(timing.cancelledAt, viewer.now) : "";
  return (
    <span className="meta-dots text-xs text-fg-muted md:flex-nowrap md:whitespace-nowrap phone:*:nth-[n+3]:hidden">
      <span>{words(`visibility.${entry.visibility}`)}</span>
      {cancelledBy ? (
        <span>
          {cancelledBy.id === viewer.userId
            ? t("cancelledYou", { when })
            : t("cancelledBy", { name: cancelledBy.name, when })}
        </span>
      ) : (
        <span>{entry.isOwner ? t("ownerYou") : t("owner", { name: entry.owner.name })}</span>
      )}
      {entry.mode === "all_on_screen" ? null : <span>{words(`mode.${entry.mode}`)}</span>}
      {entry.location ? <span>{entry.location}</span> : null}
    </span>
  );
}

function People({ entry, live }: { entry: Entry; live: boolean }) {
  const t = useTranslations("meetings");
  const { taken, inside } = entry;
  return (
    <span className="flex items-center gap-1.25 text-xs text-fg-muted num phone:hidden">
      <Users aria-hidden className="size-3.5" />
      <span aria-hidden>{live ? `${inside}/${taken}` : taken}</span>
      <span className="sr-only">
        {live ? t("peopleLive", { inside, count: taken }) : t("people", { count: taken })}
      </span>
    </span>
  );
}

function RowMenu({ entry, href, open }: { entry: Entry; href: string; open: boolean }) {
  const t = useTranslations("meetings");
  const items: MenuItem[] = [
    { label: t("details"), href, icon: <PanelRight aria-hidden /> },
    { label: t("openPage"), href: pageHref(entry.publicId), icon: <ExternalLink aria-hidden /> },
  ];
  if (open) {
    items.push({
      label: t("ics"),
      href: calendarHref(entry.publicId),
      download: true,
      icon: <CalendarArrowDown aria-hidden />,
    });
    if (entry.isOwner || entry.isHost) {
      items.push({ label: t("edit"), href: editHref(entry.id), icon: <Pencil aria-hidden /> });
    }
  }
  return (
    <Menu
      trigger={{
        label: t("more", { name: entry.name }),
        icon: <Ellipsis aria-hidden />,
        iconOnly: true,
        variant: "ghost",
      }}
      items={items}
    />
  );
}
