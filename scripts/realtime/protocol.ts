/**
 * The wire rules of the Pusher Channels protocol, version 7: names, codes, limits, signatures.
 * Nothing here knows about sockets.
 *
 * The protocol in short. A client connects to `/app/KEY?protocol=7` and is told its socket id. Both sides then say
 * `{ event, channel?, data? }` in text frames; the server's `data` is a string of JSON. `pusher:subscribe` joins a
 * channel whose name says what it is: `private-` and `presence-` need a signature that the application made for this
 * very socket (`auth`), `presence-` brings its member along (`channel_data`), `private-encrypted-` is private to the
 * server, which never sees its key. `pusher:signin` says whose socket it is; only then does `#server-to-user-ID` open,
 * and the application can end all connections of that user. The application publishes and asks over signed HTTP.
 * Left out of the hosted service: client events, cache channels, fallbacks without WebSocket.
 */
import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { Rate } from "./rate";

export interface App {
  appId: string;
  key: string;
  secret: string;
}

export interface Limits {
  /** A peer that was silent for this long is pinged; announced to clients in whole seconds. */
  activityTimeoutMs: number;
  pongTimeoutMs: number;
  /** How long a peer may take over its HTTP headers; the body of a request gets twice as long. */
  handshakeTimeoutMs: number;
  maxConnections: number;
  maxChannelsPerConnection: number;
  maxFrameBytes: number;
  /** A peer that leaves more than this unread is cut; it reconnects and catches up over HTTP. */
  maxBufferedBytes: number;
  maxPresenceMembers: number;
  /** What one connection may say, control frames included. A page that reconnects subscribes to all it had at once. */
  messages: Rate;
  /** New connections of one address. Whole organisations share one, and all return at once after a restart. */
  connectionsPerAddress: Rate;
  /** Signed requests of the application. */
  requests: Rate;
}

// Reverse proxies commonly drop a connection after 60 silent seconds, so clients are asked to speak before.
export const DEFAULT_LIMITS: Limits = {
  activityTimeoutMs: 30_000,
  pongTimeoutMs: 30_000,
  handshakeTimeoutMs: 5000,
  maxConnections: 10_000,
  maxChannelsPerConnection: 200,
  maxFrameBytes: 16 * 1024,
  maxBufferedBytes: 1024 * 1024,
  maxPresenceMembers: 100,
  messages: { perSecond: 20, burst: 500 },
  connectionsPerAddress: { perSecond: 200, burst: 5000 },
  requests: { perSecond: 2000, burst: 4000 },
};

export const MAX_EVENT_NAME = 200;
export const MAX_EVENT_DATA_BYTES = 10 * 1024;
export const MAX_CHANNELS_PER_EVENT = 100;
export const MAX_EVENTS_PER_BATCH = 10;
export const MAX_USER_ID = 128;
export const MAX_USER_INFO_BYTES = 1024;
export const MAX_WATCHLIST = 100;

/** 40xx: do not reconnect. 41xx: reconnect after a pause. 42xx: reconnect at once. 43xx: not fatal. */
export const CODE = {
  unknownKey: 4001,
  overQuota: 4004,
  badVersion: 4006,
  unsupportedVersion: 4007,
  noVersion: 4008,
  unauthorised: 4009,
  overCapacity: 4100,
  noPong: 4201,
  clientEventRefused: 4301,
  watchlistTooLong: 4302,
} as const;

const CHANNEL_NAME = /^[-a-zA-Z0-9_=@,.;]{1,200}$/;
const USER_CHANNEL = new RegExp(`^#server-to-user-(.{1,${MAX_USER_ID}})$`, "su");
const SOCKET_ID = /^\d+\.\d+$/;

export function isSocketId(value: unknown): value is string {
  return typeof value === "string" && SOCKET_ID.test(value);
}

export const userChannel = (userId: string) => `#server-to-user-${userId}`;

/** Channels that the service made itself are in no list and no webhook. */
export const isListed = (channel: string) => !channel.startsWith("#");

export type ChannelKind = "public" | "private" | "encrypted" | "presence" | "user";
export type ChannelCheck = { ok: true; kind: ChannelKind } | { ok: false; reason: string };

/** Decides from the name alone what a channel is. */
export function checkChannel(name: unknown): ChannelCheck {
  if (typeof name !== "string") return { ok: false, reason: "Invalid channel name" };
  if (USER_CHANNEL.test(name)) return { ok: true, kind: "user" };
  if (!CHANNEL_NAME.test(name)) return { ok: false, reason: "Invalid channel name" };
  if (name.startsWith("presence-")) return { ok: true, kind: "presence" };
  if (name.startsWith("private-encrypted-")) return { ok: true, kind: "encrypted" };
  return { ok: true, kind: name.startsWith("private-") ? "private" : "public" };
}

export function sign(secret: string, text: string | Buffer): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

export function md5(body: Buffer): string {
  return hash("md5", body, "hex");
}

/** Takes the same time wherever the two differ. */
export function equalSecrets(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

const isSignature = (app: App, auth: unknown, text: string) =>
  typeof auth === "string" && equalSecrets(auth, `${app.key}:${sign(app.secret, text)}`);

/** The proof that the application let this very connection into this very channel. */
export function isAuthorised(
  app: App,
  socketId: string,
  channel: string,
  auth: unknown,
  channelData: unknown,
): boolean {
  if (channelData !== undefined && typeof channelData !== "string") return false;
  const parts = [socketId, channel, ...(channelData === undefined ? [] : [channelData])];
  return isSignature(app, auth, parts.join(":"));
}

/** The proof that the application knows whose connection this is. */
export function isAuthenticated(app: App, socketId: string, auth: unknown, userData: string): boolean {
  return isSignature(app, auth, `${socketId}::user::${userData}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object behind a string of JSON, or undefined for anything else. */
export function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Ids are strings; numbers, which some applications sign, mean the same as their digits. */
export function parseUserId(value: unknown): string | undefined {
  const id = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  return typeof id === "string" && id !== "" && id.length <= MAX_USER_ID ? id : undefined;
}
