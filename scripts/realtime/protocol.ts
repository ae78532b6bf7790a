/**
 * The wire rules of the Pusher Channels protocol, version 7: names, codes, limits, signatures, frames.
 * Nothing here knows about sockets.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export interface App {
  appId: string;
  key: string;
  secret: string;
}

export interface Limits {
  /** A peer that was silent for this long is pinged; announced to clients in whole seconds. */
  activityTimeoutMs: number;
  pongTimeoutMs: number;
  maxConnections: number;
  maxChannelsPerConnection: number;
  maxFrameBytes: number;
  /** A peer that leaves more than this unread is cut; it reconnects and catches up over HTTP. */
  maxBufferedBytes: number;
}

// Reverse proxies commonly drop a connection after 60 silent seconds, so clients are asked to speak before.
export const DEFAULT_LIMITS: Limits = {
  activityTimeoutMs: 30_000,
  pongTimeoutMs: 30_000,
  maxConnections: 10_000,
  maxChannelsPerConnection: 200,
  maxFrameBytes: 16 * 1024,
  maxBufferedBytes: 1024 * 1024,
};

export const MAX_EVENT_NAME = 200;
export const MAX_EVENT_DATA_BYTES = 10 * 1024;
export const MAX_CHANNELS_PER_EVENT = 100;
export const MAX_EVENTS_PER_BATCH = 10;

/** 40xx: do not reconnect. 41xx: reconnect after a pause. 42xx: reconnect at once. 43xx: not fatal. */
export const CODE = {
  unknownKey: 4001,
  badVersion: 4006,
  unsupportedVersion: 4007,
  noVersion: 4008,
  unauthorised: 4009,
  overCapacity: 4100,
  noPong: 4201,
  clientEventRefused: 4301,
} as const;

const CHANNEL_NAME = /^[-a-zA-Z0-9_=@,.;]{1,200}$/;
const SOCKET_ID = /^\d+\.\d+$/;

export function isSocketId(value: unknown): value is string {
  return typeof value === "string" && SOCKET_ID.test(value);
}

export type ChannelCheck = { ok: true; isPrivate: boolean } | { ok: false; reason: string };

/** Decides from the name alone what a channel is, or why this server does not carry it. */
export function checkChannel(name: unknown): ChannelCheck {
  if (typeof name !== "string" || !CHANNEL_NAME.test(name)) {
    return { ok: false, reason: "Invalid channel name" };
  }
  if (name.startsWith("presence-")) return { ok: false, reason: "Presence channels are not supported" };
  if (name.startsWith("private-encrypted-")) {
    return { ok: false, reason: "Encrypted channels are not supported" };
  }
  return { ok: true, isPrivate: name.startsWith("private-") };
}

export function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

export function md5(body: Buffer): string {
  return createHash("md5").update(body).digest("hex");
}

/** Takes the same time wherever the two differ. */
export function equalSecrets(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The proof that the application let this very connection into this very channel. */
export function isAuthorised(
  app: App,
  socketId: string,
  channel: string,
  auth: unknown,
  channelData: unknown,
): boolean {
  if (typeof auth !== "string") return false;
  if (channelData !== undefined && typeof channelData !== "string") return false;
  const text = [socketId, channel, ...(channelData === undefined ? [] : [channelData])].join(":");
  return equalSecrets(auth, `${app.key}:${sign(app.secret, text)}`);
}

/** A complete, unmasked WebSocket text frame: made once, written to any number of sockets. */
export function textFrame(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x81, length]), payload]);
  if (length < 65_536) return Buffer.concat([Buffer.from([0x81, 126, length >> 8, length & 0xff]), payload]);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(0x817f);
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

export function errorFrame(code: number | null, message: string): Buffer {
  return textFrame({ event: "pusher:error", data: { code, message } });
}
