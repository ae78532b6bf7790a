export type ChartKind = "bars" | "areas";

/** The sample of a series, for legends and tips. */
export function Sign({ kind, series }: { kind: ChartKind; series: "one" | "two" }) {
  if (kind === "bars") {
    return (
      <span
        aria-hidden
        data-fill
        className={
          series === "one"
            ? "size-2.5 rounded-[2px] bg-chart-1"
            : "size-2.5 rounded-[2px] bg-[repeating-linear-gradient(135deg,var(--chart-3)_0_2px,var(--surface)_2px_4px)] shadow-[inset_0_0_0_1px_var(--chart-3)]"
        }
      />
    );
  }
  return (
    <span
      aria-hidden
      data-fill
      className={
        series === "one"
          ? "h-[3px] w-4 rounded-[2px] bg-chart-1"
          : "h-0.5 w-4 bg-[repeating-linear-gradient(90deg,var(--chart-3)_0_4px,transparent_4px_6px)]"
      }
    />
  );
}
