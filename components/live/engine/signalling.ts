import type { Result } from "@/lib/errors";
import { afterEvent, afterPoll, type Known, knownFromJoin, type Step } from "@/lib/live/presence/rules";
import type { JoinResult, PollResult, Roster, Signal } from "@/lib/live/schema";
import { channels } from "@/lib/realtime/channels";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { type ChannelState, connectionFor } from "@/lib/realtime/connection";
import type { RoomApi } from "./api";
import { Ticker } from "./ticker";

/** Without the realtime service the room asks every 2 s; with it now and then, in case an event was lost. */
const POLL_S = 2;
const SAFETY_S = 10;
const HEARTBEAT_S = 15;
/** A question without an answer for this long is asked again beside it: a broken line does not say that it is broken. */
const PATIENCE_MS = 2500;
const ASKED_AT_ONCE = 3;
/** Without events for this long the person is told. */
const SLOW_AFTER_S = 5;
/** The ticker calls every second; after a longer pause the computer was asleep. */
const ASLEEP_MS = 5000;

export type LineHandlers = {
  signal: (signal: Signal) => void;
  roster: (roster: Roster) => void;
  /** Anything but "live", or a refusal. */
  over: (known: Known) => void;
  refused: (code: string) => void;
  online: (isOnline: boolean) => void;
  /** Whether news come by asking although there is a service that should push them. */
  slow: (isSlow: boolean) => void;
  /** The server answers again, or the computer woke up: what was stuck is worth another try. */
  returned: () => void;
  iceServers: (servers: PollResult["iceServers"]) => void;
};

/**
 * The line between this device and the server. What an event or an answer means is decided by lib/live/presence/rules;
 * here it is only carried. Nothing depends on an event arriving.
 */
export class Line {
  private readonly ticker = new Ticker(() => this.tick());
  private readonly states: { meeting: ChannelState; device: ChannelState } = {
    meeting: "off",
    device: "off",
  };
  private stopListening: (() => void)[] = [];
  private readonly asked = new Map<AbortController, number>();
  private again = false;
  private isClosed = false;
  private isOnline = true;
  private sincePoll = 0;
  private sinceHeartbeat = 0;
  private withoutEvents = 0;
  private tickedAt = Date.now();
  private known: Known;

  constructor(
    private readonly api: RoomApi,
    private readonly realtime: RealtimeConfig | null,
    private readonly join: JoinResult,
    private readonly handlers: LineHandlers,
  ) {
    this.known = knownFromJoin(join);
  }

  open(): void {
    this.listen();
    this.ticker.start();
    document.addEventListener("visibilitychange", this.look);
    window.addEventListener("pageshow", this.look);
    window.addEventListener("online", this.look);
  }

  close(): void {
    this.isClosed = true;
    this.ticker.stop();
    document.removeEventListener("visibilitychange", this.look);
    window.removeEventListener("pageshow", this.look);
    window.removeEventListener("online", this.look);
    for (const stop of this.stopListening) stop();
    this.stopListening = [];
    this.forget();
  }

  /** Fetches what is missing; a call during a fetch means one more afterwards. */
  catchUp(): void {
    if (this.isClosed) return;
    if (this.asked.size > 0) {
      this.again = true;
      return;
    }
    void this.fetch();
  }

  /** Somebody looks again, or the network says that it is back: not a moment is waited. */
  private readonly look = () => {
    if (document.visibilityState !== "visible" || this.isClosed) return;
    this.forget();
    void this.fetch();
    void this.heartbeat();
    this.handlers.returned();
  };

  private listen(): void {
    for (const stop of this.stopListening) stop();
    this.stopListening = [];
    if (!this.realtime) return;
    const connection = connectionFor(this.realtime);
    const { conferenceId, participantId, generation } = this.join;
    const on = (which: "meeting" | "device", name: string) =>
      this.stopListening.push(
        connection.listen(name, {
          event: (event, data) => this.apply(afterEvent(this.known, event, data)),
          state: (state) => {
            const hadMissed = this.states[which] !== "on" && state === "on";
            this.states[which] = state;
            if (hadMissed) this.catchUp();
          },
        }),
      );
    on("device", channels.device(participantId, generation));
    on("meeting", channels.meeting(conferenceId, this.known.channelEpoch));
  }

  private apply({ known, signals, mustFetch }: Step): void {
    if (this.isClosed) return;
    const before = this.known;
    this.known = known;
    if (known.state !== "live") {
      this.handlers.over(known);
      return;
    }
    // The roster first: signals of newcomers make sense only with it.
    if (known.roster !== before.roster) this.handlers.roster(known.roster);
    for (const signal of signals) this.handlers.signal(signal);
    if (known.channelEpoch !== before.channelEpoch) this.listen();
    if (mustFetch) this.catchUp();
  }

  private get isPushed(): boolean {
    return this.states.device === "on" && this.states.meeting === "on";
  }

  private tick(): void {
    const now = Date.now();
    const wasAsleep = now - this.tickedAt > ASLEEP_MS;
    this.tickedAt = now;
    if (wasAsleep) this.look();
    this.withoutEvents = this.isPushed || !this.realtime ? 0 : this.withoutEvents + 1;
    this.handlers.slow(this.withoutEvents >= SLOW_AFTER_S);
    if (this.asked.size > 0) this.askBeside(now);
    else if (++this.sincePoll >= (this.isPushed && this.isOnline ? SAFETY_S : POLL_S)) this.catchUp();
    if (++this.sinceHeartbeat >= HEARTBEAT_S) void this.heartbeat();
  }

  private askBeside(now: number): void {
    if (now - Math.max(...this.asked.values()) < PATIENCE_MS) return;
    // One slow answer is no break; two are.
    if (this.asked.size > 1) this.setOnline(false);
    if (this.asked.size < ASKED_AT_ONCE) void this.fetch();
  }

  private async heartbeat(): Promise<void> {
    this.sinceHeartbeat = 0;
    const result = await this.api.heartbeat(this.join.generation);
    if (this.isClosed) return;
    this.note(result);
    // Why it was refused is the poll's to tell.
    if (!result.ok && result.error.code !== "unavailable") this.catchUp();
  }

  /** The first answer counts; those still on their way are given up. */
  private async fetch(): Promise<void> {
    const call = new AbortController();
    this.asked.set(call, Date.now());
    this.sincePoll = 0;
    const { roster, signalSeq } = this.known;
    const result = await this.api.poll(this.join.generation, roster.seq, signalSeq, call.signal);
    if (this.isClosed || !this.asked.delete(call)) return;
    this.note(result);
    if (!result.ok) return;
    if (this.asked.size > 0) this.handlers.returned();
    this.forget();
    this.handlers.iceServers(result.data.iceServers);
    this.apply(afterPoll(this.known, result.data));
    if (this.again && !this.isClosed) {
      this.again = false;
      this.catchUp();
    }
  }

  private forget(): void {
    for (const call of this.asked.keys()) call.abort();
    this.asked.clear();
  }

  private note(result: Result<unknown>): void {
    this.setOnline(result.ok || result.error.code !== "unavailable");
    if (!result.ok && ["not_found", "signed_out", "forbidden"].includes(result.error.code)) {
      this.handlers.refused(result.error.code);
    }
  }

  private setOnline(isOnline: boolean): void {
    const hasReturned = isOnline && !this.isOnline;
    this.isOnline = isOnline;
    this.handlers.online(isOnline);
    if (!hasReturned) return;
    this.handlers.returned();
    void this.heartbeat();
  }
}
