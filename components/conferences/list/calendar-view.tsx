import { CalendarDays, ListFilter } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { DAY_SHOWN, type Entry } from "@/lib/conferences/lists/rules";
import type { LocalDate } from "@/lib/time/local";
import { DaySection } from "./day-section";
import { MeetingRows } from "./meeting-row";
import { dayTitle, type Viewer } from "./viewer";

/** The meetings of the chosen day, below the month ruler. */
export function DayCard({
  day,
  entries,
  more,
  next,
  filtered,
  viewer,
  hrefOf,
  selectedId,
  clearHref,
}: {
  day: LocalDate;
  entries: readonly Entry[];
  more: boolean;
  next: Entry | null;
  filtered: boolean;
  viewer: Viewer;
  hrefOf: (id: string) => string;
  selectedId?: string;
  clearHref: string;
}) {
  const t = useTranslations("meetings");
  if (entries.length === 0) {
    return (
      <Card as="div">
        {filtered ? (
          <EmptyState
            icon={<ListFilter />}
            title={t("emptyFilter")}
            body={t("emptyFilterBody")}
            actions={
              <Button href={clearHref} size={36}>
                {t("clearFilters")}
              </Button>
            }
          />
        ) : (
          <EmptyState
            icon={<CalendarDays />}
            title={t("emptyDay", { day: dayTitle(viewer, day) })}
            body={<NextOne next={next} viewer={viewer} hrefOf={hrefOf} />}
          />
        )}
      </Card>
    );
  }
  return (
    <Card as="div" className="overflow-clip">
      <MeetingRows>
        <DaySection
          date={day}
          entries={entries}
          viewer={viewer}
          hrefOf={hrefOf}
          selectedId={selectedId}
          count={more ? t("countMore", { count: DAY_SHOWN }) : t("count", { count: entries.length })}
        />
      </MeetingRows>
      {more ? (
        <p className="border-t border-border px-4 py-3 text-xs text-fg-muted">
          {t("dayMore", { count: DAY_SHOWN })}
        </p>
      ) : null}
    </Card>
  );
}

function NextOne({
  next,
  viewer,
  hrefOf,
}: {
  next: Entry | null;
  viewer: Viewer;
  hrefOf: (id: string) => string;
}) {
  const t = useTranslations("meetings");
  const at = next?.timing.startsAt;
  if (!next || !at) return t("emptyDayNone");
  return t.rich("emptyDayNext", {
    name: next.name,
    when: `${viewer.formats.dayNear(at, viewer.now)}, ${viewer.formats.time(at)}`,
    link: (text: ReactNode) => (
      <Link href={hrefOf(next.id)} scroll={false} prefetch={false} className="link-inline">
        {text}
      </Link>
    ),
  });
}
