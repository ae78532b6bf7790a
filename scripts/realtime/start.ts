/** Assembles the embedded realtime server: one port for WebSockets and the HTTP API. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Door, type DoorOptions } from "./door";
import { textFrame } from "./frames";
import { HttpApi } from "./http-api";
import { Hub } from "./hub";
import { type App, CODE, DEFAULT_LIMITS, type Limits } from "./protocol";
import { DEFAULT_WEBHOOK, type WebhookOptions, Webhooks } from "./webhooks";

export interface RealtimeOptions extends App, DoorOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  limits?: Partial<Limits>;
  /** Where changes of channels are told; without it, nowhere. */
  webhook?: { url: string } & Partial<WebhookOptions>;
  /** Whether channels are told how many subscribe to them; off, as at the hosted service unless it is asked for. */
  hasSubscriptionCounts?: boolean;
}

export interface Realtime {
  port: number;
  /** Sends everybody away in the way that makes them come back, and ends within a second or so. */
  close(): Promise<void>;
}

const PING = textFrame({ event: "pusher:ping", data: "{}" });
const STOP_GRACE_MS = 1000;
/** Connections beyond the cap are still told why, and publishers still get in. */
const HEADROOM = 256;
/** "Going away": clients wait a second before they reconnect, which a restarting server needs. */
const GOING_AWAY = 1001;
/** Longer than publishers keep an idle connection, so that they never write into one that is just being closed. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Pings the silent and drops those that do not answer. Silence is counted in beats, not read off a clock:
 * after this process itself was stopped for a while, answers that wait in the sockets still count.
 */
function startHeartbeat(hub: Hub, door: Door): NodeJS.Timeout {
  const { activityTimeoutMs, pongTimeoutMs } = hub.limits;
  const beatMs = Math.max(10, Math.min(activityTimeoutMs, pongTimeoutMs) / 4);
  const pingAt = Math.ceil(activityTimeoutMs / beatMs);
  const dropAt = pingAt + Math.ceil(pongTimeoutMs / beatMs);
  return setInterval(() => {
    door.rates.sweep();
    for (const connection of hub.connections.values()) {
      connection.silentBeats += 1;
      if (connection.silentBeats === pingAt) connection.send(PING);
      else if (connection.silentBeats > dropAt) hub.end(connection, CODE.noPong, "No pong received");
    }
  }, beatMs);
}

export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const webhooks = options.webhook && new Webhooks(options, { ...DEFAULT_WEBHOOK, ...options.webhook });
  const hub = new Hub(options, limits, {
    tell: webhooks?.report,
    hasCounts: options.hasSubscriptionCounts === true,
  });
  const door = new Door(hub, options);
  const api = new HttpApi(hub);

  const http = createServer(
    {
      requestTimeout: 2 * limits.handshakeTimeoutMs,
      headersTimeout: limits.handshakeTimeoutMs,
      connectionsCheckingInterval: limits.handshakeTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => void api.handle(request, response),
  );
  http.maxConnections = limits.maxConnections + HEADROOM;
  http.on("upgrade", door.upgrade);
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject).listen(options.port, options.host, () => {
      http.off("error", reject);
      resolve();
    });
  });
  const heartbeat = startHeartbeat(hub, door);

  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      clearInterval(heartbeat);
      webhooks?.close();
      hub.close();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const connection of hub.connections.values()) connection.close(GOING_AWAY, "The server stops");
      const grace = setTimeout(() => http.closeAllConnections(), STOP_GRACE_MS);
      await closed;
      clearTimeout(grace);
    },
  };
}
