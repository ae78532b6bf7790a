/** Who listens to what, and how a frame reaches them. */
import type { Duplex } from "node:stream";
import { WebSocket } from "ws";

const CLOSE_GRACE_MS = 1000;

/** Says goodbye, and does not wait long for a peer that is no longer there to answer. */
export function closeSocket(ws: WebSocket, code: number, reason: string): void {
  if (ws.readyState !== WebSocket.OPEN) return;
  ws.close(code, reason);
  setTimeout(() => ws.terminate(), CLOSE_GRACE_MS).unref();
}

export class Connection {
  readonly channels = new Set<string>();
  /** How many heartbeats passed since the peer was last heard; anything that arrives proves it alive. */
  silentBeats = 0;

  constructor(
    readonly id: string,
    private readonly ws: WebSocket,
    private readonly socket: Duplex,
    private readonly maxBufferedBytes: number,
  ) {}

  /**
   * Writes a finished frame past the WebSocket library, which would build a header for every receiver.
   * That is safe because compression is off: the library, too, then writes whole frames synchronously.
   */
  send(frame: Buffer): void {
    if (this.ws.readyState !== WebSocket.OPEN) return;
    if (this.socket.writableLength > this.maxBufferedBytes) this.ws.terminate();
    else this.socket.write(frame);
  }

  close(code: number, reason: string): void {
    closeSocket(this.ws, code, reason);
  }
}

export class Channels {
  private readonly members = new Map<string, Set<Connection>>();

  join(channel: string, connection: Connection): void {
    const members = this.members.get(channel) ?? new Set();
    this.members.set(channel, members.add(connection));
    connection.channels.add(channel);
  }

  leave(channel: string, connection: Connection): void {
    connection.channels.delete(channel);
    const members = this.members.get(channel);
    members?.delete(connection);
    if (members?.size === 0) this.members.delete(channel);
  }

  leaveAll(connection: Connection): void {
    for (const channel of connection.channels) this.leave(channel, connection);
  }

  /** Hands one and the same frame to every member, except to the connection that caused it. */
  broadcast(channel: string, frame: Buffer, exceptSocketId?: string): void {
    for (const member of this.members.get(channel) ?? []) {
      if (member.id !== exceptSocketId) member.send(frame);
    }
  }

  count(channel: string): number {
    return this.members.get(channel)?.size ?? 0;
  }

  occupied(): Iterable<string> {
    return this.members.keys();
  }
}
