import { Meter } from "./meter";
import {
  type Choice,
  type DeviceStatus,
  type Devices,
  type MediaKind,
  type MediaState,
  Store,
} from "./types";

const CHOICE_KEY = "foyer.devices";
const nothing: Devices = { microphone: [], camera: [], speaker: [] };

type Track = MediaStreamTrack | null;

/**
 * The own microphone and camera. They are warmed in the lobby, so that entering only sends what is already there.
 * A muted microphone stays open but is sent to nobody; a camera that is off is closed, so that its light goes out.
 */
export class LocalMedia {
  readonly store = new Store<MediaState>({
    microphone: "off",
    camera: "off",
    devices: nothing,
    chosen: readChoice(),
    stream: null,
  });

  /** Told whenever what is to be sent has changed; null sends nothing. */
  onTrack: (kind: MediaKind, track: Track) => void = () => {};

  private readonly meter = new Meter();
  private microphone: Track = null;
  private camera: Track = null;
  private turn = 0;

  /** Asks for what is wanted, once for both; if that fails each for itself, so that the one that works is used. */
  async start(wanted: Record<MediaKind, boolean>): Promise<void> {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.store.set({ microphone: "unsupported", camera: "unsupported" });
      return;
    }
    navigator.mediaDevices.addEventListener("devicechange", this.refreshDevices);
    this.store.set({ microphone: "starting", camera: wanted.camera ? "starting" : "off" });
    const turn = ++this.turn;
    if (wanted.camera) {
      const stream = await this.request({ microphone: true, camera: true }).catch(() => null);
      if (turn !== this.turn) return stopAll(stream);
      if (stream) {
        this.adopt("microphone", stream.getAudioTracks()[0] ?? null, wanted.microphone);
        this.adopt("camera", stream.getVideoTracks()[0] ?? null, true);
        return this.refreshDevices();
      }
    }
    await this.open("microphone", wanted.microphone);
    if (wanted.camera) await this.open("camera", true);
    await this.refreshDevices();
  }

  async setOn(kind: MediaKind, on: boolean): Promise<void> {
    if (kind === "camera" && !on) {
      this.adopt("camera", null, false);
      return;
    }
    if (kind === "microphone" && this.microphone) {
      this.microphone.enabled = on;
      this.store.set({ microphone: on ? "on" : "off" });
      this.onTrack("microphone", on ? this.microphone : null);
      return;
    }
    if (on) await this.open(kind, true);
  }

  /** Another device from the menu; what was on stays on. */
  async choose(kind: MediaKind | "speaker", deviceId: string): Promise<void> {
    const chosen = { ...this.store.get().chosen, [kind]: deviceId };
    this.store.set({ chosen });
    try {
      localStorage.setItem(CHOICE_KEY, JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing forgets the choice, that is all.
    }
    if (kind === "speaker") return;
    const isOn = this.store.get()[kind] === "on";
    if (kind === "camera" && !isOn) return;
    await this.open(kind, isOn);
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
    this.turn++;
    navigator.mediaDevices?.removeEventListener("devicechange", this.refreshDevices);
    this.microphone?.stop();
    this.camera?.stop();
    this.microphone = null;
    this.camera = null;
    this.meter.close();
    this.store.set({ microphone: "off", camera: "off", stream: null });
  }

  private async open(kind: MediaKind, on: boolean): Promise<void> {
    this.store.set(statusOf(kind, "starting"));
    const turn = ++this.turn;
    try {
      const stream = await this.request({ microphone: kind === "microphone", camera: kind === "camera" });
      const [track = null] = stream.getTracks();
      if (turn !== this.turn) return stopAll(stream);
      this.adopt(kind, track, on);
    } catch (error) {
      if (turn === this.turn) this.adopt(kind, null, false, statusOfError(error));
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
      // Unplugged, or taken back by the system: once more with what is left.
      if (this[kind] === track) void this.open(kind, this.isOn(kind));
    });
    const state = status ?? (track && on ? "on" : "off");
    const picture = kind === "camera" ? { stream: track ? new MediaStream([track]) : null } : {};
    this.store.set(Object.assign(statusOf(kind, state), picture));
    this.onTrack(kind, state === "on" ? track : null);
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

const statusOf = (kind: MediaKind, status: DeviceStatus): Partial<MediaState> =>
  kind === "microphone" ? { microphone: status } : { camera: status };

function stopAll(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export function constraintsOf(wanted: Record<MediaKind, boolean>, chosen: Choice): MediaStreamConstraints {
  const device = (id: string) => (id ? { deviceId: { exact: id } } : {});
  return {
    audio: wanted.microphone && {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...device(chosen.microphone),
    },
    video: wanted.camera && {
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
      ...device(chosen.camera),
    },
  };
}

/** What a browser's refusal means to the person. */
export function statusOfError(error: unknown): DeviceStatus {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "failed";
}

function readChoice(): Choice {
  const none = { microphone: "", camera: "", speaker: "" };
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(CHOICE_KEY) ?? "{}") as Partial<Choice>) };
  } catch {
    return none;
  }
}
