import { useTranslations } from "next-intl";
import { NowLine } from "@/components/shell/now-line";
import { Badge } from "@/components/ui/badge";
import { type Entry, nowIndex } from "@/lib/conferences/lists/rules";
import { dayOf, type LocalDate } from "@/lib/time/local";
import { MeetingRow } from "./meeting-row";
import { dayTitle, type Viewer } from "./viewer";

/** The meetings of one day under its head; today carries the line of now between its rows. */
export function DaySection({
  date,
  entries,
  viewer,
  hrefOf,
  selectedId,
  count,
  sticky,
  lineOfNow = true,
}: {
  date: LocalDate;
  entries: readonly Entry[];
  viewer: Viewer;
  hrefOf: (id: string) => string;
  selectedId?: string;
  count?: string;
  sticky?: boolean;
  /** Off where rows are not in the order of time. */
  lineOfNow?: boolean;
}) {
  const t = useTranslations("meetings");
  const isToday = dayOf(viewer.now, viewer.zone) === date;
  const lineAt = isToday && lineOfNow && entries.length > 0 ? nowIndex(entries, viewer.now) : -1;
  const headId = `day-${date}`;
  const line = <NowRow key="now" viewer={viewer} />;
  const rows = entries.map((entry) => (
    <MeetingRow
      key={entry.id}
      entry={entry}
      viewer={viewer}
      href={hrefOf(entry.id)}
      selected={entry.id === selectedId}
    />
  ));
  return (
    <section aria-labelledby={headId} className="day">
      <div className="day-head" data-sticky={sticky}>
        <h2 id={headId}>
          <span>{dayTitle(viewer, date)}</span>
          {isToday ? <Badge tone="ember">{t("today")}</Badge> : null}
        </h2>
        {count ? <span className="text-xs text-fg-muted num">{count}</span> : null}
      </div>
      <ol>{lineAt < 0 ? rows : [...rows.slice(0, lineAt), line, ...rows.slice(lineAt)]}</ol>
    </section>
  );
}

function NowRow({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("meetings");
  return (
    <li className="relative z-2 -my-2 first:mt-0 last:mb-2">
      <NowLine
        time={viewer.formats.time(viewer.now)}
        label={t("now")}
        className="gap-0 ps-2.5 [&>span:nth-child(2)]:relative [&>span:nth-child(2)]:z-1 [&>span:nth-child(2)]:w-auto [&>span:nth-child(2)]:bg-surface [&>span:nth-child(2)]:px-1.5 [&>span:nth-child(3)>span]:start-0"
      />
    </li>
  );
}
