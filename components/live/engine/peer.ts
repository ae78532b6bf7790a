import type { SignalBody } from "@/lib/live/schema";
import { Outgoing } from "./outgoing";
import type { MediaKind, PeerState } from "./types";

type Track = MediaStreamTrack | null;

export type PeerOptions = {
  /** Gives way when both offer at once: the one with the greater participant id. */
  polite: boolean;
  iceServers: RTCIceServer[];
  tracks: Record<MediaKind, Track>;
  /** Delivers in order; false when it could not. */
  send: (body: SignalBody) => Promise<boolean>;
  onState: (state: PeerState) => void;
  onStream: (stream: MediaStream) => void;
};

/** From a delivered offer to its answer, or until a promised offer comes; then one's own attempt. */
const PATIENCE_MS = 10_000;
/** A break may heal by itself; then a new way is looked for, then a new connection. */
const HEAL_MS = 2000;
const RESTART_MS = 10_000;
/** Looked for in vain for this long, the other is shown as lost. */
const LOST_MS = 10_000;

/**
 * The connection to one device of one person, by perfect negotiation (RFC 8829). Each RTCPeerConnection has an id: a
 * first offer carries no receiver and replaces whatever the other side had; everything later names both ends, so that
 * what was meant for an earlier page or connection is recognised and dropped.
 */
export class PeerLink {
  private pc!: RTCPeerConnection;
  private id = "";
  private remoteId: string | null = null;
  private readonly retired = new Set<string>();
  private makingOffer = false;
  private hasSettled = false;
  private isFresh = true;
  private tries = 0;
  private wasConnected = false;
  private isClosed = false;
  private readonly allowed: Record<MediaKind, boolean> = { microphone: true, camera: true };
  private outgoing!: Outgoing;
  private patience: number | undefined;
  private lost: number | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly options: PeerOptions) {
    this.renew();
  }

  /** The newcomer offers; whoever was there waits for it. */
  offer(): void {
    if (!this.isFresh) this.renew();
    this.isFresh = false;
    this.tries++;
    for (const kind of ["microphone", "camera"] as const) {
      const transceiver = this.pc.addTransceiver(kind === "microphone" ? "audio" : "video", {
        direction: "sendrecv",
      });
      void transceiver.sender.replaceTrack(this.options.tracks[kind]).catch(() => {});
    }
  }

  expectOffer(): void {
    this.patience = window.setTimeout(() => this.offer(), 2 * PATIENCE_MS);
  }

  /** One after the other: a candidate must not overtake the description that it belongs to. */
  receive(body: SignalBody): Promise<void> {
    this.work = this.work.then(() => this.handle(body)).catch(() => {});
    return this.work;
  }

  setTrack(kind: MediaKind, track: Track): void {
    this.options.tracks[kind] = track;
    void this.senderOf(kind)
      ?.replaceTrack(track)
      .catch(() => {});
  }

  /** For the next search of a way: credentials of a relay do not last long. */
  setIceServers(iceServers: RTCIceServer[]): void {
    this.options.iceServers = iceServers;
  }

  /** What the roster says about the other is enforced here, whatever the other's browser sends. */
  allow(kind: MediaKind, allowed: boolean): void {
    this.allowed[kind] = allowed;
    for (const { track } of this.pc.getReceivers()) {
      if (track && kindOf(track) === kind) track.enabled = allowed;
    }
  }

  /** How loud the other is, from 0 to 1. */
  level(): number {
    if (!this.allowed.microphone) return 0;
    const receiver = this.pc.getReceivers().find((r) => r.track?.kind === "audio");
    return receiver?.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  }

  /** Less for each when there are many: all uploads share one line. */
  async limit(maxBitrate: number, scaleResolutionDownBy: number): Promise<void> {
    const sender = this.senderOf("camera");
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings?.[0]) return;
    Object.assign(parameters.encodings[0], { maxBitrate, scaleResolutionDownBy });
    await sender.setParameters(parameters).catch(() => {});
  }

  close(): void {
    this.isClosed = true;
    window.clearTimeout(this.lost);
    window.clearTimeout(this.patience);
    this.outgoing.close();
    this.pc.close();
  }

  /** A fresh connection under a new id. */
  private renew(): void {
    window.clearTimeout(this.patience);
    if (this.id) {
      this.outgoing.close();
      this.pc.onconnectionstatechange = null;
      this.pc.onicecandidate = null;
      this.pc.onnegotiationneeded = null;
      this.pc.close();
      this.miss();
    }
    if (this.remoteId) this.retired.add(this.remoteId);
    this.remoteId = null;
    this.hasSettled = false;
    this.isFresh = true;
    this.makingOffer = false;
    this.id = crypto.randomUUID();
    this.outgoing = this.makeOutgoing(this.id);
    const pc = new RTCPeerConnection({ iceServers: this.options.iceServers });
    this.pc = pc;
    const stream = new MediaStream();
    pc.ontrack = ({ track }) => {
      track.enabled = this.allowed[kindOf(track)];
      stream.addTrack(track);
      this.options.onStream(stream);
    };
    pc.onicecandidate = ({ candidate }) =>
      this.outgoing.trickle(candidate?.candidate ? candidate.toJSON() : null);
    pc.onnegotiationneeded = () => void this.makeOffer(pc);
    pc.onconnectionstatechange = () => this.watch(pc);
  }

  private async makeOffer(pc: RTCPeerConnection): Promise<void> {
    try {
      this.makingOffer = true;
      await pc.setLocalDescription();
      if (pc === this.pc) this.describe();
    } catch {
      // Overtaken by an offer of the other side.
    } finally {
      this.makingOffer = false;
    }
  }

  private async handle(body: SignalBody): Promise<void> {
    if (this.isClosed || this.retired.has(body.from)) return;
    const { description, candidates = [] } = body;
    if (description?.type === "offer" && body.to === null && body.from !== this.remoteId) {
      const isGlare = !this.hasSettled && (this.makingOffer || this.pc.signalingState === "have-local-offer");
      if (isGlare && !this.options.polite) return;
      if (!this.isFresh) this.renew();
      this.isFresh = false;
      this.remoteId = body.from;
    } else if (body.to !== null && body.to !== this.id) return;
    this.remoteId ??= body.to === this.id ? body.from : null;
    if (body.from !== this.remoteId) return;
    if (description && !(await this.accept(description))) return;
    for (const candidate of candidates) await this.pc.addIceCandidate(candidate).catch(() => {});
  }

  private async accept(description: NonNullable<SignalBody["description"]>): Promise<boolean> {
    const { pc } = this;
    const isCollision = description.type === "offer" && (this.makingOffer || pc.signalingState !== "stable");
    if (isCollision && !this.options.polite) return false;
    if (description.type === "answer" && pc.signalingState !== "have-local-offer") return false;
    await pc.setRemoteDescription(description);
    window.clearTimeout(this.patience);
    if (description.type === "offer") {
      for (const transceiver of pc.getTransceivers()) {
        transceiver.direction = "sendrecv";
        const kind = kindOf(transceiver.receiver.track);
        await transceiver.sender.replaceTrack(this.options.tracks[kind]).catch(() => {});
      }
      await pc.setLocalDescription();
      if (pc === this.pc) this.describe();
    }
    this.hasSettled = true;
    // A new way was agreed on. If it leads nowhere either, the connection starts over.
    if (this.wasConnected && pc.connectionState !== "connected") {
      this.patience = window.setTimeout(() => this.startOver(pc), RESTART_MS);
    }
    return true;
  }

  private describe(): void {
    const description = this.pc.localDescription;
    if (!description || (description.type !== "offer" && description.type !== "answer")) return;
    this.outgoing.describe({ type: description.type, sdp: description.sdp });
  }

  private makeOutgoing(id: string): Outgoing {
    return new Outgoing(
      (words) => this.options.send({ from: id, to: this.remoteId, ...words }),
      (description) => {
        const isOpen = id === this.id && !this.isClosed && this.pc.signalingState === "have-local-offer";
        if (description?.type !== "offer" || !isOpen) return;
        window.clearTimeout(this.patience);
        this.patience = window.setTimeout(() => this.offer(), PATIENCE_MS * Math.max(1, this.tries));
      },
    );
  }

  /** The network is back: what could not be sent goes now, and a broken connection looks for a way at once. */
  wake(): void {
    this.outgoing.hurry();
    const { connectionState, signalingState } = this.pc;
    const isBroken = connectionState === "disconnected" || connectionState === "failed";
    if (isBroken && signalingState === "stable") this.repair(this.pc);
  }

  private miss(): void {
    if (this.isClosed) return;
    if (!this.wasConnected) {
      this.options.onState("connecting");
      return;
    }
    if (this.lost !== undefined) return;
    this.options.onState("reconnecting");
    this.lost = window.setTimeout(() => this.options.onState("lost"), LOST_MS);
  }

  private watch(pc: RTCPeerConnection): void {
    if (pc !== this.pc || this.isClosed) return;
    const state = pc.connectionState;
    window.clearTimeout(this.patience);
    if (state === "connected") {
      this.tries = 0;
      this.wasConnected = true;
      window.clearTimeout(this.lost);
      this.lost = undefined;
      this.options.onState("connected");
    }
    if (state === "disconnected" || state === "failed") {
      this.miss();
      this.patience = window.setTimeout(() => this.repair(pc), state === "failed" ? 0 : HEAL_MS);
    }
  }

  /** A new way first; if that does not help, a new connection. */
  private repair(pc: RTCPeerConnection): void {
    if (pc !== this.pc || this.isClosed || pc.connectionState === "connected") return;
    pc.setConfiguration({ iceServers: this.options.iceServers });
    pc.restartIce();
    this.patience = window.setTimeout(() => this.startOver(pc), RESTART_MS);
  }

  /** Not while the words about the new way are still waiting to be sent: the network is away for everything then. */
  private startOver(pc: RTCPeerConnection): void {
    if (pc !== this.pc || this.isClosed || pc.connectionState === "connected") return;
    if (this.outgoing.isBusy) this.patience = window.setTimeout(() => this.startOver(pc), RESTART_MS);
    else this.offer();
  }

  private senderOf(kind: MediaKind): RTCRtpSender | undefined {
    return this.pc.getTransceivers().find((t) => kindOf(t.receiver.track) === kind)?.sender;
  }
}

const kindOf = (track: MediaStreamTrack): MediaKind => (track.kind === "audio" ? "microphone" : "camera");
