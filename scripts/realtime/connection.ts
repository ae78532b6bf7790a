/** One peer: who it is, where it listens, and how a frame reaches it. */
import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { errorFrame, pongFrame } from "./frames";
import { Bucket, type Rate } from "./rate";

const CLOSE_GRACE_MS = 1000;

/** Says goodbye, and does not wait long for a peer that is no longer there to answer. */
export function closeSocket(ws: WebSocket, code: number, reason: string): void {
  if (ws.readyState !== WebSocket.OPEN) return;
  ws.close(code, reason);
  setTimeout(() => ws.terminate(), CLOSE_GRACE_MS).unref();
}

export class Connection {
  readonly channels = new Set<string>();
  /** Of each presence channel that it is in: as whom. */
  readonly presence = new Map<string, string>();
  /** Set by sign-in, once and for good. */
  userId: string | undefined;
  /** How many heartbeats passed since the peer was last heard; anything that arrives proves it alive. */
  silentBeats = 0;
  private readonly messages: Bucket;

  constructor(
    readonly id: string,
    private readonly ws: WebSocket,
    private readonly socket: Duplex,
    private readonly limits: { maxBufferedBytes: number; messages: Rate },
  ) {
    this.messages = new Bucket(limits.messages);
  }

  /** Counts something that the peer said; false when it says too much. */
  hear(): boolean {
    this.silentBeats = 0;
    return this.messages.take();
  }

  /**
   * Writes a finished frame past the WebSocket library, which would build a header for every receiver.
   * That is safe because compression is off: the library, too, then writes whole frames synchronously.
   */
  send(frame: Buffer): void {
    if (this.ws.readyState !== WebSocket.OPEN) return;
    if (this.socket.writableLength > this.limits.maxBufferedBytes) this.ws.terminate();
    else this.socket.write(frame);
  }

  /** Answers a control frame under the same limit as everything else, so that unread answers do not pile up. */
  pong(payload: Buffer): void {
    this.send(pongFrame(payload));
  }

  /** Ends it in the protocol's words: the error first, for clients that do not read close codes. */
  refuse(code: number, message: string): void {
    this.send(errorFrame(code, message));
    this.close(code, message);
  }

  close(code: number, reason: string): void {
    closeSocket(this.ws, code, reason);
  }
}
