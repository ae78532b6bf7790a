import "server-only";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import Pusher from "pusher";
import * as z from "zod";
import { env } from "@/lib/env";
import type { OutboxRow } from "@/lib/jobs/outbox";
import { log } from "@/lib/server/log";
import { userOfChannel } from "./channels";

const shared = globalThis as typeof globalThis & { foyerPusher?: Pusher; foyerPusherRestsUntil?: number };

/** So long a service that did not answer is left alone: each try would hold up the events behind it. */
const REST_MS = 3000;

/** The client of the configured service, or undefined when there is none: then everybody polls. */
export function pusher(): Pusher | undefined {
  const config = env().pusher;
  if (!config) return undefined;
  shared.foyerPusher ??= new Pusher({
    appId: config.appId,
    key: config.key,
    secret: config.secret,
    useTLS: config.tls,
    timeout: 3000,
    // The library opens a connection for every event otherwise.
    agent: config.tls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true }),
    ...(config.host ? { host: config.host, port: String(config.port) } : { cluster: config.cluster ?? "eu" }),
  });
  return shared.foyerPusher;
}

const event = z.object({
  channel: z.string(),
  event: z.string(),
  payload: z.record(z.string(), z.unknown()),
  exceptSocket: z.string().optional(),
});

/**
 * Sends an event of the outbox. An event is a hint that ages within seconds, so a service that is away is logged and
 * not tried again: clients catch up from the database.
 */
export async function publishRow(row: OutboxRow): Promise<void> {
  const client = pusher();
  if (!client) return;
  const { channel, event: name, payload, exceptSocket } = event.parse(row.payload);
  const userId = userOfChannel(channel);
  if (performance.now() < (shared.foyerPusherRestsUntil ?? 0)) return;
  try {
    if (userId) await client.sendToUser(userId, name, payload);
    else await client.trigger(channel, name, payload, exceptSocket ? { socket_id: exceptSocket } : undefined);
  } catch (error) {
    const { status = 500 } = error as { status?: number };
    if (status >= 500) shared.foyerPusherRestsUntil = performance.now() + REST_MS;
    log().warn(
      { channel, event: name, error: error instanceof Error ? error.message : "?" },
      "event not delivered",
    );
  }
}

const ended = z.object({ userId: z.uuid() });

/**
 * Ends the realtime connections of a user who lost something: signed out, disabled, removed, another role. Pages come
 * back by themselves and are signed anew, or not. Unlike an event this is not a hint: a failure is thrown, so that the
 * outbox tries again until the service has heard it.
 */
export async function disconnectRow(row: OutboxRow): Promise<void> {
  await pusher()?.terminateUserConnections(ended.parse(row.payload).userId);
}
