import { CalendarDays, ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/shell/page-header";
import { StatusBadge } from "@/components/ui/badge";
import { Note } from "@/components/ui/banner";
import { Button, buttonClass } from "@/components/ui/button";
import { DisclosureMenu } from "@/components/ui/disclosure-menu.client";
import { FieldLayout } from "@/components/ui/field-layout";
import { Input } from "@/components/ui/input";
import { typeset } from "@/components/ui/typeset";
import { keptParts } from "@/lib/analytics/schema";
import { zoneCity } from "@/lib/time/zones";
import { go, isLimited, type View } from "./view";

type Props = {
  view: View;
  name: string;
  kind: "scheduled" | "room" | "instant";
  isLive: boolean;
  /** When it took place, or is planned to. */
  when: { from: Date; to: Date } | null;
  /** What is shown while nobody chose a period (T19). */
  whole: { from: Date; to: Date };
  /** The chosen period ends before it begins. */
  isWrong: boolean;
};

export async function Head({ view, name, kind, isLive, when, whole, isWrong }: Props) {
  const t = await getTranslations("analytics");
  const { formats, locale } = view;
  const isRoom = kind === "room";
  const meta = when
    ? `${formats.dayRange(when.from, when.to)} · ${t("timesIn", { city: zoneCity(formats.zone, locale) })}`
    : isRoom
      ? `${t("room", { day: formats.day(whole.from) })} · ${t("timesIn", { city: zoneCity(formats.zone, locale) })}`
      : undefined;
  return (
    <>
      <PageHeader
        title={typeset(name)}
        badge={
          <nav aria-label={t("breadcrumb")} className="flex min-w-0 items-center gap-1">
            <Link href={isRoom ? "/rooms" : "/meetings"} className="link">
              {isRoom ? t("rooms") : t("meetings")}
            </Link>
            <ChevronRight aria-hidden className="size-3 rtl:rotate-180" />
            <span aria-current="page">{t("title")}</span>
            {isLive ? <StatusBadge kind="live">{t("live")}</StatusBadge> : null}
          </nav>
        }
        meta={<span className="num">{meta}</span>}
        actions={<PeriodMenu view={view} whole={whole} isRoom={isRoom} isWrong={isWrong} />}
      />
      {isWrong ? (
        <Note tone="warning" className="mb-4">
          {t("period.invalid")}
        </Note>
      ) : null}
    </>
  );
}

/** The period in the viewer's own time, as a form that needs no scripts (T19, T20). */
async function PeriodMenu({
  view,
  whole,
  isRoom,
  isWrong,
}: Pick<Props, "view" | "whole" | "isWrong"> & { isRoom: boolean }) {
  const t = await getTranslations("analytics.period");
  const { address, formats, path } = view;
  const { from, to } = view.interval;
  const limited = isLimited(view);
  const wholeDays = (first: string, last: string) =>
    first === last ? first : t("whole", { from: first, to: last });
  const name = limited
    ? from && to
      ? t("whole", { from: formats.dateTime(from), to: formats.dateTime(to) })
      : from
        ? t("since", { from: formats.dateTime(from) })
        : t("until", { to: formats.dateTime(to ?? whole.to) })
    : wholeDays(formats.day(whole.from), formats.day(whole.to));
  return (
    <DisclosureMenu
      summaryClassName={buttonClass({ className: "w-full cursor-pointer list-none" })}
      summary={
        <>
          <CalendarDays aria-hidden />
          <span className="sr-only">{t("button", { period: "" })}</span>
          <span className="truncate num">{name}</span>
          <ChevronDown aria-hidden className="ms-auto size-3.5" />
        </>
      }
    >
      <form action={path} method="get" className="grid w-80 max-w-full gap-3 p-3">
        {Object.entries(keptParts(address, ["from", "to"])).map(([key, value]) => (
          <input key={key} type="hidden" name={key} value={value} />
        ))}
        <p className="text-xs text-fg-muted">
          {limited ? t("help") : `${isRoom ? t("defaultRoom") : t("default")}. ${t("help")}`}
        </p>
        {(["from", "to"] as const).map((end) => (
          <FieldLayout key={end} id={`period-${end}`} label={t(end)}>
            <Input
              id={`period-${end}`}
              key={address[end]}
              name={end}
              type="datetime-local"
              defaultValue={address[end] ?? ""}
              invalid={isWrong}
            />
          </FieldLayout>
        ))}
        <p className="text-xs text-fg-muted">{t("zone", { zone: formats.zoneName(view.now) })}</p>
        <div className="flex justify-end gap-2">
          {address.from || address.to ? (
            <Button variant="ghost" href={go(view, { from: null, to: null })}>
              {t("reset")}
            </Button>
          ) : null}
          <Button type="submit" variant="primary">
            {t("apply")}
          </Button>
        </div>
      </form>
    </DisclosureMenu>
  );
}
