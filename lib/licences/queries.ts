import "server-only";
import { and, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import { accounts, licences, onlineLeases, users } from "@/db/schema";
import { notFound } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { canExtend, type OnlinePlace, type OwnLicence } from "./policy";
import type { LicenceTerms } from "./rules";

const terms = {
  shows: accounts.showsLicences,
  mayExtend: accounts.mayExtendLicences,
  extensions: accounts.licenceExtensions,
  pro: accounts.proLicences,
  online: accounts.onlineLicences,
};

/** What the administrators decided about licences in the account of the scope. */
export async function getLicenceTerms(scope: Scope): Promise<LicenceTerms> {
  const [row] = await scope.tx.select(terms).from(accounts).where(mine(scope, accounts.id));
  if (!row) throw notFound();
  return row;
}

/** The same for a writer: until its commit nobody else counts, gives or changes licences of the account. */
export async function lockLicenceTerms(scope: Scope): Promise<LicenceTerms> {
  const [row] = await scope.tx
    .select(terms)
    .from(accounts)
    .where(mine(scope, accounts.id))
    .for("no key update");
  if (!row) throw notFound();
  return row;
}

/** How many people hold a PRO licence that has not ended; one person can be left out. */
export async function countProLicences(scope: Scope, exceptUserId?: string): Promise<number> {
  const [row] = await scope.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(licences)
    .innerJoin(users, and(eq(users.tenantId, licences.tenantId), eq(users.id, licences.userId)))
    .where(
      and(
        mine(scope, licences.tenantId),
        isNull(users.deletedAt),
        exceptUserId ? ne(licences.userId, exceptUserId) : undefined,
        or(isNull(licences.expiresAt), gt(licences.expiresAt, sql`app_clock()`)),
      ),
    );
  return row?.n ?? 0;
}

/** How many people have an online licence now; one person can be left out. */
export async function countOnline(scope: Scope, exceptUserId?: string): Promise<number> {
  const [row] = await scope.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(onlineLeases)
    .where(
      and(
        mine(scope, onlineLeases.tenantId),
        exceptUserId ? ne(onlineLeases.userId, exceptUserId) : undefined,
        gt(onlineLeases.expiresAt, sql`app_clock()`),
      ),
    );
  return row?.n ?? 0;
}

/** The actor's own licence as it is kept, with what decides whether it may be extended. */
export async function findOwnLicence(scope: Scope<UserActor>): Promise<OwnLicence> {
  const [row] = await scope.tx
    .select({ term: licences.term, expiresAt: licences.expiresAt, extensions: licences.extensions })
    .from(licences)
    .where(and(mine(scope, licences.tenantId), eq(licences.userId, scope.actor.userId)));
  return {
    ...(row ?? { term: null, expiresAt: null, extensions: 0 }),
    terms: await getLicenceTerms(scope),
    administrator: await findGranter(scope),
  };
}

export type LicenceView = {
  isShown: boolean;
  /** What the person saw when the page was made; the button to extend sends it back. */
  seen: Date | null;
  extension: ReturnType<typeof canExtend>;
};

/** What the page shows the actor of the own licence (D03–D12). */
export async function getLicenceView(scope: Scope<UserActor>): Promise<LicenceView> {
  const own = await findOwnLicence(scope);
  return { isShown: own.terms.shows, seen: own.expiresAt, extension: canExtend(scope.actor, own) };
}

/**
 * Whether there is an online licence for the actor. Where they are counted, the account is held until the commit, so that
 * two who come at once do not both take the last one.
 */
export async function lockOnlinePlace(scope: Scope<UserActor>): Promise<OnlinePlace> {
  const { userId } = scope.actor;
  const { online: limit } = await getLicenceTerms(scope);
  if (limit !== null) await lockLicenceTerms(scope);
  const [lease] = await scope.tx
    .select({ userId: onlineLeases.userId })
    .from(onlineLeases)
    .where(
      and(
        mine(scope, onlineLeases.tenantId),
        eq(onlineLeases.userId, userId),
        gt(onlineLeases.expiresAt, sql`app_clock()`),
      ),
    );
  const others = limit === null || lease ? 0 : await countOnline(scope, userId);
  return { isHeld: lease !== undefined, others, limit, administrator: await findGranter(scope) };
}
