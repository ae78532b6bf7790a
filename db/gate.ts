import { AsyncLocalStorage } from "node:async_hooks";
import { sqlState } from "@/lib/errors";

/**
 * The way to the database: a fair queue with an end, and a closed door while nothing answers behind it. Without it a
 * database that is away would collect every request of the day, each waiting for its own time-out.
 */
export type GateLimits = {
  /** How many may be inside at once. */
  places: number;
  /**
   * How long somebody waits for a database that is away, or in a queue that stands still, before hearing that it is not
   * to be had. A queue is standing while less than one in each place has come and gone in this time.
   */
  waitMs: number;
  /** How long at most in a queue that moves. */
  queueMs: number;
  /** The same for who writes. */
  patienceMs: number;
  /** For who writes a queue moves while anybody at all comes and goes in this time; longer than any statement lasts. */
  stuckMs: number;
  /** Work that takes longer than this makes the gate ask whether anything answers at all. */
  suspicionMs: number;
  /** How often a database that is away is asked again. */
  againMs: number;
};

const LATE_MS = 200;

const patience = new AsyncLocalStorage<true>();

/** Who sends a form in a crowd waits longer than who looks at a page: trying again would cost a place in the queue. */
export const patiently = <T>(work: () => Promise<T>): Promise<T> => patience.run(true, work);

/** Nobody was let in. The code tells a queue that is too long from a database that does not answer. */
export class NotAdmitted extends Error {
  override name = "NotAdmitted";
  constructor(readonly code: "CONNECTION_BUSY" | "CONNECTION_AWAY") {
    super(code === "CONNECTION_BUSY" ? "the queue for the database is too long" : "the database is away");
  }
}

type Waiting = { admit: () => void; refuse: (error: NotAdmitted) => void };

type Behind = {
  /** Whether the database answers, on a connection of its own. */
  answers: () => Promise<boolean>;
  /** Throws away what does not answer any more; whoever waits on it hears of it. */
  discard: () => void;
};

export class Gate {
  private inside = 0;
  /** When the last few were let in, oldest first; as many as there are places. */
  private readonly entries: number[] = [];
  private readonly queue: Waiting[] = [];
  private asking: Promise<void> | undefined;
  private away: Promise<void> | undefined;
  private troubledAt = Number.NEGATIVE_INFINITY;
  private answeredAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly limits: GateLimits,
    private readonly behind: Behind,
  ) {}

  get isAway(): boolean {
    return this.away !== undefined;
  }

  /** Milliseconds since somebody was refused or a connection was lost. */
  get quietMs(): number {
    return this.isAway ? 0 : performance.now() - this.troubledAt;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    const suspicion = setTimeout(() => this.ask(), this.limits.suspicionMs);
    try {
      const result = await work();
      this.answeredAt = performance.now();
      return result;
    } catch (error) {
      if (isConnectionLoss(error) || isServerTrouble(error)) this.troubledAt = performance.now();
      if (isConnectionLoss(error)) this.ask();
      throw error;
    } finally {
      clearTimeout(suspicion);
      this.leave();
    }
  }

  private refusal(code: NotAdmitted["code"]): NotAdmitted {
    this.troubledAt = performance.now();
    return new NotAdmitted(code);
  }

  private async enter(): Promise<void> {
    if (this.away) await this.untilBack(this.away);
    if (this.inside < this.limits.places) {
      this.inside++;
      this.remember();
      return;
    }
    const since = performance.now();
    const isPatient = patience.getStore() === true;
    const longest = isPatient ? this.limits.patienceMs : this.limits.queueMs;
    await new Promise<void>((resolve, reject) => {
      let timer: NodeJS.Timeout;
      const checkIn = (ms: number) => {
        const due = performance.now() + ms;
        timer = setTimeout(() => check(performance.now() - due), ms);
      };
      const check = (lateMs: number) => {
        // A process that comes late to its own timers has not looked whether anybody left.
        const { places, waitMs, stuckMs } = this.limits;
        const isMoving = isPatient ? this.hasMoved(1, stuckMs) : this.hasMoved(places, waitMs);
        const isWorth = isMoving || lateMs > LATE_MS;
        if (isWorth && performance.now() - since < longest) return checkIn(this.limits.waitMs / 4);
        this.queue.splice(this.queue.indexOf(waiting), 1);
        reject(this.refusal("CONNECTION_BUSY"));
      };
      checkIn(this.limits.waitMs);
      const waiting: Waiting = {
        admit: () => {
          clearTimeout(timer);
          resolve();
        },
        refuse: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.queue.push(waiting);
    });
  }

  /** The place goes straight to the next in line. */
  private leave(): void {
    const next = this.queue.shift();
    if (!next) {
      this.inside--;
      return;
    }
    this.remember();
    next.admit();
  }

  private remember(): void {
    this.entries.push(performance.now());
    if (this.entries.length > this.limits.places) this.entries.shift();
  }

  /** Whether so many were let in during the last milliseconds. */
  private hasMoved(count: number, ms: number): boolean {
    return performance.now() - (this.entries.at(-count) ?? Number.NEGATIVE_INFINITY) < ms;
  }

  private async untilBack(away: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.refusal("CONNECTION_AWAY")), this.limits.waitMs);
    });
    try {
      await Promise.race([away, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private ask(): void {
    if (this.away || this.asking) return;
    const since = performance.now();
    this.asking = this.behind.answers().then((isThere) => {
      this.asking = undefined;
      // On a machine without breath a new connection may take too long while the old ones work on.
      if (!isThere && this.answeredAt < since) this.close();
    });
  }

  private close(): void {
    this.away = this.waitForReturn();
    this.behind.discard();
    for (const { refuse } of this.queue.splice(0)) refuse(this.refusal("CONNECTION_AWAY"));
  }

  private async waitForReturn(): Promise<void> {
    do {
      await new Promise((resolve) => setTimeout(resolve, this.limits.againMs));
    } while (!(await this.behind.answers()));
    this.away = undefined;
  }
}

/** The server is there, but stopping (57), without connections or space (53), or lost sight of us (08). */
export function isServerTrouble(error: unknown): boolean {
  return /^(08|53|57)/.test(sqlState(error) ?? "");
}

/** Whether an error means that the connection was lost or never made. */
export function isConnectionLoss(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === "string" && /^(ECONN|EPIPE|CONNECTION_|CONNECT_)/.test(code)) return true;
  }
  return false;
}
