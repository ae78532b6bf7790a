import type { SignalBody } from "@/lib/live/schema";
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

/** What is gathered within this time goes out together; a description takes the candidates of this machine along. */
const BATCH_MS = 40;
/** From a delivered offer to its answer, or until a promised offer comes; then one's own attempt. */
const PATIENCE_MS = 10_000;
/** Until a message that did not get through is sent again. */
const RESEND_MS = 1500;
/** A break may heal by itself; then a new way is looked for, then a new connection. */
const HEAL_MS = 3000;
const RESTART_MS = 10_000;

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
  private readonly queue: { description?: SignalBody["description"]; candidates: RTCIceCandidateInit[] } = {
    candidates: [],
  };
  private isSending = false;
  private batch: number | undefined;
  private patience: number | undefined;
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
    window.clearTimeout(this.patience);
    window.clearTimeout(this.batch);
    this.pc.close();
  }

  /** A fresh connection under a new id. */
  private renew(): void {
    window.clearTimeout(this.patience);
    window.clearTimeout(this.batch);
    this.batch = undefined;
    if (this.id) {
      this.pc.onconnectionstatechange = null;
      this.pc.onicecandidate = null;
      this.pc.onnegotiationneeded = null;
      this.pc.close();
      this.options.onState(this.wasConnected ? "reconnecting" : "connecting");
    }
    if (this.remoteId) this.retired.add(this.remoteId);
    this.remoteId = null;
    this.hasSettled = false;
    this.isFresh = true;
    this.makingOffer = false;
    this.queue.candidates = [];
    delete this.queue.description;
    this.id = crypto.randomUUID();
    const pc = new RTCPeerConnection({ iceServers: this.options.iceServers });
    this.pc = pc;
    const stream = new MediaStream();
    pc.ontrack = ({ track }) => {
      track.enabled = this.allowed[kindOf(track)];
      stream.addTrack(track);
      this.options.onStream(stream);
    };
    pc.onicecandidate = ({ candidate }) => this.trickle(candidate);
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
    return true;
  }

  private describe(): void {
    const description = this.pc.localDescription;
    if (!description || (description.type !== "offer" && description.type !== "answer")) return;
    this.queue.description = { type: description.type, sdp: description.sdp };
    this.flushSoon();
  }

  private trickle(candidate: RTCIceCandidate | null): void {
    if (candidate?.candidate) {
      this.queue.candidates.push(candidate.toJSON());
      this.flushSoon();
    } else if (this.queue.description) {
      // All that there will be.
      window.clearTimeout(this.batch);
      this.batch = undefined;
      void this.flush();
    }
  }

  private flushSoon(): void {
    this.batch ??= window.setTimeout(() => {
      this.batch = undefined;
      void this.flush();
    }, BATCH_MS);
  }

  /** One message at a time and in order; what gathers meanwhile goes with the next. */
  private async flush(): Promise<void> {
    if (this.isSending || this.isClosed) return;
    const { description, candidates } = this.queue;
    if (!description && candidates.length === 0) return;
    delete this.queue.description;
    this.queue.candidates = candidates.slice(64);
    const { id, pc } = this;
    this.isSending = true;
    const isDelivered = await this.options.send({
      from: id,
      to: this.remoteId,
      ...(description ? { description } : {}),
      ...(candidates.length > 0 ? { candidates: candidates.slice(0, 64) as SignalBody["candidates"] } : {}),
    });
    if (id === this.id && !this.isClosed) {
      if (!isDelivered) {
        // Back to the front: what is newer is described by newer words.
        this.queue.description ??= description;
        this.queue.candidates.unshift(...candidates.slice(0, 64));
        await new Promise((resolve) => setTimeout(resolve, RESEND_MS));
      } else if (description?.type === "offer" && pc.signalingState === "have-local-offer") {
        window.clearTimeout(this.patience);
        this.patience = window.setTimeout(() => this.offer(), PATIENCE_MS * Math.max(1, this.tries));
      }
    }
    this.isSending = false;
    void this.flush();
  }

  private watch(pc: RTCPeerConnection): void {
    if (pc !== this.pc || this.isClosed) return;
    const state = pc.connectionState;
    window.clearTimeout(this.patience);
    if (state === "connected") {
      this.tries = 0;
      this.wasConnected = true;
      this.options.onState("connected");
    }
    if (state === "disconnected" || state === "failed") {
      this.options.onState(this.wasConnected ? "reconnecting" : "connecting");
      this.patience = window.setTimeout(() => this.repair(pc), state === "failed" ? 0 : HEAL_MS);
    }
  }

  /** A new way first; if that does not help, a new connection. */
  private repair(pc: RTCPeerConnection): void {
    if (pc !== this.pc || this.isClosed || pc.connectionState === "connected") return;
    pc.setConfiguration({ iceServers: this.options.iceServers });
    pc.restartIce();
    this.patience = window.setTimeout(() => this.offer(), RESTART_MS);
  }

  private senderOf(kind: MediaKind): RTCRtpSender | undefined {
    return this.pc.getTransceivers().find((t) => kindOf(t.receiver.track) === kind)?.sender;
  }
}

const kindOf = (track: MediaStreamTrack): MediaKind => (track.kind === "audio" ? "microphone" : "camera");
