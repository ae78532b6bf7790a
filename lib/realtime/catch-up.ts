import type { ChannelState } from "./connection";

export type CatchUpOptions = {
  /** Asked this often while no events arrive. */
  pollMs: number;
  /** Asked this often although events arrive, in case one was lost. */
  safetyMs: number;
  /** Several events in a row are one question; many pages that hear the same event ask spread over this time. */
  gatherMs: number;
  spreadMs: number;
  /** From 0 to 1, another one each time: nothing secret. */
  chance: () => number;
};

/** The clock is looked at once a second; a longer pause means that the computer or the page was asleep. */
const TICK_MS = 1000;
const ASLEEP_MS = 5000;
/** A page that was out of sight for longer is asked for again at once. */
const STALE_MS = 60_000;
/** What the server has just rendered has missed nothing. */
const FRESH_MS = 5000;
/** Without events for this long the person is told. */
const SLOW_MS = 5000;
/** What could not be asked is asked again. */
const RETRY_MS = 5000;

/**
 * When a page that shows live facts asks for them again. Events are hints and may be lost, so the line that comes back,
 * a page that is looked at again, a network that returns and a computer that wakes up count as well. Nobody asks for a
 * page that nobody sees; what came up meanwhile is asked for when it is seen.
 */
export class CatchUp {
  private line: ChannelState = "waiting";
  private isVisible = true;
  private hiddenAt = 0;
  private startedAt = 0;
  private askedAt = 0;
  private tickedAt = 0;
  private silentSince = 0;
  private dueAt: number | null = null;
  private isSlow = false;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly options: CatchUpOptions,
    /** False, or the promise of it: the server could not be reached. */
    private readonly ask: () => unknown,
    private readonly tellSlow: (isSlow: boolean) => void = () => {},
  ) {}

  start(): void {
    const now = Date.now();
    this.startedAt = this.askedAt = this.tickedAt = this.silentSince = now;
    this.ticker = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.ticker);
    clearTimeout(this.timer);
    this.ticker = undefined;
  }

  heard(): void {
    this.askIn(this.options.gatherMs + this.options.chance() * this.options.spreadMs);
  }

  lineIs(line: ChannelState): void {
    const before = this.line;
    this.line = line;
    if (line === before) return;
    if (before === "on") this.silentSince = Date.now();
    // What happened while nobody listened is asked for once.
    if (line === "on" && Date.now() - this.startedAt > FRESH_MS)
      this.askIn(this.options.chance() * this.options.spreadMs);
    this.judge();
  }

  visibleIs(isVisible: boolean): void {
    if (isVisible === this.isVisible) return;
    this.isVisible = isVisible;
    if (!isVisible) {
      this.hiddenAt = Date.now();
      return;
    }
    if (this.dueAt !== null || Date.now() - this.hiddenAt > STALE_MS) this.askIn(0);
    this.tick();
  }

  /** The network is back. */
  returned(): void {
    this.askIn(0);
  }

  private askIn(ms: number): void {
    const at = Date.now() + ms;
    if (this.dueAt !== null && this.dueAt <= at) return;
    this.dueAt = at;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tick(), ms);
  }

  private tick(): void {
    const now = Date.now();
    if (now - this.tickedAt > ASLEEP_MS && this.isVisible) this.dueAt = now;
    this.tickedAt = now;
    this.judge();
    if (!this.isVisible) return;
    const { pollMs, safetyMs } = this.options;
    const isDue = this.dueAt !== null && now >= this.dueAt;
    if (!isDue && now - this.askedAt < (this.line === "on" ? safetyMs : pollMs)) return;
    this.dueAt = null;
    this.askedAt = now;
    void this.askNow();
  }

  private async askNow(): Promise<void> {
    if ((await this.ask()) === false && this.ticker !== undefined) this.askIn(RETRY_MS);
  }

  private judge(): void {
    const isSlow = this.line === "waiting" && Date.now() - this.silentSince >= SLOW_MS;
    if (isSlow === this.isSlow) return;
    this.isSlow = isSlow;
    this.tellSlow(isSlow);
  }
}
