/**
 * What the other side said: it was done; it was not done; or nobody knows, because the answer never came or said only
 * that the service is away. An unknown operation is sent again under the same client id until it is known.
 */
export type Outcome = "acknowledged" | "failed" | "unknown";

export type Operation = {
  kind: string;
  /** What makes a repetition the same operation. */
  clientId: string;
  outcome: Outcome;
  /** Of the answer; 0 when none came. */
  status: number;
  /** Milliseconds of this process's clock (performance.now). */
  startedAt: number;
  endedAt: number;
};

/** Everything that was tried, in the order in which it ended. */
export class OperationLog {
  readonly operations: Operation[] = [];

  add(operation: Operation): void {
    this.operations.push(operation);
  }

  of(kind: string): Operation[] {
    return this.operations.filter((operation) => operation.kind === kind);
  }

  /** How each client id stands: once acknowledged always acknowledged, and known is better than unknown. */
  verdicts(kind: string): Map<string, Outcome> {
    const rank = { unknown: 0, failed: 1, acknowledged: 2 };
    const verdicts = new Map<string, Outcome>();
    for (const { clientId, outcome } of this.of(kind)) {
      const before = verdicts.get(clientId);
      if (before === undefined || rank[outcome] > rank[before]) verdicts.set(clientId, outcome);
    }
    return verdicts;
  }

  idsThatAre(kind: string, outcome: Outcome): string[] {
    return [...this.verdicts(kind)].filter(([, verdict]) => verdict === outcome).map(([id]) => id);
  }

  /** Answers of a kind that began within a span of time. */
  between(kind: string, from: number, to: number): Operation[] {
    return this.of(kind).filter(({ startedAt }) => startedAt >= from && startedAt <= to);
  }
}

export const milliseconds = (operations: readonly Operation[]): number[] =>
  operations.map(({ startedAt, endedAt }) => endedAt - startedAt);
