import { History, UserRoundX, Users } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { LinkTabs } from "@/components/ui/tabs";
import type { Entry, HistoryEvent } from "@/lib/analytics/rules";
import { type Cursor, cursorText } from "@/lib/analytics/schema";
import { EntriesList } from "./entries-list";
import { clearHref, FilterBar, FilterForm } from "./filter-bar";
import { HistoryList } from "./history-list";
import { go, isLimited, type View } from "./view";

type Count = { count: number; more: boolean };

type Pages = { before?: Cursor; after?: Cursor };
export type Lists =
  | ({ tab: "entries"; entries: readonly Entry[]; matches: Count | null; tooMany: boolean } & Pages)
  | ({ tab: "history"; events: readonly HistoryEvent[] } & Pages);

type Props = {
  view: View;
  list: Lists;
  /** Everybody on the list, and the events of the period. */
  total: number;
  /** People whose last mail was refused, while there is still something to come to. */
  undelivered: number;
  events: Count;
  whole: { from: Date; to: Date } | null;
};

/** The two lists with their search, filters and files. */
export async function ListsCard({ view, list, total, undelivered, events, whole }: Props) {
  const t = await getTranslations("analytics");
  const { address } = view;
  const tools = (
    <FilterBar
      view={view}
      tab={list.tab}
      file={await fileOf(view, list.tab, total, events)}
      matches={list.tab === "entries" ? list.matches : null}
    />
  );
  const panel = <FilterForm view={view} tab={list.tab} />;
  const isEmpty = list.tab === "entries" ? list.entries.length === 0 : list.events.length === 0;
  const filtered =
    address.q ||
    isLimited(view) ||
    (list.tab === "entries" ? address.auth || address.joined || address.mail : address.kind);
  return (
    <Card aria-label={t("tabs.label")} className="mt-4 min-w-0">
      <LinkTabs
        label={t("tabs.label")}
        className="px-4"
        items={[
          {
            href: go(view, { tab: null, kind: null, order: null }),
            label: t("tabs.entries"),
            count: total,
            current: list.tab === "entries",
          },
          {
            href: go(view, { tab: "history", auth: null, joined: null, mail: null, order: null }),
            label: t("tabs.history"),
            count: events.more ? undefined : events.count,
            current: list.tab === "history",
          },
        ]}
      />
      {undelivered > 0 && !address.mail ? (
        <Note tone="warning" className="m-3 mb-0">
          {t("mail.count", { count: undelivered })}{" "}
          <Link href={go(view, { tab: null, kind: null, order: null, mail: "undelivered" })} className="link">
            {t("mail.show")}
          </Link>
        </Note>
      ) : null}
      {list.tab === "entries" && list.tooMany ? (
        <Note tone="warning" className="m-3 mb-0">
          {t("filter.tooMany", { count: 5000 })}
        </Note>
      ) : null}
      {isEmpty ? (
        <>
          <div className="px-3 py-2.5">{tools}</div>
          {panel}
          <Nothing view={view} tab={list.tab} filtered={Boolean(filtered)} />
        </>
      ) : list.tab === "entries" ? (
        <EntriesList view={view} entries={list.entries} whole={whole} tools={tools} panel={panel} />
      ) : (
        <HistoryList view={view} events={list.events} tools={tools} panel={panel} />
      )}
      <Pager
        label={t("list.pages")}
        newerHref={list.before && go(view, { before: cursorText(list.before) })}
        olderHref={list.after && go(view, { after: cursorText(list.after) })}
        newerLabel={t("list.previous")}
        olderLabel={t("list.next")}
      />
    </Card>
  );
}

/** The label of a file says what it saves: everybody, or the chosen period (rule 7.4). */
async function fileOf(view: View, tab: Lists["tab"], total: number, events: Count) {
  const t = await getTranslations("analytics.export");
  const { conferenceId, address } = view;
  const query = new URLSearchParams({ conference: conferenceId });
  if (tab === "entries") {
    const href = `/api/exports/entries?${query}`;
    return { href, label: t("entries", { count: total }), note: t("entriesNote") };
  }
  const limited = isLimited(view);
  if (limited && address.from) query.set("from", address.from);
  if (limited && address.to) query.set("to", address.to);
  const count = { count: events.count };
  const label = limited
    ? events.more
      ? t("historyPeriodMany")
      : t("historyPeriod", count)
    : events.more
      ? t("historyMany")
      : t("history", count);
  const note = limited ? t("historyPeriodNote") : t("historyNote");
  return { href: `/api/exports/history?${query}`, label, note };
}

/** Nothing yet and no match are different answers. */
async function Nothing({ view, tab, filtered }: { view: View; tab: Lists["tab"]; filtered: boolean }) {
  const t = await getTranslations("analytics");
  const state = (icon: ReactNode, title: string, body: string, actions?: ReactNode) => (
    <EmptyState icon={icon} title={title} body={body} actions={actions} />
  );
  if (filtered) {
    return state(
      <UserRoundX aria-hidden />,
      tab === "entries" ? t("list.noMatch") : t("list.noMatchEvents"),
      t("list.noMatchBody"),
      <Button href={clearHref(view)}>{t("filter.clear")}</Button>,
    );
  }
  return tab === "entries"
    ? state(<Users aria-hidden />, t("list.noneYet"), t("list.noneYetBody"))
    : state(<History aria-hidden />, t("list.noEvents"), t("list.noEventsBody"));
}
