import "server-only";
import { sql } from "drizzle-orm";
import { entriesOf, liveIds, own, type UserScope } from "../entries/queries";
import { beyond, cursorOf, type Order, PAGE, type Place } from "../lists/queries";
import { COUNT_CAP, type Entry } from "../lists/rules";
import type { Cursor } from "../lists/schema";

export type RoomsPage = { entries: Entry[]; before?: Cursor; after?: Cursor };

/** Rooms of the main page: those with people in come first (C03, C04). */
export async function listFirstRooms(scope: UserScope, limit: number): Promise<Entry[]> {
  const live = await liveIds(scope, "room");
  const rows = await scope.tx.execute<{ id: string }>(sql`SELECT m.conference_id AS id FROM user_conferences m
    WHERE ${own(scope, "room")} ORDER BY m.sort_at DESC, m.conference_id DESC LIMIT ${limit}`);
  return entriesOf(scope, [...new Set([...live, ...rows.map((row) => row.id)])].slice(0, limit));
}

/** One page of all rooms, the newest first (E02). */
export async function listRooms(
  scope: UserScope,
  { after, before }: { after?: Cursor; before?: Cursor },
): Promise<RoomsPage> {
  const order: Order = before ? "asc" : "desc";
  const bound = before ? [beyond("asc", before)] : after ? [beyond("desc", after)] : [];
  const by = order === "asc" ? sql`m.sort_at, m.conference_id` : sql`m.sort_at DESC, m.conference_id DESC`;
  const rows = await scope.tx.execute<Place>(sql`SELECT m.conference_id AS id, ${cursorOf} AS at
    FROM user_conferences m WHERE ${sql.join([own(scope, "room"), ...bound], sql` AND `)}
    ORDER BY ${by} LIMIT ${PAGE + 1}`);
  const shown = rows.slice(0, PAGE);
  if (before) shown.reverse();
  const more = rows.length > PAGE;
  const entries = await entriesOf(
    scope,
    shown.map((place) => place.id),
  );
  return {
    entries,
    before: (before ? more : after) ? shown[0] : undefined,
    after: before || more ? shown.at(-1) : undefined,
  };
}

/** How many rooms there are, counted up to 1,001 only. */
export async function countRooms(scope: UserScope): Promise<number> {
  const [row] = await scope.tx.execute<{ count: number }>(sql`SELECT count(*)::int AS count
    FROM (SELECT 1 FROM user_conferences m WHERE ${own(scope, "room")} LIMIT ${COUNT_CAP + 1}) counted`);
  return row?.count ?? 0;
}
