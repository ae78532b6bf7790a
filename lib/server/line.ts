/**
 * A line in front of work that is dear and that strangers can ask for, with a share for each network: whoever pushes
 * waits behind those who do not, and has half of the places at most.
 */
export type LineLimits = {
  /** How many may be inside at once. */
  places: number;
  /** How many of these the networks that push may hold together. */
  shareOfPushers: number;
  /** How many may wait. Beyond it the one at the end of the line is refused, whoever that is. */
  longest: number;
  patienceMs: number;
};

export type Place = {
  /** True once inside, false when refused. */
  ready: Promise<boolean>;
  /** From inside or from the line; a second time does nothing. */
  leave(): void;
};

type Waiting = { tries: number; settle: (isInside: boolean) => void };

/** What a network tried is remembered for so long. */
const MEMORY_MS = 60_000;
/** Of so many networks. */
const MEMORY = 20_000;

export class Line {
  private inside = 0;
  private pushers = 0;
  /** In the order of their turns. */
  private readonly waiting: Waiting[] = [];
  private readonly tries = new Map<string, { count: number; since: number }>();

  constructor(private readonly limits: LineLimits) {}

  ask(network: string): Place {
    const tries = this.remember(network);
    let state: "waiting" | "inside" | "gone" = "waiting";
    let timer: NodeJS.Timeout | undefined;
    let settle: Waiting["settle"] = () => {};
    const ready = new Promise<boolean>((resolve) => {
      settle = (isInside) => {
        state = isInside ? "inside" : "gone";
        clearTimeout(timer);
        resolve(isInside);
      };
    });
    const own: Waiting = { tries, settle };
    const drop = () => {
      this.waiting.splice(this.waiting.indexOf(own), 1);
      settle(false);
    };
    timer = setTimeout(drop, this.limits.patienceMs);
    this.queue(own);
    return {
      ready,
      leave: () => {
        if (state === "waiting") drop();
        else if (state === "inside") this.vacate(tries);
        state = "gone";
      },
    };
  }

  /** What was tried turned out right, so it was no pushing. */
  forgive(network: string): void {
    const known = this.tries.get(network);
    if (known && --known.count <= 0) this.tries.delete(network);
  }

  /** How often the network tried before in the last minute. */
  private remember(network: string): number {
    const now = performance.now();
    const known = this.tries.get(network);
    if (known && now - known.since < MEMORY_MS) return known.count++;
    this.tries.delete(network);
    this.tries.set(network, { count: 1, since: now });
    const [oldest] = this.tries.size > MEMORY ? this.tries.keys() : [];
    if (oldest !== undefined) this.tries.delete(oldest);
    return 0;
  }

  /**
   * Fewer tries first, and among equals the newest: in a crowd that is longer than the patience of all, first come first
   * served would let everybody wait until it is too late.
   */
  private queue(own: Waiting): void {
    const at = this.waiting.findIndex(({ tries }) => tries >= own.tries);
    this.waiting.splice(at === -1 ? this.waiting.length : at, 0, own);
    this.admit();
    if (this.waiting.length > this.limits.longest) this.waiting.pop()?.settle(false);
  }

  private admit(): void {
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      const isPusher = first.tries > 0;
      if (this.inside >= this.limits.places) return;
      if (isPusher && this.pushers >= this.limits.shareOfPushers) return;
      this.waiting.shift();
      this.inside++;
      if (isPusher) this.pushers++;
      first.settle(true);
    }
  }

  private vacate(tries: number): void {
    this.inside--;
    if (tries > 0) this.pushers--;
    this.admit();
  }
}
