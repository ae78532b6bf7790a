import "server-only";
import { and, asc, desc, eq, gt, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { licences, loginNames, onlineLeases, users } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { notFound } from "@/lib/errors";
import type { HolderCursor, HolderFilter } from "@/lib/licences/schema";
import { mine, type Scope } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";
import { matches } from "../queries";

/** One person of the account with the licences that they use, and until when. */
export type Holder = {
  id: string;
  name: string;
  login: string;
  term: "permanent" | "temporary" | null;
  until: Date | null;
  hasEnded: boolean;
  extensions: number;
  /** The end of the online lease; null when the person is not signed in to the area. */
  onlineUntil: Date | null;
};

const clock = sql`app_now()`;

/** People with their licences; what leads to them is not told to anybody but administrators. */
function holderRows(scope: Scope) {
  if (canAdminister(scope.actor) !== true) throw notFound();
  return scope.tx
    .select({
      id: users.id,
      name: users.displayName,
      nameKey: users.nameKey,
      login: loginNames.loginKey,
      term: licences.term,
      until: licences.expiresAt,
      hasEnded: sql<boolean>`coalesce(${licences.expiresAt} <= ${clock}, false)`,
      extensions: sql<number>`coalesce(${licences.extensions}, 0)`,
      onlineUntil: onlineLeases.expiresAt,
    })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .leftJoin(licences, and(eq(licences.tenantId, users.tenantId), eq(licences.userId, users.id)))
    .leftJoin(
      onlineLeases,
      and(
        eq(onlineLeases.tenantId, users.tenantId),
        eq(onlineLeases.userId, users.id),
        gt(onlineLeases.expiresAt, clock),
      ),
    );
}

const only: Record<HolderFilter, SQL | undefined> = {
  none: isNull(licences.term),
  permanent: eq(licences.term, "permanent"),
  temporary: gt(licences.expiresAt, clock),
  ended: lte(licences.expiresAt, clock),
  online: isNotNull(onlineLeases.expiresAt),
};

export type HoldersPage = { holders: Holder[]; before?: HolderCursor; after?: HolderCursor };

type Options = {
  q?: string;
  only?: HolderFilter;
  after?: HolderCursor;
  before?: HolderCursor;
  limit: number;
};

/** One page of the people of the account in the order of their names, and what licences they use (D13, D14). */
export async function listHolders(scope: Scope, options: Options): Promise<HoldersPage> {
  const { q = "", after, before, limit } = options;
  const place = sql`(${inNameOrder(users.nameKey)}, ${users.id})`;
  const by = before ? desc : asc;
  const typed = q.slice(0, 200);
  const rows = await holderRows(scope)
    .where(
      and(
        mine(scope, users.tenantId),
        isNull(users.deletedAt),
        typed.trim() ? matches(typed) : undefined,
        options.only && only[options.only],
        before ? sql`${place} < (${before.nameKey}, ${before.id}::uuid)` : undefined,
        after ? sql`${place} > (${after.nameKey}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(by(inNameOrder(users.nameKey)), by(users.id))
    .limit(limit + 1);
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (before) shown.reverse();
  const cursorOf = (row: (typeof shown)[number] | undefined) =>
    row && { nameKey: row.nameKey ?? "", id: row.id };
  return {
    holders: shown.map(({ nameKey: _, ...holder }) => holder),
    before: (before ? more : after) ? cursorOf(shown[0]) : undefined,
    after: before || more ? cursorOf(shown.at(-1)) : undefined,
  };
}

/** One person with their licences, or null. */
export async function findHolder(scope: Scope, userId: string): Promise<Holder | null> {
  const [row] = await holderRows(scope).where(
    and(mine(scope, users.tenantId), eq(users.id, userId), isNull(users.deletedAt)),
  );
  if (!row) return null;
  const { nameKey: _, ...holder } = row;
  return holder;
}
