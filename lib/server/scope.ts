import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { type Database, pool } from "@/db/client";
import { notFound } from "@/lib/errors";
import type { Actor, AnonymousActor, GuestActor, SystemActor, UserActor } from "./actor";

export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

declare const opened: unique symbol;

/**
 * A transaction that knows for whom it reads. Queries take it first, so a read without a gate does not compile.
 * Only this module makes one.
 */
export type Scope<A extends Actor = Actor> = {
  readonly [opened]: true;
  readonly actor: A;
  readonly tx: Tx;
  readonly tenantId: string;
  /** The database's clock, by which every page is drawn and every state decided; it stands still in a transaction. */
  readonly now: Date;
};

type Role = "foyer_app" | "foyer_guest" | "foyer_worker" | "foyer_control";

type Place = { tenantId?: string; userId?: string; conferenceId?: string; participantId?: string };

/** Enters a role and a place for the rest of the transaction, in one round trip that brings the time along. */
export async function enter(tx: Tx, role: Role, place: Place): Promise<Date> {
  // foyer_app is the login role itself: `none` leaves a role that was entered before.
  const [row] = await tx.execute<{
    now: string;
  }>(sql`SELECT app_now() AS now, set_config('role', ${role === "foyer_app" ? "none" : role}, true),
    set_config('app.tenant', ${place.tenantId ?? ""}, true),
    set_config('app.user', ${place.userId ?? ""}, true),
    set_config('app.conference', ${place.conferenceId ?? ""}, true),
    set_config('app.participant', ${place.participantId ?? ""}, true)`);
  if (!row) throw new Error("The database does not say what time it is");
  return new Date(row.now);
}

export const openScope = <A extends Actor>(actor: A, tx: Tx, tenantId: string, now: Date) =>
  ({ actor, tx, tenantId, now }) as unknown as Scope<A>;

/** One short read-only transaction in the actor's own account. Close it before rendering. */
export function withActor<A extends UserActor, T>(
  actor: A,
  read: (scope: Scope<A>) => Promise<T>,
): Promise<T> {
  return pool().db.transaction(
    async (tx) => {
      const now = await enter(tx, "foyer_app", { tenantId: actor.tenantId, userId: actor.userId });
      return read(openScope(actor, tx, actor.tenantId, now));
    },
    { accessMode: "read only" },
  );
}

/** The same for the server itself, in one account. */
export function withSystem<T>(
  actor: SystemActor,
  tenantId: string,
  read: (scope: Scope<SystemActor>) => Promise<T>,
): Promise<T> {
  return pool().db.transaction(
    async (tx) => {
      const now = await enter(tx, "foyer_app", { tenantId });
      return read(openScope(actor, tx, tenantId, now));
    },
    { accessMode: "read only" },
  );
}

/** What a public ID leads to. For anonymous visitors a private conference is as unknown as a wrong ID. */
export type ConferenceReach = { tenantId: string; conferenceId: string; visibility: "public" | "private" };

/** Finds a conference by its canonical public ID, before any tenant is known. */
export async function findConferenceByPublicId(publicId: string): Promise<ConferenceReach | null> {
  const [row] = await pool().db.execute<{
    tenant_id: string;
    conference_id: string;
    visibility: "public" | "private";
  }>(sql`SELECT * FROM door_conference(${publicId})`);
  return row
    ? { tenantId: row.tenant_id, conferenceId: row.conference_id, visibility: row.visibility }
    : null;
}

/**
 * A read-only transaction of a conference page. Users of the account read as such; guests and anonymous visitors enter
 * the guest role, which sees this conference and of its people only themselves. Private conferences exist for neither.
 */
export function withVisitor<T>(
  actor: UserActor | GuestActor | AnonymousActor,
  reach: ConferenceReach,
  read: (scope: Scope<UserActor | GuestActor | AnonymousActor>) => Promise<T>,
): Promise<T> {
  const isMember = actor.kind === "user" && actor.tenantId === reach.tenantId;
  if (!isMember && reach.visibility === "private") throw notFound();
  return pool().db.transaction(
    async (tx) => {
      const isGuestHere = actor.kind === "guest" && actor.conferenceId === reach.conferenceId;
      const now = isMember
        ? await enter(tx, "foyer_app", { tenantId: reach.tenantId })
        : await enter(tx, "foyer_guest", {
            tenantId: reach.tenantId,
            conferenceId: reach.conferenceId,
            participantId: isGuestHere ? actor.participantId : undefined,
          });
      return read(openScope(actor, tx, reach.tenantId, now));
    },
    { accessMode: "read only" },
  );
}

/**
 * The first wall: the tenant in every WHERE. The second is row-level security.
 * The access tests take each wall away in turn; this one comes down only under the test runner.
 */
export function mine(scope: Scope, tenantColumn: PgColumn): SQL {
  if (process.env.NODE_ENV === "test" && process.env.FOYER_WALL_DOWN === "queries") return sql`true`;
  return eq(tenantColumn, scope.tenantId);
}
