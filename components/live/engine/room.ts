import type { WireError } from "@/lib/errors";
import type { Known } from "@/lib/live/presence/rules";
import type { JoinResult, RosterEntry } from "@/lib/live/schema";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { RoomApi } from "./api";
import type { LocalMedia } from "./media";
import { Mesh } from "./mesh";
import { Line } from "./signalling";
import { SpeakerWatch } from "./speakers";
import { rememberInside } from "./tab";
import { outside, type RoomPhase, type RoomState, Store } from "./types";

export type Entrance = { takeOver: boolean; name?: string; pin?: string };

type Options = {
  publicId: string;
  clientId: string;
  realtime: RealtimeConfig | null;
  media: LocalMedia;
};

const RETRY_MS = 2000;

/** This device in one conference, from the lobby to the goodbye. */
export class RoomSession {
  readonly store = new Store<RoomState>(outside);
  readonly speakers: SpeakerWatch;
  /** What was on when the room was left, for coming back. */
  lastDevices = { microphone: true, camera: true };
  private readonly api: RoomApi;
  private mesh: Mesh | null = null;
  private line: Line | null = null;
  private joined: JoinResult | null = null;
  private retry: number | undefined;

  constructor(private readonly options: Options) {
    const { media, publicId } = options;
    this.api = new RoomApi(publicId);
    this.speakers = new SpeakerWatch(
      media,
      () => this.joined?.participantId ?? null,
      () => this.mesh,
    );
    media.onTrack = (kind, track) => {
      this.mesh?.setTrack(kind, track);
      this.tellDevices();
    };
    window.addEventListener("pagehide", this.onPageHide);
  }

  /** From the lobby, or with `takeOver` back from another device. */
  async enter(entrance: Entrance): Promise<void> {
    const from = this.store.get().phase;
    this.store.set({ phase: { name: "joining" } });
    const result = await this.join(entrance);
    if (result.ok) this.begin(result.data);
    else this.store.set({ phase: phaseAfter(from, result.error) });
  }

  async leave(): Promise<void> {
    const { joined } = this;
    this.finish({ name: "left" });
    if (joined) await this.api.leave(joined.generation);
  }

  /** The goodbye comes as it does for everybody else; only a refusal is told here. */
  async endForAll(): Promise<WireError | null> {
    const result = await this.api.endForAll();
    this.line?.catchUp();
    return result.ok ? null : result.error;
  }

  destroy(): void {
    window.removeEventListener("pagehide", this.onPageHide);
    window.clearTimeout(this.retry);
    if (this.joined) this.api.away(this.joined.generation);
    this.stop();
    this.options.media.onTrack = () => {};
  }

  private join(entrance: Entrance) {
    const { media, clientId } = this.options;
    const devices = { microphone: media.isOn("microphone"), camera: media.isOn("camera") };
    return this.api.join({ clientId, ...devices, ...entrance });
  }

  private begin(joined: JoinResult): void {
    this.stop();
    const { media, realtime, publicId } = this.options;
    const { participantId, generation } = joined;
    this.joined = joined;
    const line = new Line(this.api, realtime, joined, {
      signal: (signal) => {
        if (!this.mesh?.receive(signal)) this.line?.catchUp();
      },
      roster: ({ entries }) => this.follow(entries, false),
      over: (known) => this.over(known),
      refused: (code) => this.finish({ name: "gone", error: { code: code as WireError["code"] } }),
      online: (isOnline) => {
        if (this.store.get().isOnline !== isOnline) this.store.set({ isOnline });
      },
      slow: (isSlow) => {
        if (this.store.get().isSlow !== isSlow) this.store.set({ isSlow });
      },
      returned: () => {
        this.api.unstick();
        this.mesh?.wake();
      },
      iceServers: (servers) => this.mesh?.setIceServers(servers),
    });
    this.line = line;
    this.mesh = new Mesh({
      me: { participantId, generation },
      iceServers: joined.iceServers,
      tracks: { microphone: media.track("microphone"), camera: media.track("camera") },
      send: async (to, toGeneration, body) => {
        const result = await this.api.signal(generation, to, toGeneration, body);
        if (!result.ok || !result.data.delivered) line.catchUp();
        return result.ok && result.data.delivered;
      },
      onChange: (peers) => this.store.set({ peers }),
    });
    line.open();
    this.store.set({
      phase: { name: "inside" },
      canEnd: joined.canEnd,
      startedAt: Date.parse(joined.startedAt),
      clockOffset: Date.parse(joined.serverNow) - Date.now(),
      isOnline: true,
      isSlow: false,
    });
    this.follow(joined.roster.entries, true);
    this.speakers.start();
    rememberInside(publicId, { microphone: media.isOn("microphone"), camera: media.isOn("camera") });
  }

  private follow(entries: RosterEntry[], isFirst: boolean): void {
    const me = entries.find((entry) => entry.participantId === this.joined?.participantId) ?? null;
    this.store.set({ me });
    this.mesh?.sync(entries, isFirst);
    // What the others are shown must be what is sent: said again if it was lost.
    if (me && this.differs(me)) this.tellDevices();
  }

  private differs(me: RosterEntry): boolean {
    const { media } = this.options;
    return me.microphone !== media.isOn("microphone") || me.camera !== media.isOn("camera");
  }

  private telling = false;

  /** One at a time, always the present state. */
  private tellDevices(): void {
    const { joined } = this;
    if (!joined || this.telling) return;
    this.telling = true;
    queueMicrotask(async () => {
      const { media, publicId } = this.options;
      const said = { microphone: media.isOn("microphone"), camera: media.isOn("camera") };
      const { me } = this.store.get();
      if (me) this.store.set({ me: { ...me, ...said } });
      rememberInside(publicId, said);
      await this.api.setDevices(joined.generation, said.microphone, said.camera);
      this.telling = false;
      const now = { microphone: media.isOn("microphone"), camera: media.isOn("camera") };
      if (this.joined === joined && (now.microphone !== said.microphone || now.camera !== said.camera)) {
        this.tellDevices();
      }
    });
  }

  private over({ state, ending }: Known): void {
    if (state === "replaced") this.finish({ name: "elsewhere", error: null });
    if (state === "ended") this.finish({ name: "ended", ending });
    if (state === "lapsed") void this.comeBack();
  }

  /** The server gave this device up, for example after the computer slept. It returns unless another one is there. */
  private async comeBack(): Promise<void> {
    this.stop();
    this.store.set({ isOnline: false, peers: [] });
    const result = await this.join({ takeOver: false });
    if (result.ok) {
      this.begin(result.data);
      return;
    }
    if (result.error.code === "unavailable") {
      this.retry = window.setTimeout(() => void this.comeBack(), RETRY_MS);
      return;
    }
    this.finish(phaseAfter({ name: "inside" }, result.error));
  }

  private finish(phase: RoomPhase): void {
    const { media, publicId } = this.options;
    this.lastDevices = { microphone: media.isOn("microphone"), camera: media.isOn("camera") };
    this.stop();
    rememberInside(publicId, null);
    media.close();
    this.store.set({ phase, peers: [], me: null });
  }

  private stop(): void {
    this.line?.close();
    this.line = null;
    this.mesh?.close();
    this.mesh = null;
    this.joined = null;
    this.speakers.stop();
  }

  /** A reload must not be a leave, so the lease is only shortened. */
  private readonly onPageHide = () => {
    if (this.joined) this.api.away(this.joined.generation);
  };
}

/** Where a refusal leads, depending on where the person stood. */
function phaseAfter(from: RoomPhase, error: WireError): RoomPhase {
  if (error.code === "conference_over") return { name: "ended", ending: null };
  if (error.code === "connected_elsewhere" || from.name === "elsewhere") {
    return { name: "elsewhere", error: error.code === "connected_elsewhere" ? null : error };
  }
  return from.name === "inside" ? { name: "gone", error } : { name: "lobby", error };
}
