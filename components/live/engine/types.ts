import type { WireError } from "@/lib/errors";
import type { Ending, RosterEntry } from "@/lib/live/schema";

export type MediaKind = "microphone" | "camera";

/** `off` by choice; the others say why there is nothing to see or hear. */
export type DeviceStatus =
  | "off"
  | "starting"
  | "on"
  | "denied"
  | "missing"
  | "busy"
  | "failed"
  | "unsupported";

export type Devices = {
  microphone: MediaDeviceInfo[];
  camera: MediaDeviceInfo[];
  speaker: MediaDeviceInfo[];
};

export type Choice = { microphone: string; camera: string; speaker: string };

export type MediaState = {
  microphone: DeviceStatus;
  camera: DeviceStatus;
  devices: Devices;
  chosen: Choice;
  /** The own picture; replaced when the camera changes. */
  stream: MediaStream | null;
  /** A device in use that went away, until another one is chosen or it is tried again. */
  mishap: Record<MediaKind, Mishap | null>;
};

/** The name of the device that went away, and of the one that took over by itself; null when there is none. */
export type Mishap = { was: string; now: string | null };

/** Before the engine runs, on the server too. */
export const noMedia: MediaState = {
  microphone: "starting",
  camera: "starting",
  devices: { microphone: [], camera: [], speaker: [] },
  chosen: { microphone: "", camera: "", speaker: "" },
  stream: null,
  mishap: { microphone: null, camera: null },
};

/** `lost`: looked for in vain for a while; the person may be cut off. */
export type PeerState = "connecting" | "connected" | "reconnecting" | "lost";

export type Peer = {
  entry: RosterEntry;
  state: PeerState;
  /** Sound and picture as they arrive; one object per connection. */
  stream: MediaStream | null;
};

/** Where the room stands for this device. */
export type RoomPhase =
  | { name: "lobby"; error: WireError | null }
  | { name: "joining" }
  | { name: "inside" }
  | { name: "elsewhere"; error: WireError | null }
  | { name: "ended"; ending: Ending | null }
  | { name: "gone"; error: WireError }
  | { name: "left" };

export type RoomState = {
  phase: RoomPhase;
  me: RosterEntry | null;
  peers: Peer[];
  canEnd: boolean;
  /** Milliseconds of the server's clock. */
  startedAt: number;
  /** What to add to this browser's clock to have the server's. */
  clockOffset: number;
  /** Whether the server is reached; the pictures go on without it for a while. */
  isOnline: boolean;
  /** Whether news come late, by asking, because the realtime service is away. */
  isSlow: boolean;
};

export const outside: RoomState = {
  phase: { name: "lobby", error: null },
  me: null,
  peers: [],
  canEnd: false,
  startedAt: 0,
  clockOffset: 0,
  isOnline: true,
  isSlow: false,
};

/** A value that many look at: React through `useSyncExternalStore`, tests directly. */
export class Store<T> {
  private readonly watchers = new Set<() => void>();

  constructor(private value: T) {}

  get = (): T => this.value;

  set(next: Partial<T>): void {
    this.value = { ...this.value, ...next };
    for (const watcher of this.watchers) watcher();
  }

  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
}
