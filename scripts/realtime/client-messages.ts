/** What a connected client may say, and the answer to everything else. */
import type { RawData } from "ws";
import type { Channels, Connection } from "./channels";
import { type App, CODE, checkChannel, errorFrame, isAuthorised, type Limits, textFrame } from "./protocol";

const PONG = textFrame({ event: "pusher:pong", data: "{}" });

interface Context {
  app: App;
  limits: Limits;
  channels: Channels;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(raw: RawData, isBinary: boolean): { event: string; data: unknown } | undefined {
  if (isBinary) return undefined;
  try {
    const message: unknown = JSON.parse(raw.toString());
    if (!isRecord(message) || typeof message.event !== "string") return undefined;
    return { event: message.event, data: message.data };
  } catch {
    return undefined;
  }
}

function refuseSubscription(connection: Connection, channel: unknown, error: string, status: number): void {
  const data = JSON.stringify({ type: "AuthError", error, status });
  connection.send(textFrame({ event: "pusher:subscription_error", channel, data }));
}

function subscribe({ app, limits, channels }: Context, connection: Connection, data: unknown): void {
  if (!isRecord(data) || typeof data.channel !== "string") {
    connection.send(errorFrame(null, "A subscription needs a channel"));
    return;
  }
  const { channel } = data;
  const check = checkChannel(channel);
  if (!check.ok) {
    refuseSubscription(connection, channel.slice(0, 200), check.reason, 400);
  } else if (connection.channels.has(channel)) {
    connection.send(errorFrame(null, `Existing subscription to channel ${channel}`));
  } else if (connection.channels.size >= limits.maxChannelsPerConnection) {
    refuseSubscription(connection, channel, "Too many channels on this connection", 413);
  } else if (
    check.isPrivate &&
    !isAuthorised(app, connection.id, channel, data.auth, data.channel_data ?? undefined)
  ) {
    refuseSubscription(connection, channel, "The signature does not fit", 401);
  } else {
    channels.join(channel, connection);
    connection.send(textFrame({ event: "pusher_internal:subscription_succeeded", channel, data: "{}" }));
  }
}

/** Never throws: whatever a client sends harms at most its own connection. */
export function handleClientMessage(
  context: Context,
  connection: Connection,
  raw: RawData,
  isBinary: boolean,
): void {
  const message = parse(raw, isBinary);
  if (!message) {
    connection.send(errorFrame(null, "A message is a JSON object with an event"));
  } else if (message.event === "pusher:ping") {
    connection.send(PONG);
  } else if (message.event === "pusher:subscribe") {
    subscribe(context, connection, message.data);
  } else if (message.event === "pusher:unsubscribe") {
    const channel = isRecord(message.data) ? message.data.channel : undefined;
    if (typeof channel === "string" && connection.channels.has(channel)) {
      context.channels.leave(channel, connection);
    }
  } else if (message.event === "pusher:signin") {
    connection.send(errorFrame(CODE.unauthorised, "User sign-in is not supported"));
  } else if (message.event.startsWith("client-")) {
    connection.send(errorFrame(CODE.clientEventRefused, "Client events are refused"));
  } else if (message.event !== "pusher:pong") {
    connection.send(errorFrame(null, "Unknown event"));
  }
}
