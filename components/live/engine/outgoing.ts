import type { SignalBody } from "@/lib/live/schema";

/** What is gathered within this time goes out together; a description takes the candidates of this machine along. */
const BATCH_MS = 40;
/** Until a message that did not get through is sent again. */
const RESEND_MS = 1500;
/** Candidates in one message at most. */
const CANDIDATES = 64;

type Description = NonNullable<SignalBody["description"]>;
type Words = Pick<SignalBody, "description" | "candidates">;

/** What one connection has to say to the other end: one message at a time and in order, again until it gets through. */
export class Outgoing {
  private description: Description | undefined;
  private candidates: RTCIceCandidateInit[] = [];
  private batch: ReturnType<typeof setTimeout> | undefined;
  private isSending = false;
  private isOver = false;
  private hurryUp: () => void = () => {};

  constructor(
    /** False when it could not be delivered. */
    private readonly send: (words: Words) => Promise<boolean>,
    private readonly onDelivered: (description: Description | undefined) => void,
  ) {}

  /** Whether something is on its way or waits for the network. */
  get isBusy(): boolean {
    return this.isSending;
  }

  describe(description: Description): void {
    this.description = description;
    this.flushSoon();
  }

  /** Null: that was all, so nothing is worth waiting for. */
  trickle(candidate: RTCIceCandidateInit | null): void {
    if (candidate) {
      this.candidates.push(candidate);
      this.flushSoon();
    } else if (this.description) {
      clearTimeout(this.batch);
      this.batch = undefined;
      void this.flush();
    }
  }

  /** The network is back: what could not be sent goes now. */
  hurry(): void {
    this.hurryUp();
  }

  close(): void {
    this.isOver = true;
    clearTimeout(this.batch);
    this.hurryUp();
  }

  private flushSoon(): void {
    this.batch ??= setTimeout(() => {
      this.batch = undefined;
      void this.flush();
    }, BATCH_MS);
  }

  /** What gathers meanwhile goes with the next. */
  private async flush(): Promise<void> {
    if (this.isSending || this.isOver) return;
    const { description } = this;
    const candidates = this.candidates.slice(0, CANDIDATES);
    if (!description && candidates.length === 0) return;
    this.description = undefined;
    this.candidates = this.candidates.slice(CANDIDATES);
    this.isSending = true;
    const isDelivered = await this.send({
      ...(description ? { description } : {}),
      ...(candidates.length > 0 ? { candidates: candidates as SignalBody["candidates"] } : {}),
    });
    if (isDelivered) this.onDelivered(description);
    else if (!this.isOver) {
      // Back to the front: what is newer is described by newer words.
      this.description ??= description;
      this.candidates.unshift(...candidates);
      await this.pause();
    }
    this.isSending = false;
    void this.flush();
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RESEND_MS);
      this.hurryUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
