/** From an HTTP upgrade to a connection: who may come in, and what a newcomer is told. */
import { randomInt } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { handleClientMessage } from "./client-messages";
import { Connection, closeSocket } from "./connection";
import { errorFrame, textFrame } from "./frames";
import type { Hub } from "./hub";
import { CODE, equalSecrets } from "./protocol";
import { AddressRates, addressOf } from "./rate";

/** A message of the largest size in more parts, or in smaller pieces of the network, is made to be a burden. */
const MAX_FRAGMENTS = 256;
const MAX_CHUNKS = 4096;

export interface DoorOptions {
  /** Browser origins that may connect; without it, any. */
  origins?: string[];
  /** How many proxies in front add to `X-Forwarded-For`. */
  trustedProxies?: number;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

export class Door {
  readonly rates: AddressRates;
  private readonly sockets: WebSocketServer;

  constructor(
    private readonly hub: Hub,
    private readonly options: DoorOptions,
  ) {
    this.rates = new AddressRates(hub.limits.connectionsPerAddress);
    this.sockets = new WebSocketServer({
      noServer: true,
      autoPong: false,
      clientTracking: false,
      maxBufferedChunks: MAX_CHUNKS,
      maxFragments: MAX_FRAGMENTS,
      maxPayload: hub.limits.maxFrameBytes,
      perMessageDeflate: false,
    });
  }

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const [path = "", search = ""] = (request.url ?? "").split("?", 2);
    const key = /^\/app\/([^/]+)$/.exec(path)?.[1];
    const { origin } = request.headers;
    const { origins } = this.options;
    if (key === undefined) {
      refuseUpgrade(socket, "404 Not Found");
      return;
    }
    if (origins && origin !== undefined && !origins.includes(origin)) {
      refuseUpgrade(socket, "403 Forbidden");
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (ws) => {
      // An unreadable frame arrives here; the library has already chosen the close code for it.
      ws.on("error", () => undefined);
      const error = this.refusal(request, key, new URLSearchParams(search));
      if (!error) return this.welcome(ws, socket);
      socket.write(errorFrame(error.code, error.message));
      closeSocket(ws, error.code, error.message);
    });
  };

  /** Why a handshake must fail in the protocol's own words, or undefined. */
  private refusal(request: IncomingMessage, key: string, query: URLSearchParams) {
    const { app, limits, connections } = this.hub;
    const protocol = query.get("protocol");
    if (!equalSecrets(key, app.key)) return { code: CODE.unknownKey, message: "Unknown application key" };
    if (protocol === null) return { code: CODE.noVersion, message: "No protocol version" };
    if (!/^\d{1,3}$/.test(protocol)) return { code: CODE.badVersion, message: "Invalid protocol version" };
    if (Number(protocol) < 5 || Number(protocol) > 7) {
      return { code: CODE.unsupportedVersion, message: "Unsupported protocol version" };
    }
    if (connections.size >= limits.maxConnections) {
      return { code: CODE.overQuota, message: "Too many connections" };
    }
    const forwarded = request.headers["x-forwarded-for"];
    const chain = Array.isArray(forwarded) ? forwarded.join(",") : forwarded;
    const address = addressOf(request.socket.remoteAddress, chain, this.options.trustedProxies ?? 0);
    if (!this.rates.take(address)) {
      return { code: CODE.overCapacity, message: "Too many new connections from this address" };
    }
    return undefined;
  }

  private welcome(ws: WebSocket, socket: Duplex): void {
    const { hub } = this;
    let id: string;
    do id = `${randomInt(1, 2 ** 47)}.${randomInt(1, 2 ** 47)}`;
    while (hub.connections.has(id));
    const connection = new Connection(id, ws, socket, hub.limits);
    hub.connections.set(id, connection);
    const isHeard = () => {
      if (connection.hear()) return true;
      hub.end(connection, CODE.overCapacity, "Too many messages");
      return false;
    };
    ws.on("message", (raw, isBinary) => {
      if (isHeard()) handleClientMessage(hub, connection, raw, isBinary);
    });
    ws.on("ping", (payload) => {
      if (isHeard()) connection.pong(payload);
    });
    ws.on("pong", isHeard);
    ws.on("close", () => hub.forget(connection));
    const data = { socket_id: id, activity_timeout: Math.ceil(hub.limits.activityTimeoutMs / 1000) };
    connection.send(textFrame({ event: "pusher:connection_established", data: JSON.stringify(data) }));
  }
}
