import type Pusher from "pusher-js";
import type { Channel } from "pusher-js";
import { channels, userOfChannel } from "./channels";
import type { RealtimeConfig } from "./config";

/** `off`: no service or refused. `waiting`: not subscribed at this moment. `on`: events arrive. */
export type ChannelState = "off" | "waiting" | "on";

export type Listener = {
  event: (name: string, data: unknown) => void;
  state?: (state: ChannelState) => void;
};

type Subscription = { listeners: Set<Listener>; state: ChannelState; channel?: Channel; retry?: number };

const RETRY_MS = 5000;
const SILENCE_MS = 20_000;
const PONG_MS = 5000;
const LINGER_MS = 10_000;
/** The service sent this connection away: tried again after half a second to one and a half, then ever later. */
const RETURN_MS = 1000;
const LONGEST_RETURN_MS = 60_000;

type Answer<T> = (error: Error | null, data: T | null) => void;
type Signed = { auth: string };
type SignedUser = { auth: string; user_data: string };
type Message = { event: string; channel?: string; data?: unknown };

/** Asks our own server for a signature; the error's message is the status. */
async function post<T>(route: "auth" | "sign-in", fields: Record<string, string>): Promise<T> {
  const response = await fetch(`/api/realtime/${route}`, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as T;
}

/** Between 0 and 1: not everybody who was sent away comes back at once. */
const spread = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;

/** 403 is an answer; anything else is worth another try. */
const isRefusal = (error: unknown): error is Error => error instanceof Error && error.message === "403";

/** One connection to the realtime service, shared by everything on the page. pusher-js is loaded when it is needed. */
export class RealtimeConnection {
  private client: Promise<Pusher> | undefined;
  private readonly subscriptions = new Map<string, Subscription>();
  private lingering: number | undefined;
  private returning: number | undefined;
  private timesSentAway = 0;
  private readonly closed = new WeakSet<Pusher>();
  /** The channel of the signed-in user, which is there whether or not somebody listens. */
  private own: ChannelState;

  constructor(
    private readonly config: RealtimeConfig,
    private readonly discard: () => void,
  ) {
    this.own = config.userId ? "waiting" : "off";
  }

  /** Connects before somebody listens, so that the first subscription is quick. */
  warm(): void {
    void this.open();
  }

  /** Listens until the returned function is called. Several listeners share one subscription. */
  listen(name: string, listener: Listener): () => void {
    const known = this.subscriptions.get(name);
    const state = userOfChannel(name) ? this.own : "waiting";
    const subscription = known ?? { listeners: new Set(), state };
    subscription.listeners.add(listener);
    if (!known) {
      this.subscriptions.set(name, subscription);
      void this.subscribe(name, subscription);
    }
    listener.state?.(subscription.state);
    return () => {
      subscription.listeners.delete(listener);
      if (subscription.listeners.size === 0) this.unsubscribe(name, subscription);
    };
  }

  private open(): Promise<Pusher> {
    window.clearTimeout(this.lingering);
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<Pusher> {
    const { default: Client } = await import("pusher-js");
    const { key, host, port, tls, cluster, userId } = this.config;
    const client = new Client(key, {
      cluster: cluster ?? "",
      ...(host ? { wsHost: host, wsPort: port, wssPort: port } : {}),
      forceTLS: tls,
      // Without this it would try wss where only ws is served, which the page's policy refuses.
      enabledTransports: tls ? ["ws", "wss"] : ["ws"],
      enableStats: false,
      // A broken line does not say that it is broken: it is asked after this silence, and given up without an answer.
      activityTimeout: SILENCE_MS,
      pongTimeout: PONG_MS,
      channelAuthorization: { customHandler: (params, done) => void this.authorize(params, done) },
      userAuthentication: {
        customHandler: (params, done) => void this.signIn(client, params.socketId, done),
      },
    });
    client.connection.bind("state_change", ({ current }: { current: string }) => {
      if (current === "connected") return;
      if (this.own === "on") this.own = "waiting";
      for (const subscription of this.subscriptions.values()) {
        if (subscription.state === "on") this.tell(subscription, "waiting");
      }
      if (current === "disconnected") this.returnLater(client);
    });
    client.connection.bind("message", (message: Message) => this.hear(message));
    if (userId) client.signin();
    return client;
  }

  /** What arrives on the user's own channel, which the library opens by itself after signing in. */
  private hear({ event, channel, data }: Message): void {
    if (!channel || !userOfChannel(channel)) return;
    if (event === "pusher_internal:subscription_succeeded") this.tellOwn("on");
    const subscription = this.subscriptions.get(channel);
    if (subscription) this.receive(subscription, event, data);
  }

  private tellOwn(state: ChannelState): void {
    this.own = state;
    const subscription = this.subscriptions.get(channels.user(this.config.userId ?? ""));
    if (subscription) this.tell(subscription, state);
  }

  /** Ended by the application or over the service's limits: the library would stay away for good. */
  private returnLater(client: Pusher): void {
    if (this.closed.has(client)) return;
    const longest = Math.min(LONGEST_RETURN_MS, RETURN_MS * 2 ** this.timesSentAway);
    this.timesSentAway += 1;
    window.clearTimeout(this.returning);
    this.returning = window.setTimeout(() => client.connect(), longest * (0.5 + spread()));
  }

  /** Says whose connection this is, as long as it stands; a failure other than a refusal is tried again. */
  private async signIn(client: Pusher, socketId: string, done: Answer<SignedUser>): Promise<void> {
    while (client.connection.socket_id === socketId) {
      try {
        const data = await post<SignedUser>("sign-in", { socket_id: socketId });
        const { id } = JSON.parse(data.user_data) as { id: string };
        // Another person signed in on another page of this browser: this page is not theirs.
        if (id !== this.config.userId) throw new Error("403");
        done(null, data);
        return;
      } catch (error) {
        if (isRefusal(error)) {
          done(error, null);
          this.tellOwn("off");
          // Whoever signs in on this page later begins with a connection of their own.
          this.discard();
          return;
        }
        await new Promise((resolve) => window.setTimeout(resolve, RETRY_MS));
      }
    }
  }

  private async authorize(
    { socketId, channelName }: { socketId: string; channelName: string },
    done: Answer<Signed>,
  ): Promise<void> {
    try {
      const { conference } = this.config;
      const body = { socket_id: socketId, channel_name: channelName, ...(conference && { conference }) };
      done(null, await post<Signed>("auth", body));
    } catch (error) {
      done(error instanceof Error ? error : new Error("unknown"), null);
      const subscription = this.subscriptions.get(channelName);
      if (subscription) this.refused(channelName, subscription, error);
    }
  }

  private refused(name: string, subscription: Subscription, error: unknown): void {
    if (isRefusal(error)) {
      this.tell(subscription, "off");
      return;
    }
    this.tell(subscription, "waiting");
    subscription.retry = window.setTimeout(() => {
      if (this.subscriptions.get(name) === subscription) void this.subscribe(name, subscription);
    }, RETRY_MS);
  }

  private async subscribe(name: string, subscription: Subscription): Promise<void> {
    const client = await this.open();
    if (this.subscriptions.get(name) !== subscription || userOfChannel(name)) return;
    if (subscription.channel) client.unsubscribe(name);
    const channel = client.subscribe(name);
    subscription.channel = channel;
    channel.bind_global((event: string, data: unknown) => this.receive(subscription, event, data));
  }

  private receive(subscription: Subscription, event: string, data: unknown): void {
    if (event === "pusher:subscription_succeeded") this.tell(subscription, "on");
    if (event.startsWith("pusher:") || event.startsWith("pusher_internal:")) return;
    for (const listener of subscription.listeners) listener.event(event, data);
  }

  private unsubscribe(name: string, subscription: Subscription): void {
    window.clearTimeout(subscription.retry);
    if (this.subscriptions.get(name) === subscription) this.subscriptions.delete(name);
    void this.client?.then((client) => {
      if (!this.subscriptions.has(name)) client.unsubscribe(name);
    });
    if (this.subscriptions.size === 0) this.lingering = window.setTimeout(() => this.close(), LINGER_MS);
  }

  private close(): void {
    if (this.subscriptions.size > 0) return;
    window.clearTimeout(this.returning);
    void this.client?.then((client) => {
      this.closed.add(client);
      client.disconnect();
    });
    this.client = undefined;
    if (this.own === "on") this.own = "waiting";
  }

  private tell(subscription: Subscription, state: ChannelState): void {
    if (state === "on") this.timesSentAway = 0;
    subscription.state = state;
    for (const listener of subscription.listeners) listener.state?.(state);
  }
}

const connections = new Map<string, RealtimeConnection>();

/** The page's connection for this configuration. */
export function connectionFor(config: RealtimeConfig): RealtimeConnection {
  const id = JSON.stringify([
    config.key,
    config.host,
    config.port,
    config.cluster,
    config.conference,
    config.userId,
  ]);
  let connection = connections.get(id);
  if (!connection) {
    connection = new RealtimeConnection(config, () => connections.delete(id));
    connections.set(id, connection);
  }
  return connection;
}
