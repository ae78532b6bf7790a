import type { Result } from "@/lib/errors";
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
/** What one answer holds at most. */
const PAGE = 100;

export type LineHandlers = {
  signal: (signal: Signal) => void;
  roster: (roster: Roster) => void;
  /** Anything but "live", or a refusal. */
  over: (state: Exclude<PollResult["state"], "live">, result: PollResult) => void;
  refused: (code: string) => void;
  online: (isOnline: boolean) => void;
  iceServers: (servers: PollResult["iceServers"]) => void;
};

/**
 * The line between this device and the server. Events are hints that carry numbers: whatever does not follow on what
 * is known is fetched, so that nothing depends on an event arriving.
 */
export class Line {
  private readonly ticker = new Ticker(() => this.tick());
  private readonly states: { meeting: ChannelState; device: ChannelState } = {
    meeting: "off",
    device: "off",
  };
  private stopListening: (() => void)[] = [];
  private isFetching = false;
  private again = false;
  private isClosed = false;
  private sincePoll = 0;
  private sinceHeartbeat = 0;
  private rosterSeq: number;
  private signalSeq: number;
  private epoch: number;

  constructor(
    private readonly api: RoomApi,
    private readonly realtime: RealtimeConfig | null,
    private readonly join: JoinResult,
    private readonly handlers: LineHandlers,
  ) {
    this.rosterSeq = join.roster.seq;
    this.signalSeq = join.signalSeq;
    this.epoch = join.channelEpoch;
  }

  open(): void {
    this.listen();
    this.ticker.start();
    document.addEventListener("visibilitychange", this.look);
    window.addEventListener("online", this.look);
  }

  close(): void {
    this.isClosed = true;
    this.ticker.stop();
    document.removeEventListener("visibilitychange", this.look);
    window.removeEventListener("online", this.look);
    for (const stop of this.stopListening) stop();
    this.stopListening = [];
  }

  /** Fetches what is missing; a call during a fetch means one more afterwards. */
  catchUp(): void {
    if (this.isClosed) return;
    if (this.isFetching) {
      this.again = true;
      return;
    }
    void this.fetch();
  }

  private readonly look = () => {
    if (document.visibilityState === "visible") {
      this.catchUp();
      void this.heartbeat();
    }
  };

  private listen(): void {
    for (const stop of this.stopListening) stop();
    this.stopListening = [];
    if (!this.realtime) return;
    const connection = connectionFor(this.realtime);
    const { conferenceId, participantId, generation } = this.join;
    const on = (which: "meeting" | "device", name: string, event: (name: string, data: unknown) => void) =>
      this.stopListening.push(
        connection.listen(name, {
          event,
          state: (state) => {
            const hadMissed = this.states[which] !== "on" && state === "on";
            this.states[which] = state;
            if (hadMissed) this.catchUp();
          },
        }),
      );
    on("device", channels.device(participantId, generation), (name, data) => this.heard(name, data));
    on("meeting", channels.meeting(conferenceId, this.epoch), () => this.catchUp());
  }

  private heard(name: string, data: unknown): void {
    const event = (data ?? {}) as Partial<Signal> & { after?: number };
    const follows = typeof event.after === "number" && event.after <= this.signalSeq;
    if (name === "signal" && follows && event.body && typeof event.seq === "number")
      this.apply(event as Signal);
    else this.catchUp();
  }

  private apply(signal: Signal): void {
    if (signal.seq <= this.signalSeq) return;
    this.signalSeq = signal.seq;
    this.handlers.signal(signal);
  }

  private tick(): void {
    const isPushed = this.states.device === "on" && this.states.meeting === "on";
    if (++this.sincePoll >= (isPushed ? SAFETY_S : POLL_S)) this.catchUp();
    if (++this.sinceHeartbeat >= HEARTBEAT_S) void this.heartbeat();
  }

  private async heartbeat(): Promise<void> {
    this.sinceHeartbeat = 0;
    const result = await this.api.heartbeat(this.join.generation);
    if (this.isClosed) return;
    this.note(result);
    // Why it was refused is the poll's to tell.
    if (!result.ok && result.error.code !== "unavailable") this.catchUp();
  }

  private async fetch(): Promise<void> {
    this.isFetching = true;
    this.sincePoll = 0;
    const result = await this.api.poll(this.join.generation, this.rosterSeq, this.signalSeq);
    this.isFetching = false;
    if (this.isClosed) return;
    this.note(result);
    if (result.ok) this.take(result.data);
    if (this.again && !this.isClosed) {
      this.again = false;
      void this.fetch();
    }
  }

  private take(data: PollResult): void {
    if (data.state !== "live") {
      this.handlers.over(data.state, data);
      return;
    }
    this.handlers.iceServers(data.iceServers);
    // The roster first: signals of newcomers make sense only with it.
    if (data.roster) {
      this.rosterSeq = data.roster.seq;
      this.handlers.roster(data.roster);
    }
    for (const signal of data.signals) this.apply(signal);
    // A full page may have a next one.
    if (data.signals.length >= PAGE) this.again = true;
    if (data.channelEpoch !== this.epoch) {
      this.epoch = data.channelEpoch;
      this.listen();
    }
  }

  private note(result: Result<unknown>): void {
    const isOnline = result.ok || result.error.code !== "unavailable";
    this.handlers.online(isOnline);
    if (!result.ok && ["not_found", "signed_out", "forbidden"].includes(result.error.code)) {
      this.handlers.refused(result.error.code);
    }
  }
}
