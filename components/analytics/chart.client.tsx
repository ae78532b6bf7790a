"use client";

import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { type ChartKind, Sign } from "./chart-sign";

/** All words are made on the server: the same zone and language as the rest of the page. */
export type ChartPoint = { x: number; tick: string; label: string; one: number; two: number };

export type ChartProps = {
  kind: ChartKind;
  points: readonly ChartPoint[];
  names: { one: string; two: string };
  /** What the chart shows, in one sentence. */
  summary: string;
  /** Moments to name below a line of time, and planned ones to mark in it. */
  ticks?: readonly { x: number; label: string }[];
  marks?: readonly number[];
};

const words = { fontSize: 11, fill: "var(--fg-muted)" };

/** The second series also differs without colour: hatched as a bar, dashed as a line. */
export default function Chart(props: ChartProps) {
  return (
    <div dir="ltr" className="h-full [&_.recharts-surface]:overflow-visible">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 208 }}>
        {props.kind === "bars" ? Bars(props) : Areas(props)}
      </ResponsiveContainer>
    </div>
  );
}

const shared = ({ points, summary }: ChartProps) => ({
  data: [...points],
  accessibilityLayer: true,
  margin: { top: 8, right: 12, bottom: 0, left: 0 },
  title: summary,
});

const still = { isAnimationActive: false } as const;

/** What both kinds have in common; keys, because it is a list inside a chart. */
function frame({ kind, names }: ChartProps) {
  return [
    <CartesianGrid key="grid" vertical={false} stroke="var(--border)" />,
    <YAxis key="y" width={36} allowDecimals={false} tick={words} tickLine={false} axisLine={false} />,
    <Tooltip
      key="tip"
      {...still}
      cursor={kind === "bars" ? { fill: "var(--hover)" } : { stroke: "var(--fg-subtle)" }}
      content={({ payload }) => (
        <Tip point={payload?.[0]?.payload as ChartPoint | undefined} kind={kind} names={names} />
      )}
    />,
  ];
}

const axis = { tick: words, tickLine: false, axisLine: { stroke: "var(--border)" }, minTickGap: 16 } as const;

function Bars(props: ChartProps) {
  const { names } = props;
  const bar = { ...still, stackId: "all", maxBarSize: 36 } as const;
  return (
    <BarChart {...shared(props)} barCategoryGap="18%">
      <defs>
        <pattern
          id="chart-hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" fill="var(--surface)" />
          <rect width="2.5" height="5" fill="var(--chart-3)" />
        </pattern>
      </defs>
      <XAxis {...axis} dataKey="tick" interval="equidistantPreserveStart" />
      {frame(props)}
      <Bar {...bar} dataKey="one" name={names.one} fill="var(--chart-1)" />
      <Bar {...bar} dataKey="two" name={names.two} fill="url(#chart-hatch)" stroke="var(--chart-3)" />
    </BarChart>
  );
}

function Areas(props: ChartProps) {
  const { names, ticks = [], marks = [] } = props;
  const labels = new Map(ticks.map((tick) => [tick.x, tick.label]));
  return (
    <AreaChart {...shared(props)}>
      <XAxis
        {...axis}
        dataKey="x"
        type="number"
        domain={["dataMin", "dataMax"]}
        ticks={[...labels.keys()]}
        tickFormatter={(x: number) => labels.get(x) ?? ""}
        interval="preserveStart"
      />
      {frame(props)}
      {marks.map((x) => (
        <ReferenceLine key={x} x={x} stroke="var(--border-strong)" strokeDasharray="2 3" />
      ))}
      <Area
        {...still}
        dataKey="one"
        name={names.one}
        type="linear"
        stroke="var(--chart-1)"
        strokeWidth={2}
        fill="var(--chart-1)"
        fillOpacity={0.13}
      />
      <Area
        {...still}
        dataKey="two"
        name={names.two}
        type="linear"
        stroke="var(--chart-3)"
        strokeWidth={1.5}
        strokeDasharray="5 3"
        fill="none"
      />
    </AreaChart>
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
