import "server-only";
import { and, asc, desc, eq, exists, isNull, ne, or, sql } from "drizzle-orm";
import {
  accounts,
  conferenceNumbers,
  conferenceSessions,
  conferences,
  participants,
  registrationFormFields,
  registrationForms,
  scheduleSegments,
  seatPools,
  users,
} from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { searchUsers } from "@/lib/accounts/queries";
import { AppError, notFound } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import { unseal } from "@/lib/server/crypto";
import type { Scope } from "@/lib/server/scope";
import { mine } from "@/lib/server/scope";
import { findGranter, getServerSettings } from "@/lib/settings/queries";
import { canCreate, canEdit, canInvite, type PolicySubject } from "./policy";
import {
  conferenceState,
  type FormField,
  isLive,
  type Kind,
  type MediaLimits,
  type Mode,
  type RegistrationForm,
  type Seats,
  type Visibility,
} from "./rules";

/** A conference as policies and commands need it. */
export type ConferenceSubject = PolicySubject & {
  id: string;
  publicId: string;
  ownerId: string;
  name: string;
  kind: Kind;
  visibility: Visibility;
  mode: Mode;
  startsAt: Date | null;
  endsAt: Date | null;
  version: number;
};

const userIdOf = (scope: Scope) => (scope.actor.kind === "user" ? scope.actor.userId : null);

/**
 * A conference found through the actor: his own, one that he takes part in, or, for the host, any of the account.
 * Null for everything else, so that a foreign ID reads like one that does not exist.
 */
export async function findConferenceSubject(scope: Scope, id: string): Promise<ConferenceSubject | null> {
  const userId = userIdOf(scope);
  if (!userId) return null;
  const { tx } = scope;
  const host = exists(
    tx
      .select({ one: sql`1` })
      .from(users)
      .where(and(mine(scope, users.tenantId), eq(users.id, userId), eq(users.accountRole, "host"))),
  );
  const ended = tx
    .select({ endedAt: conferenceSessions.endedAt, endReason: conferenceSessions.endReason })
    .from(conferenceSessions)
    .where(
      and(
        eq(conferenceSessions.tenantId, conferences.tenantId),
        eq(conferenceSessions.conferenceId, conferences.id),
        sql`${conferenceSessions.endedAt} IS NOT NULL`,
      ),
    )
    .orderBy(desc(conferenceSessions.sessionNo))
    .limit(1)
    .as("ended");
  const live = tx
    .select({
      startedAt: conferenceSessions.startedAt,
      leaseExpiresAt: conferenceSessions.leaseExpiresAt,
    })
    .from(conferenceSessions)
    .where(
      and(
        eq(conferenceSessions.tenantId, conferences.tenantId),
        eq(conferenceSessions.conferenceId, conferences.id),
        isNull(conferenceSessions.endedAt),
      ),
    )
    .limit(1)
    .as("live");
  const [row] = await tx
    .select({
      id: conferences.id,
      publicId: conferenceNumbers.publicId,
      ownerId: conferences.ownerId,
      ownerName: users.displayName,
      name: conferences.name,
      kind: conferences.kind,
      visibility: conferences.visibility,
      mode: conferences.mode,
      startsAt: conferences.firstStartsAt,
      endsAt: conferences.lastEndsAt,
      cancelledAt: conferences.cancelledAt,
      version: conferences.version,
      role: participants.role,
      isHost: sql<boolean>`${host}`,
      endedAt: ended.endedAt,
      endReason: ended.endReason,
      liveSince: live.startedAt,
      leaseExpiresAt: live.leaseExpiresAt,
      now: sql`app_now()`.mapWith(conferences.createdAt),
    })
    .from(conferences)
    .innerJoin(
      conferenceNumbers,
      and(
        eq(conferenceNumbers.tenantId, conferences.tenantId),
        eq(conferenceNumbers.conferenceId, conferences.id),
        isNull(conferenceNumbers.retiredAt),
      ),
    )
    .innerJoin(users, and(eq(users.tenantId, conferences.tenantId), eq(users.id, conferences.ownerId)))
    .leftJoin(
      participants,
      and(
        eq(participants.tenantId, conferences.tenantId),
        eq(participants.conferenceId, conferences.id),
        eq(participants.userId, userId),
        eq(participants.state, "active"),
      ),
    )
    .leftJoinLateral(ended, sql`true`)
    .leftJoinLateral(live, sql`true`)
    .where(
      and(
        mine(scope, conferences.tenantId),
        eq(conferences.id, id),
        isNull(conferences.deletedAt),
        or(eq(conferences.ownerId, userId), sql`${participants.id} IS NOT NULL`, host),
      ),
    );
  if (!row) return null;
  const { role, isHost, endedAt, endReason, liveSince, leaseExpiresAt, now, ...plan } = row;
  const timing = {
    ...plan,
    liveSession: liveSince ? { startedAt: liveSince, leaseExpiresAt } : null,
    lastSession: endedAt ? { endedAt, endReason } : null,
  };
  return {
    ...plan,
    isLive: isLive(timing, now),
    isOver: conferenceState(timing, now) === "ended",
    relation: { isOwner: plan.ownerId === userId, isHost, role },
  };
}

export async function getConferenceSubject(scope: Scope, id: string): Promise<ConferenceSubject> {
  const subject = await findConferenceSubject(scope, id);
  if (!subject) throw notFound();
  return subject;
}

export type Invited = { userId: string; name: string; role: "moderator" | "attendee" };

/** The plan behind a conference that its commands compare with. Out of reach only to those without a subject. */
export async function getPlan(scope: Scope, id: string) {
  const { tx } = scope;
  const [row] = await tx
    .select({
      description: conferences.description,
      location: conferences.location,
      pinSealed: conferences.pinSealed,
      seatLimit: conferences.seatLimit,
      sendInvitations: conferences.sendInvitations,
      savedBy: users.displayName,
      segment: {
        id: scheduleSegments.id,
        localStart: scheduleSegments.localStart,
        timeZone: scheduleSegments.timeZone,
        durationMin: scheduleSegments.durationMin,
        icalSequence: scheduleSegments.icalSequence,
      },
      form: {
        closing: registrationForms.closing,
        autoClose: registrationForms.autoClose,
        disabledAt: registrationForms.disabledAt,
      },
      seats: {
        capacity: seatPools.capacity,
        seatsInvited: seatPools.seatsInvited,
        seatsRegistered: seatPools.seatsRegistered,
      },
    })
    .from(conferences)
    .innerJoin(users, and(eq(users.tenantId, conferences.tenantId), eq(users.id, conferences.updatedBy)))
    .innerJoin(
      seatPools,
      and(eq(seatPools.tenantId, conferences.tenantId), eq(seatPools.conferenceId, conferences.id)),
    )
    .leftJoin(
      scheduleSegments,
      and(
        eq(scheduleSegments.tenantId, conferences.tenantId),
        eq(scheduleSegments.conferenceId, conferences.id),
      ),
    )
    .leftJoin(
      registrationForms,
      and(
        eq(registrationForms.tenantId, conferences.tenantId),
        eq(registrationForms.conferenceId, conferences.id),
      ),
    )
    .where(and(mine(scope, conferences.tenantId), eq(conferences.id, id)));
  if (!row) throw notFound();
  return row;
}

export async function listInvited(
  scope: Scope,
  id: string,
): Promise<(Invited & { participantId: string })[]> {
  const rows = await scope.tx
    .select({
      participantId: participants.id,
      userId: users.id,
      name: users.displayName,
      role: participants.role,
    })
    .from(participants)
    .innerJoin(users, and(eq(users.tenantId, participants.tenantId), eq(users.id, participants.userId)))
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.conferenceId, id),
        eq(participants.state, "active"),
        eq(participants.origin, "invited"),
        ne(participants.role, "owner"),
      ),
    )
    .orderBy(asc(inNameOrder(users.nameKey)), asc(users.id));
  return rows.map((r) => ({ ...r, role: r.role === "moderator" ? "moderator" : "attendee" }));
}

export async function listFormFields(scope: Scope, id: string): Promise<FormField[]> {
  return scope.tx
    .select({
      standardKey: registrationFormFields.standardKey,
      required: registrationFormFields.isRequired,
    })
    .from(registrationFormFields)
    .where(and(mine(scope, registrationFormFields.tenantId), eq(registrationFormFields.conferenceId, id)))
    .orderBy(asc(registrationFormFields.position));
}

export type EditableConference = Pick<
  ConferenceSubject,
  "id" | "publicId" | "ownerId" | "name" | "visibility" | "mode" | "version" | "ownerName"
> & {
  kind: "scheduled" | "room";
  description: string;
  location: string;
  /** `YYYY-MM-DDTHH:mm` */
  localStart: string | null;
  timeZone: string | null;
  durationMin: number | null;
  seatLimit: number | null;
  seats: Seats;
  /** For those who may invite, which owner and host may (rule 21). */
  pin: string | null;
  sendInvitations: boolean;
  /** Who saved last. */
  savedBy: string;
  participants: Invited[];
  registration: RegistrationForm | null;
  formFields: FormField[];
};

/** Everything that the editor shows, for the owner and the host; others in reach learn why not. */
export async function getConferenceForEdit(scope: Scope<UserActor>, id: string): Promise<EditableConference> {
  const subject = await getConferenceSubject(scope, id);
  const decision = canEdit(scope.actor, subject);
  if (decision !== true) throw new AppError(decision.reason, decision.params);
  const { publicId, ownerId, ownerName, name, visibility, mode, version } = subject;
  const { description, location, pinSealed, segment, form, ...plan } = await getPlan(scope, id);
  const invited = await listInvited(scope, id);
  return {
    ...{ id, publicId, ownerId, ownerName, name, visibility, mode, version },
    kind: subject.kind === "room" ? "room" : "scheduled",
    description: description ?? "",
    location: location ?? "",
    localStart: segment ? localInput(segment.localStart) : null,
    timeZone: segment?.timeZone ?? null,
    durationMin: segment?.durationMin ?? null,
    seatLimit: plan.seatLimit,
    seats: plan.seats,
    pin: pinSealed ? unseal("pin", pinSealed) : null,
    sendInvitations: plan.sendInvitations,
    savedBy: plan.savedBy,
    participants: invited.map(({ userId, name, role }) => ({ userId, name, role })),
    registration: form,
    formFields: await listFormFields(scope, id),
  };
}

/** `2027-03-28 02:30:00` of the database as forms write it. */
export const localInput = (stored: string) => stored.slice(0, 16).replace(" ", "T");

export type EditorLimits = { now: Date; mediaLimits: MediaLimits; mailInvitations: boolean; who: string };

/** What the server and the account allow, for the editor and for creating. */
export async function getEditorLimits(scope: Scope): Promise<EditorLimits> {
  const settings = await getServerSettings(scope.tx);
  const [clock] = await scope.tx
    .select({ now: sql`app_now()`.mapWith(conferences.createdAt) })
    .from(accounts)
    .where(mine(scope, accounts.id));
  return {
    now: clock?.now ?? new Date(),
    mediaLimits: settings.mediaLimits,
    mailInvitations: settings.mailInvitations,
    who: await findGranter(scope),
  };
}

/** How many people a cancellation is mailed to: everybody with a claim and an address, but not who cancels. */
export async function countMailed(scope: Scope<UserActor>, id: string): Promise<number> {
  const [row] = await scope.tx
    .select({ count: sql<number>`count(*)::int` })
    .from(participants)
    .leftJoin(users, and(eq(users.tenantId, participants.tenantId), eq(users.id, participants.userId)))
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.conferenceId, id),
        eq(participants.state, "active"),
        sql`coalesce(${users.email}, ${participants.email}) IS NOT NULL`,
        isNull(users.deletedAt),
        isNull(users.disabledAt),
        sql`${participants.userId} IS DISTINCT FROM ${scope.actor.userId}`,
      ),
    );
  return row?.count ?? 0;
}

export type Colleague = { id: string; name: string };

/**
 * People of the account who can be invited, for those who plan conferences or may invite to the one given. Names only:
 * the address book is another right.
 */
export async function searchInvitees(
  scope: Scope<UserActor>,
  { q, conferenceId, limit }: { q: string; conferenceId?: string; limit: number },
): Promise<Colleague[]> {
  const decision = conferenceId
    ? canInvite(scope.actor, await getConferenceSubject(scope, conferenceId))
    : canCreate(scope.actor, { who: await findGranter(scope) });
  if (decision !== true) throw new AppError(decision.reason, decision.params);
  const { users: found } = await searchUsers(scope, q, limit);
  return found.map(({ id, name }) => ({ id, name }));
}
