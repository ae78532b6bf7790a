/** Which connections belong to which signed-in user, and who wants to know when somebody comes or goes. */
import type { Connection } from "./connection";
import { textFrame } from "./frames";

const ONLINE = "online";
const OFFLINE = "offline";

function watchlistFrame(name: typeof ONLINE | typeof OFFLINE, userIds: string[]): Buffer {
  const data = JSON.stringify({ events: [{ name, user_ids: userIds }] });
  return textFrame({ event: "pusher_internal:watchlist_events", data });
}

export class Users {
  private readonly online = new Map<string, Set<Connection>>();
  private readonly watchers = new Map<string, Set<Connection>>();
  private readonly watched = new Map<Connection, readonly string[]>();

  /** Tells those who watch the user of the first connection, and the connection of those whom it watches. */
  enter(connection: Connection, userId: string, watchlist: readonly string[]): void {
    connection.userId = userId;
    const before = this.online.get(userId);
    this.online.set(userId, (before ?? new Set()).add(connection));
    if (!before) this.tellWatchers(userId, ONLINE);
    if (watchlist.length === 0) return;
    this.watched.set(connection, watchlist);
    for (const id of watchlist) this.watchers.set(id, (this.watchers.get(id) ?? new Set()).add(connection));
    const there = watchlist.filter((id) => this.online.has(id));
    const away = watchlist.filter((id) => !this.online.has(id));
    if (there.length > 0) connection.send(watchlistFrame(ONLINE, there));
    if (away.length > 0) connection.send(watchlistFrame(OFFLINE, away));
  }

  leave(connection: Connection): void {
    for (const id of this.watched.get(connection) ?? []) {
      const watchers = this.watchers.get(id);
      watchers?.delete(connection);
      if (watchers?.size === 0) this.watchers.delete(id);
    }
    this.watched.delete(connection);
    const { userId } = connection;
    if (userId === undefined) return;
    const connections = this.online.get(userId);
    if (!connections?.delete(connection) || connections.size > 0) return;
    this.online.delete(userId);
    this.tellWatchers(userId, OFFLINE);
  }

  /** A copy: whoever ends connections changes the set while walking it. */
  connectionsOf(userId: string): Connection[] {
    return [...(this.online.get(userId) ?? [])];
  }

  private tellWatchers(userId: string, name: typeof ONLINE | typeof OFFLINE): void {
    const watchers = this.watchers.get(userId);
    if (!watchers) return;
    const frame = watchlistFrame(name, [userId]);
    for (const watcher of watchers) watcher.send(frame);
  }
}
