/** Stops what a benchmark started, in this order, and ends it. */
export async function done(...parts: { stop(): Promise<void> }[]): Promise<never> {
  for (const part of parts) await part.stop();
  process.exit(0);
}
