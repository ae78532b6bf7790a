/** Everything that the server knows at this moment, and the one way in which a connection leaves it. */
import { type ChannelEvent, Channels } from "./channels";
import type { Connection } from "./connection";
import { Counts } from "./counts";
import type { App, Limits } from "./protocol";
import { Users } from "./users";

export class Hub {
  readonly connections = new Map<string, Connection>();
  readonly users = new Users();
  readonly channels: Channels;
  private readonly counts: Counts | undefined;

  constructor(
    readonly app: App,
    readonly limits: Limits,
    options: { tell?: (event: ChannelEvent) => void; hasCounts: boolean },
  ) {
    const { tell } = options;
    if (options.hasCounts) {
      const counted = (channel: string, subscription_count: number) =>
        tell?.({ name: "subscription_count", channel, subscription_count });
      this.counts = new Counts(() => this.channels, counted);
    }
    this.channels = new Channels(tell, (channel) => this.counts?.changed(channel));
  }

  /** From now on nothing reaches the connection, and nobody counts it; safe to call twice. */
  forget(connection: Connection): void {
    if (!this.connections.delete(connection.id)) return;
    this.channels.leaveAll(connection);
    this.users.leave(connection);
  }

  /** Refuses a connection that was let in, and forgets it before the peer has answered. */
  end(connection: Connection, code: number, message: string): void {
    connection.refuse(code, message);
    this.forget(connection);
  }

  close(): void {
    this.counts?.close();
  }
}
