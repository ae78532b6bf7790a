"use client";

import { useId } from "react";
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Sign } from "./chart-sign";

/** All words are made on the server: the same zone and language as the rest of the page. */
export type ChartPoint = { tick: string; label: string; one: number; two: number };

export type ChartProps = {
  kind: "bars" | "areas";
  points: readonly ChartPoint[];
  names: { one: string; two: string };
  /** What the chart shows, in one sentence. */
  summary: string;
};

const ticks = { fontSize: 11, fill: "var(--fg-muted)" };

/** The second series also differs without colour: hatched as a bar, dashed as a line. */
export default function Chart({ kind, points, names, summary }: ChartProps) {
  const hatch = useId();
  const axes = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--border)" />,
    <XAxis
      key="x"
      dataKey="tick"
      tick={ticks}
      tickLine={false}
      axisLine={{ stroke: "var(--border)" }}
      minTickGap={28}
      interval="equidistantPreserveStart"
    />,
    <YAxis key="y" width={36} allowDecimals={false} tick={ticks} tickLine={false} axisLine={false} />,
    <Tooltip
      key="tip"
      isAnimationActive={false}
      cursor={kind === "bars" ? { fill: "var(--hover)" } : { stroke: "var(--fg-subtle)" }}
      content={({ payload }) => (
        <Tip point={payload?.[0]?.payload as ChartPoint | undefined} {...{ kind, names }} />
      )}
    />,
  ];
  const shared = {
    data: [...points],
    accessibilityLayer: true,
    margin: { top: 8, right: 8, bottom: 0, left: 0 },
    title: summary,
  };
  return (
    <div dir="ltr" className="h-full [&_.recharts-surface]:overflow-visible">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 208 }}>
        {kind === "bars" ? (
          <BarChart {...shared} barCategoryGap="18%">
            <defs>
              <pattern
                id={hatch}
                width="5"
                height="5"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="5" height="5" fill="var(--surface)" />
                <rect width="2.5" height="5" fill="var(--chart-3)" />
              </pattern>
            </defs>
            {axes}
            <Bar
              dataKey="one"
              name={names.one}
              stackId="all"
              fill="var(--chart-1)"
              maxBarSize={36}
              isAnimationActive={false}
            />
            <Bar
              dataKey="two"
              name={names.two}
              stackId="all"
              fill={`url(#${hatch})`}
              stroke="var(--chart-3)"
              maxBarSize={36}
              isAnimationActive={false}
            />
          </BarChart>
        ) : (
          <AreaChart {...shared}>
            {axes}
            <Area
              dataKey="one"
              name={names.one}
              type="stepAfter"
              stroke="var(--chart-1)"
              strokeWidth={2}
              fill="var(--chart-1)"
              fillOpacity={0.13}
              isAnimationActive={false}
            />
            <Area
              dataKey="two"
              name={names.two}
              type="stepAfter"
              stroke="var(--chart-3)"
              strokeWidth={1.5}
              strokeDasharray="5 3"
              fill="none"
              isAnimationActive={false}
            />
          </AreaChart>
        )}
      </ResponsiveContainer>
    </div>
  );
}

function Tip({
  point,
  kind,
  names,
}: {
  point?: ChartPoint;
  kind: ChartProps["kind"];
  names: ChartProps["names"];
}) {
  if (!point) return null;
  const row = "flex items-center gap-2";
  return (
    <div className="grid min-w-31 gap-0.5 rounded-md bg-raised px-2.5 py-2 text-xs text-fg shadow-e2 num">
      <span className="font-semibold">{point.label}</span>
      {(["one", "two"] as const).map((series) => (
        <span key={series} className={row}>
          <Sign kind={kind} series={series} />
          <span className="flex-1">{names[series]}</span>
          <span className="font-semibold">{point[series]}</span>
        </span>
      ))}
    </div>
  );
}
