import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button.client";
import { addMonths, dayOf, type LocalDate, type MonthDay, monthDays, monthOf } from "@/lib/time/local";
import { CentreOnPhone } from "./centre-on-phone.client";
import type { Viewer } from "./viewer";
import { ZoneNote } from "./zone-note";

/** One row of days with up to four bars for their load; choosing one lists its meetings (E17, E18). */
export function MonthRuler({
  day,
  loads,
  viewer,
  hrefOf,
}: {
  day: LocalDate;
  loads: ReadonlyMap<LocalDate, number>;
  viewer: Viewer;
  hrefOf: (day: LocalDate) => string;
}) {
  const t = useTranslations("meetings");
  const { formats, now, zone } = viewer;
  const today = dayOf(now, zone);
  const month = monthOf(day);
  const name = formats.month(month);
  const days = monthDays(month);
  return (
    <Card className="px-3 pt-2 pb-2.5" aria-labelledby="ruler">
      <div className="flex flex-wrap items-center gap-2 ps-1">
        <h2 id="ruler" className="whitespace-nowrap first-letter:uppercase phone:flex-1">
          {name}
        </h2>
        <IconButton
          name={t("previousMonth")}
          href={hrefOf(firstOf(addMonths(month, -1), today))}
          icon={<ChevronLeft aria-hidden className="rtl:rotate-180" />}
        />
        <Button variant="ghost" href={hrefOf(today)} aria-current={day === today ? "date" : undefined}>
          {t("today")}
        </Button>
        <IconButton
          name={t("nextMonth")}
          href={hrefOf(firstOf(addMonths(month, 1), today))}
          icon={<ChevronRight aria-hidden className="rtl:rotate-180" />}
        />
        <ZoneNote viewer={viewer} className="ms-auto pe-1 phone:ms-0 phone:w-full phone:pb-1" />
      </div>
      <CentreOnPhone label={t("days", { month: name })} key={month}>
        {days.map((each) => (
          <Day
            key={each.date}
            day={each}
            load={loads.get(each.date) ?? 0}
            href={hrefOf(each.date)}
            chosen={each.date === day}
            today={each.date === today}
            past={each.date < today}
            viewer={viewer}
          />
        ))}
      </CentreOnPhone>
    </Card>
  );
}

/** Paging to the month of today leads to today itself. */
const firstOf = (month: string, today: LocalDate) => (monthOf(today) === month ? today : `${month}-01`);

function Day({
  day,
  load,
  href,
  chosen,
  today,
  past,
  viewer,
}: {
  day: MonthDay;
  load: number;
  href: string;
  chosen: boolean;
  today: boolean;
  past: boolean;
  viewer: Viewer;
}) {
  const t = useTranslations("meetings");
  const quiet = past || day.weekend;
  const bar = chosen ? "bg-primary-fg" : past ? "bg-border-strong opacity-60" : "bg-primary";
  return (
    <li className="min-w-0 phone:shrink-0 phone:basis-11" data-chosen={chosen || undefined}>
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        aria-current={chosen ? "date" : undefined}
        className={cn(
          "relative flex min-h-14.5 w-full flex-col items-center rounded-sm pt-1 pb-1.25 text-fg no-underline hover:bg-hover focus-visible:-outline-offset-2 phone:min-h-16.5 phone:justify-center",
          chosen && "bg-primary text-primary-fg hover:bg-primary-hover",
        )}
      >
        <span
          aria-hidden
          className={cn(
            "text-[0.625rem] leading-3.5 phone:text-2xs",
            chosen ? "font-semibold" : "text-fg-subtle",
          )}
        >
          {initial(viewer.formats.weekday(day.date))}
        </span>
        <span
          aria-hidden
          className={cn(
            "text-sm leading-5 num phone:text-md",
            chosen ? "font-semibold" : quiet ? "text-fg-subtle" : "font-medium",
            today && !chosen && "font-semibold text-ember-text",
          )}
        >
          {day.day}
        </span>
        <span aria-hidden className="mt-px flex h-3.5 flex-col-reverse justify-start gap-[1.5px]">
          {["a", "b", "c", "d"].slice(0, load).map((key) => (
            <span key={key} data-fill className={cn("h-0.5 w-3 rounded-[1px]", bar)} />
          ))}
        </span>
        <span className="sr-only">
          {viewer.formats.dayLong(day.date)}, {t("load", { load })}
        </span>
      </Link>
    </li>
  );
}

const initial = (weekday: string) => weekday.charAt(0).toLocaleUpperCase();
