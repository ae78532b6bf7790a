type Counts = { passed: number; failed: number; problem?: string };

export function tally(run: { code: number; passed: number; failed: number; skipped: number }): Counts;
