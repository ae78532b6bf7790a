/** What a figure has to be: one value, at most, or at least. The unit is for the eye. */
export type Target = ({ exactly: number } | { atMost: number } | { atLeast: number }) & { unit?: string };

export type Figure = { name: string; value: number; target: Target | undefined };

export function isMissed({ value, target }: Figure): boolean {
  if (!target) return false;
  if ("exactly" in target) return value !== target.exactly;
  // Written so that a figure that is no number misses its target.
  if ("atMost" in target) return !(value <= target.atMost);
  return !(value >= target.atLeast);
}

const rounded = (value: number) => String(Math.round(value * 100) / 100);

function targetText(target: Target): string {
  const unit = target.unit ? ` ${target.unit}` : "";
  if ("exactly" in target) return `${target.exactly}${unit}`;
  return "atMost" in target ? `≤ ${target.atMost}${unit}` : `≥ ${target.atLeast}${unit}`;
}

/** `acknowledged-but-lost: 0 (target 0)`, with MISSED at the end when it is. */
export function verdictOf(figure: Figure): string {
  const { name, value, target } = figure;
  if (!target) return `${name}: ${rounded(value)}`;
  const unit = target.unit ? ` ${target.unit}` : "";
  return `${name}: ${rounded(value)}${unit} (target ${targetText(target)})${isMissed(figure) ? " MISSED" : ""}`;
}

/** The nearest-rank percentile: a value that was really measured. NaN when nothing was. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
