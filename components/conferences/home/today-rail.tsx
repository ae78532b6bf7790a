import { CalendarDays, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NowLine } from "@/components/shell/now-line";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { DAY_SHOWN, type Entry, type RailItem, railOf } from "@/lib/conferences/lists/rules";
import { dayOf } from "@/lib/time/local";
import { dayTitle, type Viewer } from "../list/viewer";
import type { WayIn } from "../list/way-in";
import { ZoneNote } from "../list/zone-note";
import { RailRow } from "./rail-row";

type Props = {
  entries: readonly Entry[];
  more: boolean;
  /** What comes after today, for a day without meetings. */
  next: Entry | null;
  mayCreate: boolean;
  viewer: Viewer;
  hrefOf: (id: string) => string;
  wayOf: (entry: Entry) => WayIn;
};

/** Today as a rail of time: what ended folds, the line of now, then what comes with the free time between. */
export function TodayRail(props: Props) {
  const { entries, more, viewer } = props;
  const t = useTranslations("home.today");
  const { now, zone } = viewer;
  const { ended, items } = railOf(entries, now);
  const left = items.some((item) => item.kind === "entry");
  return (
    <Card aria-labelledby="today">
      <CardHeader
        id="today"
        title={t("title")}
        meta={dayTitle(viewer, dayOf(now, zone))}
        actions={
          <>
            <ZoneNote viewer={viewer} className="phone:hidden" />
            <Button variant="ghost" size={28} href="/meetings" className="-me-2">
              {t("all")}
            </Button>
          </>
        }
      />
      {entries.length === 0 ? (
        <Nothing {...props} />
      ) : (
        <ol className="relative px-4 pb-2.5 before:absolute before:start-21.5 before:top-1.5 before:bottom-6.5 before:w-px before:bg-border phone:ps-2.5 phone:pe-3.5 phone:before:start-[70.5px]">
          {ended.length > 0 ? <Ended ended={ended} {...props} /> : null}
          {items.map((item) => (
            <Item key={keyOf(item)} item={item} {...props} />
          ))}
          {left ? null : (
            <li className="ps-22.25 pt-2 pb-1 text-xs text-fg-muted phone:ps-18.75">
              {t("nothingElse")} <NextOne {...props} />
            </li>
          )}
          {more ? (
            <li className="ps-22.25 pt-2 text-xs text-fg-muted phone:ps-18.75">
              {t("more", { count: DAY_SHOWN })}
            </li>
          ) : null}
        </ol>
      )}
      <ZoneNote viewer={viewer} className="block border-t border-border px-4 py-2.5 md:hidden" />
    </Card>
  );
}

const keyOf = (item: RailItem) =>
  item.kind === "entry" ? item.entry.id : item.kind === "gap" ? item.key : "now";

function NextOne({ next, viewer, hrefOf }: Props) {
  const t = useTranslations("home.today");
  const at = next?.timing.startsAt;
  if (!next || !at) return null;
  const when = `${viewer.formats.dayNear(at, viewer.now)}, ${viewer.formats.time(at)}`;
  return t.rich("next", {
    name: next.name,
    when,
    link: (text: ReactNode) => (
      <Link href={hrefOf(next.id)} scroll={false} prefetch={false} className="link-inline">
        {text}
      </Link>
    ),
  });
}

function Nothing(props: Props) {
  const t = useTranslations("home.today");
  const body = props.next ? (
    <NextOne {...props} />
  ) : (
    t(props.mayCreate ? "nothingAhead" : "nothingAheadGuest")
  );
  return <EmptyState icon={<CalendarDays />} level={3} title={t("nothingTitle")} body={body} />;
}

function Ended({ ended, ...rest }: { ended: Entry[] } & Props) {
  const t = useTranslations("home.today");
  return (
    <li className="pb-1">
      <details className="group">
        <summary className="link relative ms-22.25 inline-flex min-h-6 items-center gap-1 text-xs phone:ms-18.25 touch:min-h-11">
          <ChevronRight
            aria-hidden
            className="size-3.5 transition-transform duration-fast group-open:rotate-90 rtl:rotate-180"
          />
          {t("ended", { count: ended.length })}
        </summary>
        <ol>
          {ended.map((entry) => (
            <RailRow key={entry.id} entry={entry} state="ended" {...rest} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function Item({ item, ...props }: { item: RailItem } & Props) {
  const t = useTranslations("home.today");
  const { formats, now } = props.viewer;
  if (item.kind === "now") {
    return (
      <li>
        <NowLine
          time={formats.time(now)}
          label={t("now")}
          className="phone:[&>span:nth-child(2)]:w-11.5 phone:[&>span>span]:start-0.5"
        />
      </li>
    );
  }
  if (item.kind === "gap") {
    return (
      <li className="py-0.5 ps-22.25 text-xs text-fg-subtle num phone:ps-18.75">
        {t("free", { duration: formats.duration(item.minutes) })}
      </li>
    );
  }
  return <RailRow {...props} entry={item.entry} state={item.state} />;
}
