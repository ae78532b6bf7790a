import { ChartNoAxesColumn, EyeOff, Table2 } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { SegmentedLinks } from "@/components/ui/segmented";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import type { ChartProps } from "./chart.client";
import { Sign } from "./chart-sign";
import { LazyChart } from "./lazy-chart.client";
import { stay, type View } from "./view";

type Props = {
  view: View;
  which: "added" | "people";
  /** Without a time that it took place there is only one chart. */
  hasPeople: boolean;
  chart: (ChartProps & { meta: string }) | null;
  empty: string;
};

/** One chart and its twin, a table with the same figures (T21). */
export async function ChartCard({ view, which, hasPeople, chart, empty }: Props) {
  const t = await getTranslations("analytics.chart");
  const asTable = view.address.view === "table";
  return (
    // The table is a region of the same name already.
    <Card aria-labelledby={asTable ? undefined : "chart-title"} className="flex min-w-0 flex-col">
      <CardHeader
        id="chart-title"
        title={t(which)}
        className="phone:[&>h2]:basis-full"
        actions={
          <>
            {hasPeople ? (
              <SegmentedLinks
                label={t("which")}
                items={(["people", "added"] as const).map((name) => ({
                  href: stay(view, { chart: name }),
                  label: name === "people" ? t("peopleShort") : t("addedShort"),
                  current: which === name,
                }))}
              />
            ) : null}
            <SegmentedLinks
              label={t("view")}
              items={[
                {
                  href: stay(view, { view: null }),
                  label: <Label hideOnPhone={hasPeople}>{t("asChart")}</Label>,
                  icon: <ChartNoAxesColumn aria-hidden />,
                  current: !asTable,
                },
                {
                  href: stay(view, { view: "table" }),
                  label: <Label hideOnPhone={hasPeople}>{t("table")}</Label>,
                  icon: <Table2 aria-hidden />,
                  current: asTable,
                },
              ]}
            />
            <Button
              variant="ghost"
              size={28}
              iconOnlyOnPhone
              icon={<EyeOff aria-hidden />}
              href={stay(view, { chart: "off", view: null })}
            >
              {t("hide")}
            </Button>
          </>
        }
      />
      {chart === null ? (
        <p className="grid min-h-40 flex-1 place-content-center px-4 pb-6 text-center text-sm text-fg-muted">
          {empty}
        </p>
      ) : asTable ? (
        <FiguresTable chart={chart} caption={t(which)} />
      ) : (
        <figure className="px-3 pb-3">
          <div className="h-60 md:h-52">
            <LazyChart {...drawn(chart)} />
          </div>
          <figcaption className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 px-1 text-xs text-fg-muted num">
            <Legend chart={chart} />
            <span className="ms-auto">{chart.meta}</span>
          </figcaption>
          <noscript>
            <FiguresTable chart={chart} caption={t(which)} />
          </noscript>
        </figure>
      )}
    </Card>
  );
}

/** Without the words that stand below the drawing. */
const drawn = ({ kind, points, names, summary, ticks, marks }: ChartProps): ChartProps => ({
  kind,
  points,
  names,
  summary,
  ticks,
  marks,
});

function Label({ hideOnPhone, children }: { hideOnPhone: boolean; children: ReactNode }) {
  return <span className={hideOnPhone ? "phone:sr-only" : undefined}>{children}</span>;
}

function Legend({ chart }: { chart: ChartProps }) {
  return (
    <ul className="flex gap-4">
      {(["one", "two"] as const).map((series) => (
        <li key={series} className="flex items-center gap-1.5">
          <Sign kind={chart.kind} series={series} />
          {chart.names[series]}
        </li>
      ))}
    </ul>
  );
}

async function FiguresTable({ chart, caption }: { chart: ChartProps; caption: string }) {
  const [t, format] = await Promise.all([getTranslations("analytics.chart"), getFormatter()]);
  // The two series of bars stand on each other; of the lines the first is everybody already.
  const withTotal = chart.kind === "bars";
  return (
    <Table caption={caption} className="h-[16.25rem] overflow-y-auto rounded-b-lg md:h-[14.25rem]">
      <THead>
        <TR>
          <TH>{t("when")}</TH>
          <TH numeric>{chart.names.one}</TH>
          <TH numeric>{chart.names.two}</TH>
          {withTotal ? <TH numeric>{t("total")}</TH> : null}
        </TR>
      </THead>
      <TBody>
        {chart.points.map((point) => (
          <TR key={point.label}>
            <TD>{point.label}</TD>
            <TD numeric>{format.number(point.one)}</TD>
            <TD numeric>{format.number(point.two)}</TD>
            {withTotal ? <TD numeric>{format.number(point.one + point.two)}</TD> : null}
          </TR>
        ))}
      </TBody>
    </Table>
  );
}
