/** The signed HTTP side of the protocol, which the application publishes through. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Channels } from "./channels";
import {
  type App,
  checkChannel,
  equalSecrets,
  isSocketId,
  MAX_CHANNELS_PER_EVENT,
  MAX_EVENT_DATA_BYTES,
  MAX_EVENT_NAME,
  MAX_EVENTS_PER_BATCH,
  md5,
  sign,
  textFrame,
} from "./protocol";

// A full batch whose every byte needs a six-byte JSON escape, and its names.
const MAX_BODY_BYTES = MAX_EVENTS_PER_BATCH * MAX_EVENT_DATA_BYTES * 6 + 64 * 1024;
const MAX_CLOCK_DIFFERENCE_S = 600;

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface OutgoingEvent {
  name: string;
  data: string;
  channels: string[];
  exceptSocketId: string | undefined;
}

interface Context {
  app: App;
  channels: Channels;
  connectionCount: () => number;
}

/** Checks everything that the query proves, so that nobody without the secret gets a body read. */
function verifyQuery(app: App, method: string, path: string, query: URLSearchParams): void {
  if (!equalSecrets(query.get("auth_key") ?? "", app.key)) throw new Refusal(401, "Unknown auth_key");
  if (query.get("auth_version") !== "1.0") throw new Refusal(401, "Unsupported auth_version");
  const timestamp = query.get("auth_timestamp") ?? "";
  const difference = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || difference > MAX_CLOCK_DIFFERENCE_S) {
    throw new Refusal(401, "auth_timestamp is not within 600 s of the server's clock");
  }
  const signed = [...query]
    .filter(([name]) => name !== "auth_signature")
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const expected = sign(app.secret, [method, path, signed].join("\n"));
  if (!equalSecrets(query.get("auth_signature") ?? "", expected)) {
    throw new Refusal(401, "Invalid auth_signature");
  }
}

async function readJson(request: IncomingMessage, query: URLSearchParams): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped: leaving the loop would destroy the socket before the answer is out.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) throw new Refusal(413, "The body is too large");
  const body = Buffer.concat(chunks);
  if (!equalSecrets(query.get("body_md5") ?? "", md5(body))) throw new Refusal(401, "Invalid body_md5");
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through to the same answer as any other body that is not an object.
  }
  throw new Refusal(400, "The body is not a JSON object");
}

function parseEvent(input: unknown): OutgoingEvent {
  if (typeof input !== "object" || input === null) throw new Refusal(400, "An event is an object");
  const { name, data, channel, channels, socket_id: socketId } = input as Record<string, unknown>;
  if (typeof name !== "string" || name === "" || name.length > MAX_EVENT_NAME) {
    throw new Refusal(400, `An event name has 1 to ${MAX_EVENT_NAME} characters`);
  }
  if (/^pusher(_internal)?:/.test(name)) throw new Refusal(400, "This event name is reserved");
  if (typeof data !== "string") throw new Refusal(400, "The data of an event is a string");
  if (Buffer.byteLength(data) > MAX_EVENT_DATA_BYTES) {
    throw new Refusal(413, `The data of an event has at most ${MAX_EVENT_DATA_BYTES} bytes`);
  }
  const targets: unknown = channels ?? [channel];
  if (!Array.isArray(targets) || targets.length === 0 || targets.length > MAX_CHANNELS_PER_EVENT) {
    throw new Refusal(400, `An event goes to 1 to ${MAX_CHANNELS_PER_EVENT} channels`);
  }
  for (const target of targets) {
    const check = checkChannel(target);
    if (!check.ok) throw new Refusal(400, check.reason);
  }
  if (socketId !== undefined && socketId !== null && !isSocketId(socketId)) {
    throw new Refusal(400, "Invalid socket_id");
  }
  return { name, data, channels: [...new Set<string>(targets)], exceptSocketId: socketId ?? undefined };
}

/** Every event is checked before the first one leaves: a refused batch has no effect. */
function publish(channels: Channels, inputs: unknown[]): void {
  for (const event of inputs.map(parseEvent)) {
    for (const channel of event.channels) {
      if (channels.count(channel) === 0) continue;
      const frame = textFrame({ event: event.name, channel, data: event.data });
      channels.broadcast(channel, frame, event.exceptSocketId);
    }
  }
}

function parseBatch(body: Record<string, unknown>): unknown[] {
  const { batch } = body;
  if (!Array.isArray(batch) || batch.length === 0 || batch.length > MAX_EVENTS_PER_BATCH) {
    throw new Refusal(400, `A batch has 1 to ${MAX_EVENTS_PER_BATCH} events`);
  }
  return batch;
}

function describeChannel(channels: Channels, name: string, query: URLSearchParams): object {
  const check = checkChannel(name);
  if (!check.ok) throw new Refusal(400, check.reason);
  const count = channels.count(name);
  const wantsCount = query.get("info")?.split(",").includes("subscription_count");
  return { occupied: count > 0, ...(wantsCount && { subscription_count: count }) };
}

async function answer(context: Context, request: IncomingMessage): Promise<object> {
  const { app, channels } = context;
  const method = request.method ?? "";
  const [path = "", search = ""] = (request.url ?? "").split("?", 2);
  if (path === "/health" && method === "GET") return { status: "ok", connections: context.connectionCount() };

  const [, appId, resource] = /^\/apps\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (appId !== app.appId || !resource) throw new Refusal(404, "Not found");
  const query = new URLSearchParams(search);
  verifyQuery(app, method, path, query);

  if (method === "POST" && resource === "events") {
    publish(channels, [await readJson(request, query)]);
    return {};
  }
  if (method === "POST" && resource === "batch_events") {
    publish(channels, parseBatch(await readJson(request, query)));
    return {};
  }
  if (method === "GET" && resource === "channels") {
    const prefix = query.get("filter_by_prefix") ?? "";
    const names = [...channels.occupied()].filter((name) => name.startsWith(prefix));
    return { channels: Object.fromEntries(names.map((name) => [name, {}])) };
  }
  if (method === "GET" && resource.startsWith("channels/")) {
    return describeChannel(channels, resource.slice("channels/".length), query);
  }
  throw new Refusal(404, "Not found");
}

/** Answers one HTTP request; refusals are plain text, as the hosted service sends them. */
export async function handleHttp(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = JSON.stringify(await answer(context, request));
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    const refusal = error instanceof Refusal ? error : new Refusal(500, "Internal error");
    if (refusal.status === 500) console.error(error);
    response.writeHead(refusal.status, { "content-type": "text/plain" }).end(refusal.message);
  }
}
