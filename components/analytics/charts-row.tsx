import { ChartNoAxesColumn } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { type BucketSize, lineTicks, type StayBand } from "@/lib/analytics/rules";
import { dayOf, monthOf } from "@/lib/time/local";
import type { ChartPoint } from "./chart.client";
import { ChartCard } from "./chart-card";
import { StayCard } from "./stay-card";
import { stay, type View } from "./view";

type Added = { size: BucketSize; points: readonly { at: Date; users: number; guests: number }[] };
type People = {
  session: { startedAt: Date; endedAt: Date };
  peak: { people: number; at: Date };
  points: readonly { at: Date; all: number; guests: number }[];
};
export type ChosenChart = { which: "added"; data: Added } | { which: "people"; data: People | null } | null;

type Props = {
  view: View;
  chart: ChosenChart;
  hasPeople: boolean;
  bands: readonly StayBand[];
  /** Marked in the line of people. */
  planned: { from: Date; to: Date } | null;
};

/** The chart and how long people stayed; or, put away, the button that brings them back (T21). */
export async function ChartsRow({ view, chart, hasPeople, bands, planned }: Props) {
  const t = await getTranslations("analytics.chart");
  if (!chart) {
    return (
      <Button href={stay(view, { chart: null })} icon={<ChartNoAxesColumn aria-hidden />}>
        {t("show")}
      </Button>
    );
  }
  const filtered = Boolean(view.address.auth || view.address.joined);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
      <ChartCard
        view={view}
        which={chart.which}
        hasPeople={hasPeople}
        chart={
          chart.which === "added"
            ? await addedProps(view, chart.data)
            : await peopleProps(view, chart.data, planned)
        }
        empty={chart.which === "people" ? t("neverHeld") : filtered ? t("emptyFiltered") : t("empty")}
      />
      <StayCard view={view} bands={bands} />
    </div>
  );
}

async function addedProps(view: View, { size, points }: Added) {
  if (points.length === 0) return null;
  const t = await getTranslations("analytics.chart");
  const { formats } = view;
  const per = { hour: "perHour", day: "perDay", month: "perMonth" } as const;
  const words = (at: Date): Omit<ChartPoint, "x" | "one" | "two"> => {
    if (size === "hour") return { tick: formats.time(at), label: formats.dateTime(at) };
    const day = dayOf(at, formats.zone);
    const text = size === "day" ? formats.day(day) : formats.month(monthOf(day));
    return { tick: text, label: text };
  };
  const users = points.reduce((sum, point) => sum + point.users, 0);
  const guests = points.reduce((sum, point) => sum + point.guests, 0);
  return {
    kind: "bars" as const,
    points: points.map((point) => ({
      ...words(point.at),
      x: point.at.getTime(),
      one: point.users,
      two: point.guests,
    })),
    names: { one: t("users"), two: t("guests") },
    summary: t("summaryAdded", { label: t("added"), users, guests }),
    meta: t(per[size]),
  };
}

async function peopleProps(view: View, people: People | null, planned: Props["planned"]) {
  if (!people) return null;
  const t = await getTranslations("analytics.chart");
  const { formats } = view;
  const { startedAt, endedAt } = people.session;
  const oneDay = endedAt.getTime() - startedAt.getTime() <= 86_400_000;
  const short = (at: Date) => (oneDay ? formats.time(at) : formats.dateTime(at));
  const [first, last] = [people.points[0]?.at ?? startedAt, people.points.at(-1)?.at ?? endedAt];
  const isInside = (at: Date) => at > first && at < last;
  return {
    kind: "areas" as const,
    points: people.points.map(({ at, all, guests }) => ({
      x: at.getTime(),
      tick: short(at),
      label: short(at),
      one: all,
      two: guests,
    })),
    names: { one: t("all"), two: t("guests") },
    summary: t("summaryPeople", {
      label: t("people"),
      peak: people.peak.people,
      time: formats.time(people.peak.at),
    }),
    ticks: lineTicks({ from: first, to: last }).map((at) => ({ x: at.getTime(), label: short(at) })),
    marks: planned ? [planned.from, planned.to].filter(isInside).map((at) => at.getTime()) : [],
    meta: t("session", { range: formats.dayTimeZone(startedAt, endedAt) }),
  };
}
