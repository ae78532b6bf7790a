/**
 * The way to the database: a fair queue with an end, and a closed door while nothing answers behind it. Without it a
 * database that is away would collect every request of the day, each waiting for its own time-out.
 */
export type GateLimits = {
  /** How many may be inside at once. */
  places: number;
  /** How long somebody waits for a place, or for a database that is away, before hearing that it is not to be had. */
  waitMs: number;
  /** Work that takes longer than this makes the gate ask whether anything answers at all. */
  suspicionMs: number;
  /** How often a database that is away is asked again. */
  againMs: number;
};

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
  private readonly queue: Waiting[] = [];
  private asking: Promise<void> | undefined;
  private away: Promise<void> | undefined;
  private troubledAt = Number.NEGATIVE_INFINITY;

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
      return await work();
    } catch (error) {
      if (isConnectionLoss(error)) {
        this.troubledAt = performance.now();
        this.ask();
      }
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
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        reject(this.refusal("CONNECTION_BUSY"));
      }, this.limits.waitMs);
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
    if (next) next.admit();
    else this.inside--;
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
    this.asking = this.behind.answers().then((isThere) => {
      this.asking = undefined;
      if (!isThere) this.close();
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

/** Whether an error means that the connection was lost or never made. */
export function isConnectionLoss(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code;
    if (typeof code === "string" && /^(ECONN|EPIPE|CONNECTION_|CONNECT_)/.test(code)) return true;
  }
  return false;
}
