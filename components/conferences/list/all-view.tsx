import { CalendarDays, ListFilter, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { type Entry, groupByDay } from "@/lib/conferences/lists/rules";
import { dayOf } from "@/lib/time/local";
import { DaySection } from "./day-section";
import { MeetingRows } from "./meeting-row";
import type { Viewer } from "./viewer";
import { ZoneNote } from "./zone-note";

type Props = {
  entries: readonly Entry[];
  /** Rows go forwards in time, or begin with the latest. */
  order: "asc" | "desc";
  viewer: Viewer;
  hrefOf: (id: string) => string;
  selectedId?: string;
  beforeHref?: string;
  afterHref?: string;
  filtered: boolean;
  clearHref: string;
  search?: { q: string; searched: number; more: boolean };
};

/** Everything the person owns or is invited to, day by day, with its neighbouring pages. */
export function AllView(props: Props) {
  const { entries, order, viewer, search, beforeHref, afterHref } = props;
  const t = useTranslations("meetings");
  const earlier = order === "asc" ? beforeHref : afterHref;
  const later = order === "asc" ? afterHref : beforeHref;
  return (
    <Card as="div" className="overflow-clip">
      {search ? (
        <p
          role="status"
          className={
            entries.length === 0 ? "sr-only" : "border-b border-border px-4 py-3 text-sm text-fg-muted"
          }
        >
          {t("found", { count: entries.length, q: search.q })}
        </p>
      ) : null}
      {entries.length === 0 ? null : (
        <ZoneNote viewer={viewer} className="block border-b border-border px-4 py-2.5" />
      )}
      {entries.length === 0 ? <Nothing {...props} /> : <Days {...props} />}
      <div className="border-t border-border empty:hidden">
        {search ? (
          <Pager
            label={t("pages")}
            newerLabel={t("later")}
            olderLabel={t("searchOn")}
            olderHref={afterHref}
            summary={search.more ? t("searched", { count: search.searched }) : undefined}
          />
        ) : (
          <Pager
            label={t("pages")}
            newerLabel={t("earlier")}
            olderLabel={t("later")}
            newerHref={earlier}
            olderHref={later}
          />
        )}
      </div>
    </Card>
  );
}

function Days({ entries, order, viewer, hrefOf, selectedId }: Props) {
  const days = groupByDay(entries, (at) => dayOf(at, viewer.zone));
  return (
    <MeetingRows>
      {days.map(({ date, entries: ofDay }) => (
        <DaySection
          key={date}
          date={date}
          entries={ofDay}
          viewer={viewer}
          hrefOf={hrefOf}
          selectedId={selectedId}
          sticky
          lineOfNow={order === "asc"}
        />
      ))}
    </MeetingRows>
  );
}

function Nothing({ search, filtered, clearHref }: Props) {
  const t = useTranslations("meetings");
  const clear = (
    <Button href={clearHref} size={36}>
      {t(search ? "clear" : "clearFilters")}
    </Button>
  );
  if (search) {
    return (
      <EmptyState
        icon={<SearchX />}
        title={t("emptySearch", { q: search.q })}
        body={t("emptySearchBody", { count: search.searched })}
        actions={clear}
      />
    );
  }
  return filtered ? (
    <EmptyState icon={<ListFilter />} title={t("emptyFilter")} body={t("emptyFilterBody")} actions={clear} />
  ) : (
    <EmptyState icon={<CalendarDays />} title={t("emptyAll")} body={t("emptyAllBody")} />
  );
}
