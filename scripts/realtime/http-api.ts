/**
 * The signed HTTP side of the protocol, which the application speaks to: publish, ask who listens, end a user's
 * connections. `GET /health` alone needs no signature.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal, readJson, verifyQuery } from "./http-requests";
import type { Hub } from "./hub";
import { CODE, checkChannel, MAX_USER_ID } from "./protocol";
import { describe, parseInfo, publishBatch, publishEvent } from "./publish";
import { Bucket } from "./rate";

type Answer = (
  hub: Hub,
  query: URLSearchParams,
  name: string,
  request: IncomingMessage,
) => object | Promise<object>;

function listChannels({ channels }: Hub, query: URLSearchParams): object {
  const prefix = query.get("filter_by_prefix") ?? "";
  const info = parseInfo(query.get("info") ?? "");
  if (info.userCount && !prefix.startsWith("presence-")) {
    throw new Refusal(400, "user_count is known of presence channels only: filter_by_prefix must say so");
  }
  const names = [...channels.occupied()].filter((name) => name.startsWith(prefix));
  return { channels: Object.fromEntries(names.map((name) => [name, describe(channels, name, info)])) };
}

function describeChannel({ channels }: Hub, query: URLSearchParams, name: string): object {
  const check = checkChannel(name);
  if (!check.ok) throw new Refusal(400, check.reason);
  const info = parseInfo(query.get("info") ?? "");
  if (info.userCount && check.kind !== "presence") {
    throw new Refusal(400, "user_count is known of presence channels only");
  }
  return { occupied: channels.count(name) > 0, ...describe(channels, name, info) };
}

function listUsers({ channels }: Hub, _query: URLSearchParams, name: string): object {
  const check = checkChannel(name);
  if (!check.ok || check.kind !== "presence")
    throw new Refusal(400, "Only presence channels know their users");
  return { users: [...channels.people(name).keys()].map((id) => ({ id })) };
}

/** Ends what the user has open now; whether the user may come back is decided where sign-in is signed. */
async function terminate(hub: Hub, query: URLSearchParams, userId: string, request: IncomingMessage) {
  await readJson(request, query);
  if (userId.length > MAX_USER_ID) throw new Refusal(400, "Invalid user id");
  for (const connection of hub.users.connectionsOf(userId)) {
    hub.end(connection, CODE.unauthorised, "The connection was ended by the application");
  }
  return {};
}

const routes: [method: string, path: RegExp, answer: Answer][] = [
  [
    "POST",
    /^events$/,
    async (hub, query, _name, req) => publishEvent(hub.channels, await readJson(req, query)),
  ],
  [
    "POST",
    /^batch_events$/,
    async (hub, query, _name, req) => publishBatch(hub.channels, await readJson(req, query)),
  ],
  ["GET", /^channels$/, listChannels],
  ["GET", /^channels\/([^/]+)$/, describeChannel],
  ["GET", /^channels\/([^/]+)\/users$/, listUsers],
  ["POST", /^users\/([^/]+)\/terminate_connections$/, terminate],
];

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, "The path is not valid");
  }
}

/** With its length, so that head and body are one write and not a chunked answer of three. */
function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}

export class HttpApi {
  private readonly requests: Bucket;

  constructor(private readonly hub: Hub) {
    this.requests = new Bucket(hub.limits.requests);
  }

  /** Answers one HTTP request; refusals are plain text, as the hosted service sends them. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = JSON.stringify(await this.answer(request));
      send(response, 200, "application/json", body);
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      const refusal = error instanceof Refusal ? error : new Refusal(500, "Internal error");
      if (refusal.status === 500) console.error(error);
      if (refusal.status === 429) response.setHeader("retry-after", "1");
      send(response, refusal.status, "text/plain", refusal.message);
    }
  }

  private answer(request: IncomingMessage): object | Promise<object> {
    const { app, connections } = this.hub;
    const method = request.method ?? "";
    const [path = "", search = ""] = (request.url ?? "").split("?", 2);
    if (path === "/health" && method === "GET") return { status: "ok", connections: connections.size };
    const [, appId, resource] = /^\/apps\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (appId !== app.appId || !resource) throw new Refusal(404, "Not found");
    const query = new URLSearchParams(search);
    verifyQuery(app, method, path, query);
    // Counted after the signature, so that nobody else can use up what the application may ask.
    if (!this.requests.take()) throw new Refusal(429, "Too many requests");
    for (const [verb, pattern, answer] of routes) {
      const match = verb === method ? pattern.exec(resource) : null;
      if (match) return answer(this.hub, query, decode(match[1] ?? ""), request);
    }
    throw new Refusal(404, "Not found");
  }
}
