/** What a connected client may say, and the answer to everything else. */
import type { RawData } from "ws";
import type { Connection } from "./connection";
import { errorFrame, textFrame } from "./frames";
import type { Hub } from "./hub";
import { CODE, isRecord, parseRecord } from "./protocol";
import { signIn } from "./sign-in";
import { subscribe } from "./subscribe";

const PONG = textFrame({ event: "pusher:pong", data: "{}" });

function parse(raw: RawData, isBinary: boolean): { event: string; data: unknown } | undefined {
  const message = isBinary ? undefined : parseRecord(raw.toString());
  return typeof message?.event === "string" ? { event: message.event, data: message.data } : undefined;
}

function answer(hub: Hub, connection: Connection, raw: RawData, isBinary: boolean): void {
  const message = parse(raw, isBinary);
  if (!message) {
    connection.send(errorFrame(null, "A message is a JSON object with an event"));
  } else if (message.event === "pusher:ping") {
    connection.send(PONG);
  } else if (message.event === "pusher:subscribe") {
    subscribe(hub, connection, message.data);
  } else if (message.event === "pusher:unsubscribe") {
    const channel = isRecord(message.data) ? message.data.channel : undefined;
    if (typeof channel === "string" && connection.channels.has(channel))
      hub.channels.leave(channel, connection);
  } else if (message.event === "pusher:signin") {
    signIn(hub, connection, message.data);
  } else if (message.event.startsWith("client-")) {
    connection.send(errorFrame(CODE.clientEventRefused, "Client events are refused"));
  } else if (message.event !== "pusher:pong") {
    connection.send(errorFrame(null, "Unknown event"));
  }
}

/** Never throws: whatever a client sends harms at most its own connection. */
export function handleClientMessage(hub: Hub, connection: Connection, raw: RawData, isBinary: boolean): void {
  try {
    answer(hub, connection, raw, isBinary);
  } catch (error) {
    console.error(error);
    hub.end(connection, CODE.overCapacity, "The message could not be handled");
  }
}
