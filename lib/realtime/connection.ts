import type Pusher from "pusher-js";
import type { Channel } from "pusher-js";
import type { RealtimeConfig } from "./config";

/** `off`: no service or refused. `waiting`: not subscribed at this moment. `on`: events arrive. */
export type ChannelState = "off" | "waiting" | "on";

export type Listener = {
  event: (name: string, data: unknown) => void;
  state?: (state: ChannelState) => void;
};

type Subscription = { listeners: Set<Listener>; state: ChannelState; channel?: Channel; retry?: number };

const RETRY_MS = 5000;
const LINGER_MS = 10_000;

/** One connection to the realtime service, shared by everything on the page. pusher-js is loaded when it is needed. */
export class RealtimeConnection {
  private client: Promise<Pusher> | undefined;
  private readonly subscriptions = new Map<string, Subscription>();
  private lingering: number | undefined;

  constructor(private readonly config: RealtimeConfig) {}

  /** Connects before somebody listens, so that the first subscription is quick. */
  warm(): void {
    void this.open();
  }

  /** Listens until the returned function is called. Several listeners share one subscription. */
  listen(name: string, listener: Listener): () => void {
    const known = this.subscriptions.get(name);
    const subscription = known ?? { listeners: new Set(), state: "waiting" };
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
    const { key, host, port, tls, cluster } = this.config;
    const client = new Client(key, {
      cluster: cluster ?? "",
      ...(host ? { wsHost: host, wsPort: port, wssPort: port } : {}),
      forceTLS: tls,
      // Without this it would try wss where only ws is served, which the page's policy refuses.
      enabledTransports: tls ? ["ws", "wss"] : ["ws"],
      enableStats: false,
      channelAuthorization: { customHandler: (params, done) => void this.authorize(params, done) },
    });
    client.connection.bind("state_change", ({ current }: { current: string }) => {
      if (current === "connected") return;
      for (const subscription of this.subscriptions.values()) {
        if (subscription.state === "on") this.tell(subscription, "waiting");
      }
    });
    return client;
  }

  private async authorize(
    { socketId, channelName }: { socketId: string; channelName: string },
    done: (error: Error | null, data: { auth: string } | null) => void,
  ): Promise<void> {
    try {
      const body = new URLSearchParams({ socket_id: socketId, channel_name: channelName });
      if (this.config.conference) body.set("conference", this.config.conference);
      const response = await fetch("/api/realtime/auth", { method: "POST", body });
      if (!response.ok) throw new Error(String(response.status));
      done(null, (await response.json()) as { auth: string });
    } catch (error) {
      done(error instanceof Error ? error : new Error("unknown"), null);
      const subscription = this.subscriptions.get(channelName);
      if (subscription) this.refused(channelName, subscription, error);
    }
  }

  /** 403 is an answer; anything else is worth another try. */
  private refused(name: string, subscription: Subscription, error: unknown): void {
    if (error instanceof Error && error.message === "403") {
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
    if (this.subscriptions.get(name) !== subscription) return;
    if (subscription.channel) client.unsubscribe(name);
    const channel = client.subscribe(name);
    subscription.channel = channel;
    channel.bind_global((event: string, data: unknown) => {
      if (event === "pusher:subscription_succeeded") this.tell(subscription, "on");
      if (event.startsWith("pusher:") || event.startsWith("pusher_internal:")) return;
      for (const listener of subscription.listeners) listener.event(event, data);
    });
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
    void this.client?.then((client) => client.disconnect());
    this.client = undefined;
  }

  private tell(subscription: Subscription, state: ChannelState): void {
    subscription.state = state;
    for (const listener of subscription.listeners) listener.state?.(state);
  }
}

const connections = new Map<string, RealtimeConnection>();

/** The page's connection for this configuration. */
export function connectionFor(config: RealtimeConfig): RealtimeConnection {
  const id = JSON.stringify([config.key, config.host, config.port, config.cluster, config.conference]);
  let connection = connections.get(id);
  if (!connection) {
    connection = new RealtimeConnection(config);
    connections.set(id, connection);
  }
  return connection;
}
