/** Assembles the embedded realtime server: one port for WebSockets and the HTTP API. */
import { randomInt } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { Channels, Connection, closeSocket } from "./channels";
import { handleClientMessage } from "./client-messages";
import { handleHttp } from "./http-api";
import { type App, CODE, DEFAULT_LIMITS, equalSecrets, errorFrame, type Limits, textFrame } from "./protocol";

export interface RealtimeOptions extends App {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Browser origins that may connect; without it, any. */
  origins?: string[];
  limits?: Partial<Limits>;
}

export interface Realtime {
  port: number;
  close(): Promise<void>;
}

const PING = textFrame({ event: "pusher:ping", data: "{}" });
const STOP_GRACE_MS = 1000;
/** Connections beyond the cap are still told why, and publishers still get in. */
const HEADROOM = 256;
/** "Going away": clients wait a second before they reconnect, which a restarting server needs. */
const GOING_AWAY = 1001;

/** Why a handshake must fail in the protocol's own words, or undefined. */
function handshakeError(key: string, query: URLSearchParams, app: App, isFull: boolean) {
  const protocol = query.get("protocol");
  if (!equalSecrets(key, app.key)) return { code: CODE.unknownKey, message: "Unknown application key" };
  if (protocol === null) return { code: CODE.noVersion, message: "No protocol version" };
  if (!/^\d{1,3}$/.test(protocol)) return { code: CODE.badVersion, message: "Invalid protocol version" };
  if (Number(protocol) < 5 || Number(protocol) > 7) {
    return { code: CODE.unsupportedVersion, message: "Unsupported protocol version" };
  }
  if (isFull) return { code: CODE.overCapacity, message: "Too many connections" };
  return undefined;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Pings the silent and drops those that do not answer. Silence is counted in beats, not read off a clock:
 * after this process itself was stopped for a while, answers that wait in the sockets still count.
 */
function startHeartbeat(connections: Map<string, Connection>, limits: Limits): NodeJS.Timeout {
  const beatMs = Math.max(10, Math.min(limits.activityTimeoutMs, limits.pongTimeoutMs) / 4);
  const pingAt = Math.ceil(limits.activityTimeoutMs / beatMs);
  const dropAt = pingAt + Math.ceil(limits.pongTimeoutMs / beatMs);
  return setInterval(() => {
    for (const connection of connections.values()) {
      connection.silentBeats += 1;
      if (connection.silentBeats === pingAt) connection.send(PING);
      else if (connection.silentBeats > dropAt) connection.close(CODE.noPong, "No pong received");
    }
  }, beatMs);
}

export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const channels = new Channels();
  const connections = new Map<string, Connection>();
  const context = { app: options, limits, channels, connectionCount: () => connections.size };

  const http = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    void handleHttp(context, request, response);
  });
  http.maxConnections = limits.maxConnections + HEADROOM;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
    clientTracking: false,
  });

  function welcome(ws: WebSocket, socket: Duplex): void {
    let id: string;
    do id = `${randomInt(1, 2 ** 47)}.${randomInt(1, 2 ** 47)}`;
    while (connections.has(id));
    const connection = new Connection(id, ws, socket, limits.maxBufferedBytes);
    connections.set(id, connection);
    ws.on("message", (raw, isBinary) => {
      connection.silentBeats = 0;
      handleClientMessage(context, connection, raw, isBinary);
    });
    ws.on("close", () => {
      channels.leaveAll(connection);
      connections.delete(id);
    });
    const data = { socket_id: id, activity_timeout: Math.ceil(limits.activityTimeoutMs / 1000) };
    connection.send(textFrame({ event: "pusher:connection_established", data: JSON.stringify(data) }));
  }

  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [path = "", search = ""] = (request.url ?? "").split("?", 2);
    const key = /^\/app\/([^/]+)$/.exec(path)?.[1];
    const { origin } = request.headers;
    if (key === undefined) return refuseUpgrade(socket, "404 Not Found");
    if (options.origins && origin !== undefined && !options.origins.includes(origin)) {
      return refuseUpgrade(socket, "403 Forbidden");
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      // An unreadable frame arrives here; the library has already chosen the close code for it.
      ws.on("error", () => undefined);
      const isFull = connections.size >= limits.maxConnections;
      const error = handshakeError(key, new URLSearchParams(search), options, isFull);
      if (!error) return welcome(ws, socket);
      socket.write(errorFrame(error.code, error.message));
      closeSocket(ws, error.code, error.message);
    });
  });

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject).listen(options.port, options.host, () => {
      http.off("error", reject);
      resolve();
    });
  });
  const heartbeat = startHeartbeat(connections, limits);

  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      clearInterval(heartbeat);
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const connection of connections.values()) connection.close(GOING_AWAY, "The server stops");
      const grace = setTimeout(() => http.closeAllConnections(), STOP_GRACE_MS);
      await closed;
      clearTimeout(grace);
    },
  };
}
