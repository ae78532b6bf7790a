import {
  constraintsOf,
  keepChoice,
  readChoice,
  statusOf,
  statusOfError,
  stopAll,
  watchPermissions,
} from "./devices";
import { Meter } from "./meter";
import { type DeviceStatus, type MediaKind, type MediaState, type Mishap, noMedia, Store } from "./types";

/** How long it is said that another device took over. */
const SAID_MS = 12_000;

type Track = MediaStreamTrack | null;

/**
 * The own microphone and camera. They are warmed in the lobby, so that entering only sends what is already there.
 * A muted microphone stays open but is sent to nobody; a camera that is off is closed, so that its light goes out.
 */
export class LocalMedia {
  readonly store = new Store<MediaState>({
    ...noMedia,
    microphone: "off",
    camera: "off",
    chosen: readChoice(),
  });

  /** Told whenever what is to be sent has changed; null sends nothing. */
  onTrack: (kind: MediaKind, track: Track) => void = () => {};

  private readonly meter = new Meter();
  private microphone: Track = null;
  private camera: Track = null;
  /** What the person last asked for; a device that comes back is used like that. */
  private wish: Record<MediaKind, boolean> = { microphone: false, camera: false };
  private readonly turns: Record<MediaKind, number> = { microphone: 0, camera: 0 };
  private unwatch: () => void = () => {};

  /** Asks for what is wanted, once for both; if that fails each for itself, so that the one that works is used. */
  async start(wanted: Record<MediaKind, boolean>): Promise<void> {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.store.set({ microphone: "unsupported", camera: "unsupported" });
      return;
    }
    navigator.mediaDevices.addEventListener("devicechange", this.onDeviceChange);
    this.unwatch();
    this.unwatch = watchPermissions((kind, state) => this.onPermission(kind, state));
    this.wish = { ...wanted };
    this.store.set({ microphone: "starting", camera: wanted.camera ? "starting" : "off" });
    if (wanted.camera) {
      const turns = { microphone: ++this.turns.microphone, camera: ++this.turns.camera };
      const stream = await this.request({ microphone: true, camera: true }).catch(() => null);
      for (const track of stream?.getTracks() ?? []) {
        const kind = track.kind === "audio" ? "microphone" : "camera";
        if (turns[kind] === this.turns[kind]) this.adopt(kind, track, this.wish[kind]);
        else track.stop();
      }
      if (stream || turns.microphone !== this.turns.microphone) return this.refreshDevices();
    }
    await this.open("microphone", wanted.microphone);
    if (wanted.camera) await this.open("camera", true);
    await this.refreshDevices();
  }

  async setOn(kind: MediaKind, on: boolean): Promise<void> {
    this.wish[kind] = on;
    if (!on || this[kind]) this.setMishap(kind, null);
    if (kind === "camera" && !on) {
      this.turns.camera++;
      this.adopt("camera", null, false);
      return;
    }
    if (kind === "microphone" && this.microphone) {
      this.microphone.enabled = on;
      this.store.set({ microphone: on ? "on" : "off" });
      this.onTrack("microphone", on ? this.microphone : null);
      return;
    }
    if (!on) return;
    await this.open(kind, true);
    if (this[kind]) this.setMishap(kind, null);
  }

  /** Another device from the menu; what was on stays on. */
  async choose(kind: MediaKind | "speaker", deviceId: string): Promise<void> {
    const chosen = { ...this.store.get().chosen, [kind]: deviceId };
    this.store.set({ chosen });
    keepChoice(chosen);
    if (kind === "speaker") return;
    // Chosen in the place of one that was lost, it goes on where that one stopped.
    const isOn = this.isOn(kind) || (this.store.get().mishap[kind] !== null && this.wish[kind]);
    if (kind === "microphone" || isOn) await this.open(kind, isOn);
    if (this[kind]) this.setMishap(kind, null);
  }

  /** What is to be sent now. */
  track(kind: MediaKind): Track {
    return this.store.get()[kind] === "on" ? this[kind] : null;
  }

  isOn = (kind: MediaKind): boolean => this.store.get()[kind] === "on";

  level(): number {
    return this.isOn("microphone") ? this.meter.read() : 0;
  }

  close(): void {
    this.turns.microphone++;
    this.turns.camera++;
    this.unwatch();
    navigator.mediaDevices?.removeEventListener("devicechange", this.onDeviceChange);
    this.microphone?.stop();
    this.camera?.stop();
    this.microphone = null;
    this.camera = null;
    this.meter.close();
    this.store.set({ microphone: "off", camera: "off", stream: null, mishap: noMedia.mishap });
  }

  private async open(kind: MediaKind, on: boolean): Promise<void> {
    this.store.set(statusOf(kind, "starting"));
    const turn = ++this.turns[kind];
    try {
      const stream = await this.request({ microphone: kind === "microphone", camera: kind === "camera" });
      const [track = null] = stream.getTracks();
      if (turn !== this.turns[kind]) return stopAll(stream);
      // Turned off while it was starting, it stays off.
      this.adopt(kind, track, on && this.wish[kind]);
    } catch (error) {
      if (turn === this.turns[kind]) this.adopt(kind, null, false, statusOfError(error));
    }
  }

  /** With the remembered device if it is there, else with whatever there is. */
  private async request(wanted: Record<MediaKind, boolean>): Promise<MediaStream> {
    const { chosen } = this.store.get();
    try {
      return await navigator.mediaDevices.getUserMedia(constraintsOf(wanted, chosen));
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "OverconstrainedError") throw error;
      return navigator.mediaDevices.getUserMedia(
        constraintsOf(wanted, { ...chosen, microphone: "", camera: "" }),
      );
    }
  }

  private adopt(kind: MediaKind, track: Track, on: boolean, status?: DeviceStatus): void {
    const old = this[kind];
    if (old && old !== track) old.stop();
    this[kind] = track;
    if (kind === "microphone") {
      if (track) track.enabled = on;
      this.meter.attach(track);
    }
    track?.addEventListener("ended", () => {
      if (this[kind] === track) void this.replace(kind, track);
    });
    const state = status ?? (track && on ? "on" : "off");
    const picture = kind === "camera" ? { stream: track ? new MediaStream([track]) : null } : {};
    this.store.set(Object.assign(statusOf(kind, state), picture));
    this.onTrack(kind, state === "on" ? track : null);
  }

  /** Unplugged, or taken back by the browser or the system: once more with what is left, and the person is told. */
  private async replace(kind: MediaKind, lost: MediaStreamTrack): Promise<void> {
    await this.open(kind, this.isOn(kind));
    await this.refreshDevices();
    const mishap = { was: lost.label, now: this[kind]?.label ?? null };
    this.setMishap(kind, mishap);
    if (mishap.now === null) return;
    window.setTimeout(() => {
      if (this.store.get().mishap[kind] === mishap) this.setMishap(kind, null);
    }, SAID_MS);
  }

  private setMishap(kind: MediaKind, mishap: Mishap | null): void {
    const { mishap: before } = this.store.get();
    if (before[kind] !== mishap) this.store.set({ mishap: { ...before, [kind]: mishap } });
  }

  /** Something was plugged in: it takes the place of what was lost or never found. */
  private readonly onDeviceChange = async (): Promise<void> => {
    await this.refreshDevices();
    for (const kind of ["microphone", "camera"] as const) {
      const { [kind]: status, devices } = this.store.get();
      if (status === "missing" && devices[kind].length > 0) await this.reopen(kind);
    }
  };

  private onPermission(kind: MediaKind, state: PermissionState): void {
    if (state === "granted" && this.store.get()[kind] === "denied") void this.reopen(kind);
    // Browsers end the track as well; whichever comes first.
    if (state === "denied" && this[kind]) {
      const lost = this[kind];
      this.adopt(kind, null, false, "denied");
      this.setMishap(kind, { was: lost.label, now: null });
    }
  }

  private async reopen(kind: MediaKind): Promise<void> {
    if (kind === "camera" && !this.wish.camera) return;
    await this.open(kind, this.wish[kind]);
    if (this[kind]) this.setMishap(kind, null);
    await this.refreshDevices();
  }

  private readonly refreshDevices = async (): Promise<void> => {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    const of = (kind: MediaDeviceKind) => all.filter((d) => d.kind === kind && d.deviceId !== "");
    const { chosen } = this.store.get();
    this.store.set({
      devices: { microphone: of("audioinput"), camera: of("videoinput"), speaker: of("audiooutput") },
      chosen: {
        ...chosen,
        microphone: this.microphone?.getSettings().deviceId ?? chosen.microphone,
        camera: this.camera?.getSettings().deviceId ?? chosen.camera,
      },
    });
  };
}
