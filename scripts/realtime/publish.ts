/** Events of the application: checked, framed once for each channel, handed to whoever listens. */
import type { Channels } from "./channels";
import { textFrame } from "./frames";
import { Refusal } from "./http-requests";
import {
  checkChannel,
  isRecord,
  isSocketId,
  MAX_CHANNELS_PER_EVENT,
  MAX_EVENT_DATA_BYTES,
  MAX_EVENT_NAME,
  MAX_EVENTS_PER_BATCH,
} from "./protocol";

interface OutgoingEvent {
  name: string;
  data: string;
  channels: string[];
  exceptSocketId: string | undefined;
  info: ChannelInfo | undefined;
}

/** The attributes of a channel that a request asks for. */
export interface ChannelInfo {
  userCount: boolean;
  subscriptionCount: boolean;
}

/** A comma list of attributes; unknown ones are passed over. */
export function parseInfo(info: string): ChannelInfo {
  const names = info.split(",").map((name) => name.trim());
  return { userCount: names.includes("user_count"), subscriptionCount: names.includes("subscription_count") };
}

/** The wanted attributes of a channel as they are now; only presence channels know their users. */
export function describe(channels: Channels, name: string, info: ChannelInfo): object {
  return {
    ...(info.userCount && name.startsWith("presence-") && { user_count: channels.people(name).size }),
    ...(info.subscriptionCount && { subscription_count: channels.count(name) }),
  };
}

function parseTargets(channel: unknown, channels: unknown): string[] {
  const targets: unknown = channels ?? [channel];
  if (!Array.isArray(targets) || targets.length === 0 || targets.length > MAX_CHANNELS_PER_EVENT) {
    throw new Refusal(400, `An event goes to 1 to ${MAX_CHANNELS_PER_EVENT} channels`);
  }
  for (const target of targets) {
    const check = checkChannel(target);
    if (!check.ok) throw new Refusal(400, check.reason);
    // Each encrypted channel has a key of its own, so the same ciphertext can be meant for one only.
    if (check.kind === "encrypted" && targets.length > 1) {
      throw new Refusal(400, "An event for an encrypted channel goes to that channel alone");
    }
  }
  return targets.length === 1 ? targets : [...new Set<string>(targets)];
}

function parseEvent(input: unknown): OutgoingEvent {
  if (!isRecord(input)) throw new Refusal(400, "An event is an object");
  const { name, data, socket_id: socketId, info } = input;
  if (typeof name !== "string" || name === "" || name.length > MAX_EVENT_NAME) {
    throw new Refusal(400, `An event name has 1 to ${MAX_EVENT_NAME} characters`);
  }
  if (/^pusher(_internal)?:/.test(name)) throw new Refusal(400, "This event name is reserved");
  if (typeof data !== "string") throw new Refusal(400, "The data of an event is a string");
  if (Buffer.byteLength(data) > MAX_EVENT_DATA_BYTES) {
    throw new Refusal(413, `The data of an event has at most ${MAX_EVENT_DATA_BYTES} bytes`);
  }
  const channels = parseTargets(input.channel, input.channels);
  if (socketId !== undefined && socketId !== null && !isSocketId(socketId)) {
    throw new Refusal(400, "Invalid socket_id");
  }
  return {
    name,
    data,
    channels,
    exceptSocketId: socketId ?? undefined,
    info: typeof info === "string" ? parseInfo(info) : undefined,
  };
}

function send(channels: Channels, event: OutgoingEvent): void {
  for (const channel of event.channels) {
    if (channels.count(channel) === 0) continue;
    const frame = textFrame({ event: event.name, channel, data: event.data });
    channels.broadcast(channel, frame, event.exceptSocketId);
  }
}

/** One event to one or more channels. With `info` the answer describes them. */
export function publishEvent(channels: Channels, body: unknown): object {
  const event = parseEvent(body);
  send(channels, event);
  const { info } = event;
  if (!info) return {};
  return {
    channels: Object.fromEntries(event.channels.map((name) => [name, describe(channels, name, info)])),
  };
}

/** Every event is checked before the first one leaves: a refused batch has no effect. */
export function publishBatch(channels: Channels, body: Record<string, unknown>): object {
  const { batch } = body;
  if (!Array.isArray(batch) || batch.length === 0 || batch.length > MAX_EVENTS_PER_BATCH) {
    throw new Refusal(400, `A batch has 1 to ${MAX_EVENTS_PER_BATCH} events`);
  }
  const events = batch.map(parseEvent);
  for (const event of events) send(channels, event);
  if (events.every((event) => !event.info)) return {};
  const answers = events.map(({ info, channels: [name] }) =>
    info && name !== undefined ? describe(channels, name, info) : {},
  );
  return { batch: answers };
}
