import { type Figure, type Target, verdictOf } from "./figures";
import { type Stack, type StackOptions, startStack } from "./stack";

/** One fault or load of the reliability list: it breaks something on purpose and measures what people noticed. */
export type Fault = {
  /** As in the list: R-05. */
  id: string;
  title: string;
  /** Why nothing of it can be tried on this machine or in this product, or null. Read aloud, never counted as passed. */
  obstacle?: () => string | null;
  run(context: FaultContext): Promise<void>;
};

export type FaultContext = {
  /** A stack of this fault's own; stopped when the fault is over. */
  stack(options?: StackOptions): Promise<Stack>;
  /** Reports one figure; with a target it can be missed. */
  figure(name: string, value: number, target?: Target): void;
  /** Says in words what was seen. */
  note(text: string): void;
  /** A part of the fault that cannot be tried, and why: said aloud, not counted as passed. */
  notApplicable(part: string, reason: string): void;
};

export type Outcome = { id: string; figures: Figure[]; open: string[]; problem: string | null };

/** Runs one fault to its end, prints its figures as they come and stops what it started. */
export async function runFault(fault: Fault, say: (line: string) => void): Promise<Outcome> {
  const outcome: Outcome = { id: fault.id, figures: [], open: [], problem: null };
  say(`${fault.id} ${fault.title}`);
  const obstacle = fault.obstacle?.() ?? null;
  if (obstacle) {
    outcome.open.push(obstacle);
    say(`${fault.id} NOT APPLICABLE: ${obstacle}`);
    return outcome;
  }
  const stacks: Stack[] = [];
  const context: FaultContext = {
    async stack(options) {
      const stack = await startStack(options);
      stacks.push(stack);
      return stack;
    },
    figure(name, value, target) {
      const figure = { name, value, target };
      outcome.figures.push(figure);
      say(`${fault.id} ${verdictOf(figure)}`);
    },
    note: (text) => say(`${fault.id}   ${text}`),
    notApplicable(part, reason) {
      outcome.open.push(`${part}: ${reason}`);
      say(`${fault.id} NOT APPLICABLE: ${part}: ${reason}`);
    },
  };
  try {
    await fault.run(context);
  } catch (error) {
    outcome.problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(`${fault.id} BROKE OFF: ${outcome.problem}`);
  } finally {
    for (const stack of stacks.reverse()) await stack.stop();
  }
  return outcome;
}
