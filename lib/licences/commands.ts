import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { accounts, licences, onlineLeases } from "@/db/schema";
import { AppError } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import { command } from "@/lib/server/command";
import { mine, type Scope, type Tx } from "@/lib/server/scope";
import { canAdminister, canAdministerServer } from "@/lib/settings/policy";
import { canExtend, canGoOnline } from "./policy";
import {
  countProLicences,
  findOwnLicence,
  getLicenceTerms,
  lockLicenceTerms,
  lockOnlinePlace,
} from "./queries";
import { type LicenceTerms, ONLINE_LEASE_SECONDS, stampOf } from "./rules";
import { extendInput, onlineInput, savePoolsInput, saveTermsInput } from "./schema";

export type LicenceChoice =
  | { term: "none" }
  | { term: "permanent" }
  | { term: "temporary"; expiresAt: string };

/** One more licence that has not ended, for somebody who had none: the pool is counted while the account is held. */
async function takeFromPool(scope: Scope, userId: string): Promise<void> {
  const { pro: limit } = await getLicenceTerms(scope);
  if (limit === null) return;
  const { pro } = await lockLicenceTerms(scope);
  if (pro !== null && (await countProLicences(scope, userId)) >= pro) {
    throw new AppError("licences_used_up", { limit: pro });
  }
}

/** Gives or withdraws a PRO licence. Runs in the control role: nobody else writes who has one (D13). */
export async function grantLicence(tx: Tx, scope: Scope, userId: string, licence: LicenceChoice) {
  if (licence.term !== "none") await takeFromPool(scope, userId);
  await tx.delete(licences).where(and(mine(scope, licences.tenantId), eq(licences.userId, userId)));
  if (licence.term === "none") return;
  const expiresAt = licence.term === "temporary" ? new Date(licence.expiresAt) : null;
  await tx.insert(licences).values({ tenantId: scope.tenantId, userId, term: licence.term, expiresAt });
}

const me = (scope: Scope) => (scope.actor.kind === "user" ? (scope as Scope<UserActor>) : null);

/**
 * A temporary licence lasts 24 hours more, from its end or, when that has passed, from now (D08, D09). Whoever presses
 * twice or in two tabs has seen the same end both times: the second press finds another one and changes nothing.
 */
export const extendLicence = command({
  name: "licences.extend",
  input: extendInput,
  limits: [{ by: "actor", max: 30, seconds: 60 }],
  subject: async (scope) => {
    const own = me(scope);
    return own && findOwnLicence(own);
  },
  can: (actor, own, { seen }) => (isSame(own.expiresAt, seen) ? canExtend(actor, own) : true),
  run: async ({ scope, audit }, { seen }, own) => {
    const { actor } = scope;
    const userId = actor.kind === "user" ? actor.userId : "";
    const extended = isSame(own.expiresAt, seen) ? await extendByADay(scope, userId, seen) : null;
    const until = extended ?? (await findOwnLicence(scope as Scope<UserActor>)).expiresAt;
    audit({ targetId: userId, diff: { extended: extended !== null, until: until?.toISOString() } });
    return { extended: extended !== null, until: until?.toISOString() ?? seen };
  },
});

/** A permanent licence and none have no end that could have moved meanwhile. */
const isSame = (end: Date | null, seen: string) => end === null || end.getTime() === Date.parse(seen);

async function extendByADay(scope: Scope, userId: string, seen: string): Promise<Date | null> {
  await takeFromPool(scope, userId);
  // Pages know milliseconds.
  const end = sql`date_trunc('milliseconds', ${licences.expiresAt})`;
  const [extended] = await scope.tx
    .update(licences)
    .set({
      // Absolute time: a day on the calendar has 23 or 25 hours when the clock changes.
      expiresAt: sql`date_trunc('milliseconds', greatest(app_now(), ${licences.expiresAt})) + interval '24 hours'`,
      extensions: sql`${licences.extensions} + 1`,
    })
    .where(
      and(
        mine(scope, licences.tenantId),
        eq(licences.userId, userId),
        eq(licences.term, "temporary"),
        sql`${end} = ${new Date(seen).toISOString()}::timestamptz`,
      ),
    )
    .returning({ expiresAt: licences.expiresAt });
  return extended?.expiresAt ?? null;
}

/** Takes or renews the online licence of whoever is signed in to the area (D14). */
export const goOnline = command({
  name: "licences.goOnline",
  input: onlineInput,
  audited: false,
  subject: async (scope) => {
    const own = me(scope);
    return own && lockOnlinePlace(own);
  },
  can: canGoOnline,
  run: async ({ tx, tenantId, actor }) => {
    if (actor.kind !== "user" || actor.isAdministrator) return {};
    const expiresAt = sql`app_clock() + make_interval(secs => ${ONLINE_LEASE_SECONDS})`;
    await tx
      .insert(onlineLeases)
      .values({ tenantId, userId: actor.userId, since: sql`app_clock()`, expiresAt })
      .onConflictDoUpdate({
        target: [onlineLeases.tenantId, onlineLeases.userId],
        set: {
          since: sql`CASE WHEN ${onlineLeases.expiresAt} > app_clock() THEN ${onlineLeases.since} ELSE app_clock() END`,
          expiresAt,
        },
      });
    return {};
  },
});

/** Frees the online licence of a person who is signed in nowhere any more; else its lease decides. */
export async function goOffline(scope: Scope, userId: string): Promise<void> {
  await scope.tx.delete(onlineLeases).where(
    and(
      mine(scope, onlineLeases.tenantId),
      eq(onlineLeases.userId, userId),
      sql`NOT EXISTS (SELECT 1 FROM user_sessions s WHERE s.tenant_id = ${scope.tenantId} AND s.user_id = ${userId}
        AND s.revoked_at IS NULL AND s.idle_expires_at > app_now() AND s.absolute_expires_at > app_now())`,
    ),
  );
}

async function save(
  scope: Scope,
  was: LicenceTerms,
  stamp: string,
  set: Partial<typeof accounts.$inferInsert>,
) {
  if (stampOf(was) !== stamp) throw new AppError("conflict");
  await scope.tx.update(accounts).set(set).where(mine(scope, accounts.id));
}

/** What people see of their licence, and whether they may extend it (D11, D12). */
export const saveLicenceTerms = command({
  name: "licences.saveTerms",
  input: saveTermsInput,
  subject: lockLicenceTerms,
  can: canAdminister,
  run: async ({ scope, audit }, { was, shows, mayExtend, extensions }, terms) => {
    await save(scope, terms, was, {
      showsLicences: shows,
      mayExtendLicences: mayExtend,
      licenceExtensions: extensions,
    });
    audit({ diff: { shows, mayExtend, extensions } });
    return {};
  },
});

/** How many licences the account has. Fewer than are in use take nothing away; they only end. */
export const saveLicencePools = command({
  name: "licences.savePools",
  input: savePoolsInput,
  subject: lockLicenceTerms,
  can: canAdministerServer,
  run: async ({ scope, audit }, { was, pro, online }, terms) => {
    await save(scope, terms, was, { proLicences: pro, onlineLicences: online });
    audit({ diff: { pro, online } });
    return {};
  },
});
