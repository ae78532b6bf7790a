import type { RosterEntry, Signal, SignalBody } from "@/lib/live/schema";
import { PeerLink } from "./peer";
import type { MediaKind, Peer } from "./types";

type Link = { peer: Peer; link: PeerLink };

export type MeshOptions = {
  me: { participantId: string; generation: number };
  iceServers: RTCIceServer[];
  tracks: Record<MediaKind, MediaStreamTrack | null>;
  send: (to: string, toGeneration: number, body: SignalBody) => Promise<boolean>;
  onChange: (peers: Peer[]) => void;
};

const keyOf = (of: { participantId: string; generation: number }) => `${of.participantId}:${of.generation}`;

/** Signals of somebody who is not on the roster yet wait for it, not for long; nobody else is listened to (T-23). */
const WAITING = 200;
const WAITING_MS = 20_000;

/** One connection to each live device on the roster, keyed by person and generation: an old device is dropped. */
export class Mesh {
  private readonly links = new Map<string, Link>();
  private waiting: { signal: Signal; until: number }[] = [];
  private order: string[] = [];

  constructor(private readonly options: MeshOptions) {}

  /** Follows the roster. Those of the first one were there before: the newcomer offers. */
  sync(entries: readonly RosterEntry[], isFirst: boolean): void {
    const others = entries.filter((entry) => entry.participantId !== this.options.me.participantId);
    const present = new Set(others.map(keyOf));
    for (const [key, { link }] of this.links) {
      if (present.has(key)) continue;
      link.close();
      this.links.delete(key);
    }
    for (const entry of others) this.follow(entry, isFirst);
    this.order = others.map(keyOf);
    this.limit();
    const heard = this.waiting;
    this.waiting = [];
    for (const { signal, until } of heard) if (Date.now() < until) this.receive(signal, until);
    this.changed();
  }

  /** False when the sender is unknown, so that the roster should be fetched. */
  receive(signal: Signal, until = Date.now() + WAITING_MS): boolean {
    const known = this.links.get(keyOf({ participantId: signal.from, generation: signal.fromGeneration }));
    if (known) {
      void known.link.receive(signal.body);
      return true;
    }
    if (this.waiting.length < WAITING) this.waiting.push({ signal, until });
    return false;
  }

  setTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    this.options.tracks[kind] = track;
    for (const { link } of this.links.values()) link.setTrack(kind, track);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    this.options.iceServers = iceServers;
    for (const { link } of this.links.values()) link.setIceServers(iceServers);
  }

  /** The network is back: each broken connection looks for a way now. */
  wake(): void {
    for (const { link } of this.links.values()) link.wake();
  }

  levels(): { participantId: string; level: number }[] {
    return [...this.links.values()].map(({ peer, link }) => ({
      participantId: peer.entry.participantId,
      level: link.level(),
    }));
  }

  /** In the order of arrival. */
  peers = (): Peer[] => this.order.flatMap((key) => this.links.get(key)?.peer ?? []);

  close(): void {
    for (const { link } of this.links.values()) link.close();
    this.links.clear();
    this.waiting = [];
  }

  private follow(entry: RosterEntry, isFirst: boolean): void {
    const key = keyOf(entry);
    const known = this.links.get(key);
    if (known) {
      this.update(key, { entry });
      this.enforce(known.link, entry);
      return;
    }
    const link = new PeerLink({
      polite: this.options.me.participantId > entry.participantId,
      iceServers: this.options.iceServers,
      tracks: { ...this.options.tracks },
      send: (body) => this.options.send(entry.participantId, entry.generation, body),
      onState: (state) => {
        this.update(key, { state });
        if (state === "connected") this.limit();
        this.changed();
      },
      onStream: (stream) => {
        this.update(key, { stream });
        this.changed();
      },
    });
    this.links.set(key, { peer: { entry, state: "connecting", stream: null }, link });
    this.enforce(link, entry);
    if (isFirst) link.offer();
    else link.expectOffer();
  }

  private enforce(link: PeerLink, entry: RosterEntry): void {
    link.allow("microphone", entry.microphone);
    link.allow("camera", entry.camera);
  }

  /** Two see each other in full; with more each copy gets smaller, because one line carries them all. */
  private limit(): void {
    const count = this.links.size;
    const [bitrate, scale] = count <= 1 ? [1_500_000, 1] : count === 2 ? [900_000, 1.5] : [450_000, 2];
    for (const { link } of this.links.values()) void link.limit(bitrate ?? 450_000, scale ?? 2);
  }

  private update(key: string, change: Partial<Peer>): void {
    const known = this.links.get(key);
    if (known) known.peer = { ...known.peer, ...change };
  }

  private changed(): void {
    this.options.onChange(this.peers());
  }
}
