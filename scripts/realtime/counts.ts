/**
 * `subscription_count` events: how many connections a channel has, told to them and to the webhook. As the hosted
 * service does it, a small channel hears of each change and a large one every five seconds; presence channels, which
 * know their members, do not hear it at all.
 */
import type { Channels } from "./channels";
import { channelFrame } from "./frames";
import { checkChannel } from "./protocol";

const COUNT_SMALL = 100;
const LARGE_PAUSE_MS = 5000;

export class Counts {
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly channels: () => Channels,
    private readonly tell: (channel: string, count: number) => void,
  ) {}

  /** The number is read when it is sent, so that a burst of changes is one event with the last of them. */
  changed(channel: string): void {
    const check = checkChannel(channel);
    if (!check.ok || check.kind === "presence" || check.kind === "user" || this.waiting.has(channel)) return;
    const pause = this.channels().count(channel) > COUNT_SMALL ? LARGE_PAUSE_MS : 0;
    const send = () => {
      this.waiting.delete(channel);
      const count = this.channels().count(channel);
      if (count === 0) return;
      const frame = channelFrame("pusher_internal:subscription_count", channel, {
        subscription_count: count,
      });
      this.channels().broadcast(channel, frame);
      this.tell(channel, count);
    };
    this.waiting.set(channel, setTimeout(send, pause).unref());
  }

  close(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }
}
