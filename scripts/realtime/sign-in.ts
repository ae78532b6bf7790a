/** `pusher:signin`: the application's word about whose connection this is. */
import type { Connection } from "./connection";
import { errorFrame, textFrame } from "./frames";
import type { Hub } from "./hub";
import { CODE, isAuthenticated, isRecord, MAX_WATCHLIST, parseRecord, parseUserId } from "./protocol";

/** The ids that the application lets this user watch; null for a list that is none or too long. */
function parseWatchlist(value: unknown): string[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MAX_WATCHLIST) return null;
  const ids = value.map(parseUserId);
  return ids.every((id) => id !== undefined) ? [...new Set(ids)] : null;
}

/**
 * A connection belongs to one user from here to its end. A wrong signature ends it, as at the hosted service; a second
 * sign-in as the same user is answered like the first, as another user it is refused.
 */
export function signIn(hub: Hub, connection: Connection, data: unknown): void {
  const userData = isRecord(data) ? data.user_data : undefined;
  if (!isRecord(data) || typeof userData !== "string") {
    connection.send(errorFrame(null, "A sign-in needs user_data"));
    return;
  }
  if (!isAuthenticated(hub.app, connection.id, data.auth, userData)) {
    hub.end(connection, CODE.unauthorised, "The signature does not fit");
    return;
  }
  const user = parseRecord(userData);
  const userId = parseUserId(user?.id);
  if (!user || userId === undefined) {
    hub.end(connection, CODE.unauthorised, "The user_data has no valid id");
    return;
  }
  if (connection.userId !== undefined && connection.userId !== userId) {
    connection.send(errorFrame(null, "The connection is signed in as another user"));
    return;
  }
  const isFirst = connection.userId === undefined;
  connection.send(
    textFrame({ event: "pusher:signin_success", data: JSON.stringify({ user_data: userData }) }),
  );
  if (!isFirst) return;
  const watchlist = parseWatchlist(user.watchlist);
  if (!watchlist) {
    connection.send(errorFrame(CODE.watchlistTooLong, `A watchlist has at most ${MAX_WATCHLIST} user ids`));
  }
  hub.users.enter(connection, userId, watchlist ?? []);
}
