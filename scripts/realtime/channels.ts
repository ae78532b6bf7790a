/** Who listens to what, who is present where, and how a frame reaches them. */
import type { Connection } from "./connection";
import { channelFrame } from "./frames";
import { isListed } from "./protocol";

export interface Member {
  userId: string;
  /** What the application signed about the person; undefined when it said nothing. */
  info: unknown;
}

/** What the application can be told about a channel. */
export type ChannelEvent =
  | { name: "channel_occupied" | "channel_vacated"; channel: string }
  | { name: "member_added" | "member_removed"; channel: string; user_id: string }
  | { name: "subscription_count"; channel: string; subscription_count: number };

interface Person {
  info: unknown;
  connections: number;
}

class Channel {
  readonly connections = new Set<Connection>();
  readonly people = new Map<string, Person>();
}

export class Channels {
  private readonly channels = new Map<string, Channel>();

  /** `tell` hears of every change of a channel that applications know of; `counted` of every change of its size. */
  constructor(
    private readonly tell: (event: ChannelEvent) => void = () => undefined,
    private readonly counted: (channel: string) => void = () => undefined,
  ) {}

  /** With a member for presence channels. The others hear of a person once, by whichever connection comes first. */
  join(name: string, connection: Connection, member?: Member): void {
    const channel = this.channels.get(name) ?? this.open(name);
    channel.connections.add(connection);
    connection.channels.add(name);
    if (member) this.enter(name, channel, connection, member);
    this.counted(name);
  }

  leave(name: string, connection: Connection): void {
    connection.channels.delete(name);
    const channel = this.channels.get(name);
    if (!channel?.connections.delete(connection)) return;
    this.exit(name, channel, connection);
    if (channel.connections.size === 0) {
      this.channels.delete(name);
      if (isListed(name)) this.tell({ name: "channel_vacated", channel: name });
    }
    this.counted(name);
  }

  leaveAll(connection: Connection): void {
    for (const channel of connection.channels) this.leave(channel, connection);
  }

  /** Hands one and the same frame to every member, except to the connection that caused it. */
  broadcast(name: string, frame: Buffer, exceptSocketId?: string): void {
    const channel = this.channels.get(name);
    if (!channel) return;
    if (exceptSocketId === undefined) {
      for (const member of channel.connections) member.send(frame);
      return;
    }
    for (const member of channel.connections) if (member.id !== exceptSocketId) member.send(frame);
  }

  count(name: string): number {
    return this.channels.get(name)?.connections.size ?? 0;
  }

  /** Whoever is present, each person once. */
  people(name: string): ReadonlyMap<string, { readonly info: unknown }> {
    return this.channels.get(name)?.people ?? new Map();
  }

  *occupied(): Iterable<string> {
    for (const name of this.channels.keys()) if (isListed(name)) yield name;
  }

  private open(name: string): Channel {
    const channel = new Channel();
    this.channels.set(name, channel);
    if (isListed(name)) this.tell({ name: "channel_occupied", channel: name });
    return channel;
  }

  private enter(name: string, channel: Channel, connection: Connection, { userId, info }: Member): void {
    connection.presence.set(name, userId);
    const person = channel.people.get(userId);
    if (person) {
      person.connections += 1;
      return;
    }
    channel.people.set(userId, { info, connections: 1 });
    const frame = channelFrame("pusher_internal:member_added", name, { user_id: userId, user_info: info });
    this.broadcast(name, frame, connection.id);
    this.tell({ name: "member_added", channel: name, user_id: userId });
  }

  private exit(name: string, channel: Channel, connection: Connection): void {
    const userId = connection.presence.get(name);
    if (userId === undefined) return;
    connection.presence.delete(name);
    const person = channel.people.get(userId);
    if (!person) return;
    person.connections -= 1;
    if (person.connections > 0) return;
    channel.people.delete(userId);
    this.broadcast(name, channelFrame("pusher_internal:member_removed", name, { user_id: userId }));
    this.tell({ name: "member_removed", channel: name, user_id: userId });
  }
}
