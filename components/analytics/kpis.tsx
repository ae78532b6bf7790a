import { getFormatter, getTranslations } from "next-intl/server";
import type { Figures } from "@/lib/analytics/rules";
import { isLimited, stayText, type View } from "./view";

type Props = {
  view: View;
  figures: Figures;
  /** It has taken place and nobody is awaited any more, so that absence means something. */
  isOver: boolean;
  peak: { people: number; at: Date; lastTime: boolean } | null;
};

type Figure = { label: string; value: string; note: string };

/** The figures on one surface, cut by hairlines. What is not known yet is a dash, never a zero. */
export async function Kpis({ view, figures, isOver, peak }: Props) {
  const [t, format] = await Promise.all([getTranslations("analytics.figures"), getFormatter()]);
  const { formats } = view;
  const number = (value: number) => format.number(value);
  const percent = (part: number, whole: number) =>
    format.number(whole > 0 ? part / whole : 0, { style: "percent", maximumFractionDigits: 1 });
  const { added, users, joined, registered, attended, gone, absent, awaited, averageStayS } = figures;
  const items: Figure[] = [
    {
      label: t("added"),
      value: number(added),
      note: gone > 0 ? t("gone", { count: gone }) : t("kinds", { users, guests: added - users }),
    },
    {
      label: t("joined"),
      value: number(joined),
      note: added > 0 ? t("ofAdded", { percent: percent(joined, added) }) : "",
    },
  ];
  if (registered > 0) {
    items.push({
      label: t("registered"),
      value: number(attended),
      note: t("ofRegistered", { count: number(registered), percent: percent(attended, registered) }),
    });
  }
  items.push(
    {
      label: t("peak"),
      value: peak ? number(peak.people) : t("none"),
      note: !peak
        ? ""
        : peak.lastTime
          ? t("peakOn", { time: formats.dateTime(peak.at) })
          : t("peakAt", { time: formats.time(peak.at) }),
    },
    {
      label: t("stay"),
      value: averageStayS === null ? t("none") : stayText(formats, averageStayS, t("underMinute")),
      note: averageStayS === null ? "" : t("stayNote"),
    },
    {
      label: t("absent"),
      value: isOver ? number(absent) : t("none"),
      note: !isOver
        ? t("absentLater")
        : awaited > 0
          ? t("absentShare", { percent: percent(absent, awaited) })
          : "",
    },
  );
  return (
    <dl
      aria-label={isLimited(view) ? t("labelPeriod") : t("label")}
      data-surface
      className="mb-4 grid auto-cols-fr grid-flow-col overflow-hidden rounded-lg bg-surface shadow-e1 max-lg:grid-flow-row max-lg:grid-cols-3 phone:grid-cols-2"
    >
      {items.map((item) => (
        <div
          key={item.label}
          className="-ms-px -mt-px flex min-w-0 flex-col border-s border-t border-border px-4 py-3.5 phone:px-3.5 phone:py-3"
        >
          <dt className="text-xs text-fg-muted">{item.label}</dt>
          <dd className="flex flex-col">
            <span className="text-[1.5rem]/8 font-semibold tracking-[-0.02em] num">{item.value}</span>
            <span className="text-xs text-fg-muted num">{item.note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
