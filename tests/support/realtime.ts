/** Clients of the embedded realtime server for tests: the real ones, a bare WebSocket, a signed request. */
import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import Pusher from "pusher";
import PusherClient, { type Channel } from "pusher-js";
import { afterEach } from "vitest";
import { WebSocket } from "ws";
import { type RealtimeOptions, startRealtime } from "@/scripts/realtime/start";

const master = { encryptionMasterKeyBase64: Buffer.alloc(32, 7).toString("base64") };
export const app = { appId: "app-1", key: "key-1", secret: "secret-1" };
/** What a test opened; closed after it, last first. */
export const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export async function startServer(options: Partial<RealtimeOptions> = {}) {
  const server = await startRealtime({ ...app, host: "127.0.0.1", port: 0, ...options });
  cleanups.push(() => server.close());
  const pusher = new Pusher({
    ...app,
    ...master,
    host: "127.0.0.1",
    port: String(server.port),
    useTLS: false,
  });
  const ask = async (path: string, params = {}): Promise<unknown> =>
    (await pusher.get({ path, params })).json();
  return { port: server.port, pusher, ask, close: server.close };
}

/** The application's own signatures; it needs no connection for them. */
export const signing = new Pusher({ ...app, ...master, host: "127.0.0.1" });

export type Authorise = (socketId: string, channel: string) => string;
export const authorise: Authorise = (socketId, channel) => signing.authorizeChannel(socketId, channel).auth;

type Identity = {
  /** As whom it enters presence channels. */
  member?: { user_id: string; user_info?: Record<string, unknown> };
  /** As whom `signin()` signs it in. */
  user?: { id: string; watchlist?: string[] };
};

/** A real pusher-js client, connecting. */
export function client(port: number, signer: Authorise = authorise, { member, user }: Identity = {}) {
  const made = new PusherClient(app.key, {
    cluster: "",
    wsHost: "127.0.0.1",
    wsPort: port,
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      transport: "ajax",
      endpoint: "",
      customHandler: ({ socketId, channelName }, done) =>
        member || channelName.startsWith("private-encrypted-")
          ? done(null, signing.authorizeChannel(socketId, channelName, member))
          : done(null, { auth: signer(socketId, channelName) }),
    },
    userAuthentication: {
      transport: "ajax",
      endpoint: "",
      customHandler: ({ socketId }, done) =>
        user ? done(null, signing.authenticateUser(socketId, user)) : done(new Error("nobody"), null),
    },
  });
  cleanups.push(() => made.disconnect());
  return made;
}

/** A real pusher-js client that is connected. */
export async function connect(port: number, signer: Authorise = authorise, identity: Identity = {}) {
  const made = client(port, signer, identity);
  await new Promise((resolve) => made.connection.bind("connected", resolve));
  return made;
}

/** A connected client that is present as somebody, or signed in as somebody. */
export const connectAs = (port: number, identity: Identity) => connect(port, authorise, identity);

export const event = (source: Pick<Channel, "bind">, name: string): Promise<unknown> =>
  new Promise((resolve) => source.bind(name, resolve));

/** Resolves with what the library rejects with. */
export const refusalOf = (promise: Promise<unknown>): Promise<{ status?: number; body?: string }> =>
  promise.then(
    () => ({ status: 200 }),
    (error: { status: number; body: string }) => ({ status: error.status, body: error.body }),
  );

export async function subscribed(client: PusherClient, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await event(channel, "pusher:subscription_succeeded");
  return channel;
}

/** Everything the channel delivers up to and including an event named "end". */
export function untilEnd(channel: Channel): Promise<[string, unknown][]> {
  const seen: [string, unknown][] = [];
  return new Promise((resolve) => {
    channel.bind_global((name: string, data: unknown) => {
      seen.push([name, data]);
      if (name === "end") resolve([...seen]);
    });
  });
}

interface Message {
  event: string;
  channel?: string;
  data: { code?: number; status?: number; socket_id: string; activity_timeout: number; user_data?: string };
}

/** A bare WebSocket, for what the real client would never send. */
export async function connectRaw(port: number, path = `/app/${app.key}?protocol=7`, headers = {}) {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  cleanups.push(() => ws.terminate());
  const inbox: Message[] = [];
  const waiting: ((message: Message) => void)[] = [];
  ws.on("message", (raw) => {
    const message = JSON.parse(raw.toString());
    if (typeof message.data === "string") message.data = JSON.parse(message.data);
    const deliver = waiting.shift();
    if (deliver) deliver(message);
    else inbox.push(message);
  });
  const closed = new Promise<number>((resolve) => ws.on("close", resolve));
  const next = () => {
    const message = inbox.shift();
    return message ? Promise.resolve(message) : new Promise<Message>((resolve) => waiting.push(resolve));
  };
  const say = (name: string, data: unknown) => ws.send(JSON.stringify({ event: name, data }));
  await once(ws, "open");
  return { ws, next, say, closed };
}

/** A signed request whose parts can be spoiled one at a time. */
export function post(
  port: number,
  path: string,
  body: string,
  spoil: { query?: object; secret?: string } = {},
) {
  const query = new URLSearchParams({
    auth_key: app.key,
    auth_timestamp: String(Math.floor(Date.now() / 1000)),
    auth_version: "1.0",
    body_md5: createHash("md5").update(body).digest("hex"),
    ...spoil.query,
  });
  query.sort();
  const text = ["POST", path, decodeURIComponent(query.toString())].join("\n");
  const hmac = createHmac("sha256", spoil.secret ?? app.secret).update(text);
  query.set("auth_signature", hmac.digest("hex"));
  return fetch(`http://127.0.0.1:${port}${path}?${query}`, { method: "POST", body });
}
