/**
 * Tells the application what happened to its channels: signed POSTs of up to 50 events, in order, one at a time.
 * `{ time_ms, events: [{ name, channel, … }] }` with `x-pusher-key` and `x-pusher-signature` (HMAC-SHA256 of the body).
 * A batch is tried again with longer pauses until the receiver answers 2xx or five minutes have passed.
 * Webhooks are hints as well: what waits when the process ends is gone, and the next process tells anew who is there.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ChannelEvent } from "./channels";
import { type App, sign } from "./protocol";

export interface WebhookOptions {
  url: string;
  /** How long events are gathered before they are sent. */
  batchMs: number;
  /** Who comes back within this time has never left: neither the departure nor the return is told. */
  departureMs: number;
  /** The first pause after a failure; each further one is twice as long, up to a minute. */
  retryMs: number;
  giveUpMs: number;
  /** How long the receiver may take to answer. */
  timeoutMs: number;
}

export const DEFAULT_WEBHOOK: Omit<WebhookOptions, "url"> = {
  batchMs: 500,
  departureMs: 3000,
  retryMs: 1000,
  giveUpMs: 300_000,
  timeoutMs: 5000,
};

const MAX_BATCH = 50;
const MAX_WAITING = 10_000;
const MAX_PAUSE_MS = 60_000;

/** What a departure and the arrival that takes it back have in common. */
const placeOf = (event: ChannelEvent) =>
  "user_id" in event ? `${event.channel} ${event.user_id}` : event.channel;
const isDeparture = (event: ChannelEvent) =>
  event.name === "channel_vacated" || event.name === "member_removed";
const isArrival = (event: ChannelEvent) => event.name === "channel_occupied" || event.name === "member_added";

export class Webhooks {
  private readonly waiting: ChannelEvent[] = [];
  private readonly departures = new Map<string, NodeJS.Timeout>();
  private readonly stop = new AbortController();
  private isSending = false;

  constructor(
    private readonly app: App,
    private readonly options: WebhookOptions,
  ) {}

  readonly report = (event: ChannelEvent): void => {
    if (this.stop.signal.aborted) return;
    const place = placeOf(event);
    if (isDeparture(event)) {
      const depart = () => {
        this.departures.delete(place);
        this.push(event);
      };
      this.departures.set(place, setTimeout(depart, this.options.departureMs).unref());
      return;
    }
    const departure = isArrival(event) ? this.departures.get(place) : undefined;
    if (departure) {
      clearTimeout(departure);
      this.departures.delete(place);
      return;
    }
    this.push(event);
  };

  close(): void {
    this.stop.abort();
    for (const timer of this.departures.values()) clearTimeout(timer);
    this.departures.clear();
  }

  private push(event: ChannelEvent): void {
    if (this.waiting.length >= MAX_WAITING) {
      console.error("webhooks: the receiver is too slow, the oldest events are dropped");
      this.waiting.splice(0, MAX_BATCH);
    }
    this.waiting.push(event);
    if (!this.isSending) void this.send();
  }

  private async send(): Promise<void> {
    this.isSending = true;
    try {
      while (this.waiting.length > 0) {
        await this.pause(this.options.batchMs);
        await this.deliver(this.waiting.splice(0, MAX_BATCH));
      }
    } catch (error) {
      if (!this.stop.signal.aborted) console.error(error);
    } finally {
      this.isSending = false;
    }
  }

  private async deliver(events: ChannelEvent[]): Promise<void> {
    const giveUpAt = performance.now() + this.options.giveUpMs;
    for (let pause = this.options.retryMs; ; pause = Math.min(MAX_PAUSE_MS, pause * 2)) {
      const problem = await this.attempt(events);
      if (!problem || this.stop.signal.aborted) return;
      if (performance.now() + pause > giveUpAt) {
        console.error(`webhooks: ${events.length} events given up: ${problem}`);
        return;
      }
      await this.pause(pause);
    }
  }

  /** Undefined when the receiver has it. */
  private async attempt(events: ChannelEvent[]): Promise<string | undefined> {
    const body = JSON.stringify({ time_ms: Date.now(), events });
    const headers = {
      "content-type": "application/json",
      "x-pusher-key": this.app.key,
      "x-pusher-signature": sign(this.app.secret, body),
    };
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(this.options.timeoutMs)]);
    try {
      const response = await fetch(this.options.url, {
        method: "POST",
        body,
        headers,
        signal,
        redirect: "manual",
      });
      await response.body?.cancel();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : "no answer";
    }
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stop.signal, ref: false });
  }
}
