import { LogIn, LogOut, MonitorSmartphone, PhoneOff, Unplug } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { RowLink } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { type EventKind, type HistoryEvent, isEntry } from "@/lib/analytics/rules";
import { historyOrder } from "@/lib/analytics/schema";
import { DataGrid, type GridColumn } from "./data-grid.client";
import { SignIn } from "./entries-list";
import { go, stay, type View } from "./view";

const signs = {
  joined: LogIn,
  taken_over: MonitorSmartphone,
  left: LogOut,
  lapsed: Unplug,
  ended: PhoneOff,
} as const satisfies Record<EventKind, typeof LogIn>;

/** What happened: a sign and the word; coming in is green, everything else grey. */
export function EventWord({ kind, label }: { kind: EventKind; label: string }) {
  const Sign = signs[kind];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Sign
        aria-hidden
        className={isEntry(kind) ? "size-3.5 text-success-text" : "size-3.5 text-fg-subtle"}
      />
      {label}
    </span>
  );
}

type Props = { view: View; events: readonly HistoryEvent[]; tools: React.ReactNode; panel: React.ReactNode };

/** Every entry and exit; one person may be here many times (T26–T28). */
export async function HistoryList({ view, events, tools, panel }: Props) {
  const t = await getTranslations("analytics");
  const { formats } = view;
  const direction = historyOrder(view.address.order);
  const columns: GridColumn[] = [
    {
      id: "time",
      header: t("column.time"),
      fixed: true,
      sortHref: go(view, { order: direction === "asc" ? "time_desc" : "time_asc" }),
    },
    { id: "event", header: t("column.event"), fixed: true },
    { id: "name", header: t("column.name"), primary: true, fixed: true },
    { id: "email", header: t("column.email") },
    { id: "signIn", header: t("column.signIn") },
  ];
  const rows = events.map((event) => ({
    id: event.id,
    selected: view.address.p === event.participantId,
    cells: {
      time: (
        <Time
          iso={formats.iso(event.at)}
          title={formats.zoneName(event.at)}
          className="whitespace-nowrap num"
        >
          {formats.day(event.at)}, {formats.timeSeconds(event.at)}
        </Time>
      ),
      event: <EventWord kind={event.kind} label={t(`event.${event.kind}`)} />,
      name: (
        <RowLink href={stay(view, { p: event.participantId })} className="block max-w-80 truncate">
          <bdi title={event.name}>{event.name}</bdi>
        </RowLink>
      ),
      email: <span className="text-fg-muted">{event.email ?? "–"}</span>,
      signIn: <SignIn isUser={event.isUser} label={t(event.isUser ? "signIn.user" : "signIn.guest")} />,
    },
  }));
  return (
    <>
      <DataGrid
        caption={t("list.history")}
        columnsLabel={t("column.choose")}
        columns={columns}
        rows={rows}
        sorted={{ id: "time", desc: direction === "desc" }}
        tools={tools}
        panel={panel}
      />
      <ul aria-label={t("list.history")} className="hidden border-t border-border phone:block">
        {events.map((event) => (
          <li key={event.id} className="border-b border-border last:border-b-0">
            <Link
              href={stay(view, { p: event.participantId })}
              scroll={false}
              className="grid gap-0.5 px-4 py-2.5 text-inherit no-underline focus-visible:-outline-offset-2"
            >
              <span className="flex gap-3">
                <span className="min-w-0 flex-1 truncate font-medium">
                  <bdi>{event.name}</bdi>
                </span>
                <span className="text-sm">
                  <EventWord kind={event.kind} label={t(`event.${event.kind}`)} />
                </span>
              </span>
              <span className="flex gap-3 text-xs text-fg-muted num">
                <span className="flex-1">{t(event.isUser ? "signIn.user" : "signIn.guest")}</span>
                <span>
                  {formats.day(event.at)}, {formats.timeSeconds(event.at)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
