/** Figures are ratios of two sides that take turns, so that a drifting machine favours neither. */

export const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** The value below which this share of the values lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const list = sorted(values);
  return list[Math.min(list.length - 1, Math.max(0, Math.ceil(list.length * share) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Runs both sides in every round, each of them first in turn. Returns one measure of each side per round. */
export async function alternate<T>(
  rounds: number,
  own: () => Promise<T>,
  anchor: () => Promise<T>,
): Promise<[own: T, anchor: T][]> {
  const results: [T, T][] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await own();
      results.push([first, await anchor()]);
    } else {
      const first = await anchor();
      results.push([await own(), first]);
    }
  }
  return results;
}

export type Goal = { atMost: number } | { atLeast: number };

/** `name: ratio (min–max)`, then the goal, whether it is met, and the data. */
export function print(name: string, ratios: readonly number[], goal: Goal | undefined, note: string): void {
  const list = sorted(ratios);
  const [low, middle, high] = [list[0], median(list), list.at(-1)].map((n) => (n ?? Number.NaN).toFixed(2));
  const met = goal && ("atMost" in goal ? Number(middle) <= goal.atMost : Number(middle) >= goal.atLeast);
  const limit = goal && ("atMost" in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`);
  const verdict = limit ? `  [${limit}: ${met ? "met" : "MISSED"}]` : "";
  console.log(`${name}: ${middle} (${low}–${high})${verdict}  ${note}`);
}
