import "server-only";
import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { pool } from "@/db/client";
import {
  accounts,
  conferenceNumbers,
  conferenceSessions,
  conferences,
  participants,
  registrationAnswers,
  registrationFormFields,
  registrationForms,
  scheduleSegments,
  seatPools,
} from "@/db/schema";
import { findConferenceSubject } from "@/lib/conferences/queries";
import { conferenceState, freeSeats, registrationState, type Timing } from "@/lib/conferences/rules";
import { notFound } from "@/lib/errors";
import { parseConferenceId } from "@/lib/ids";
import type { AnonymousActor, GuestActor, SystemActor, UserActor } from "@/lib/server/actor";
import { sha256 } from "@/lib/server/crypto";
import { isLinkToken, linkAddress, linkHash, linkToken } from "@/lib/server/personal-link";
import { type ConferenceReach, findConferenceByPublicId, mine, type Scope } from "@/lib/server/scope";

type Tx = Scope["tx"];

const ofConference = (table: typeof scheduleSegments | typeof registrationForms | typeof seatPools) =>
  and(eq(table.tenantId, conferences.tenantId), eq(table.conferenceId, conferences.id));

/** The live session and the last one that is over. */
function sessionsOf(tx: Tx) {
  const own = and(
    eq(conferenceSessions.tenantId, conferences.tenantId),
    eq(conferenceSessions.conferenceId, conferences.id),
  );
  const live = tx
    .select({ startedAt: conferenceSessions.startedAt, leaseExpiresAt: conferenceSessions.leaseExpiresAt })
    .from(conferenceSessions)
    .where(and(own, isNull(conferenceSessions.endedAt)))
    .limit(1)
    .as("live");
  const last = tx
    .select({ endedAt: conferenceSessions.endedAt, endReason: conferenceSessions.endReason })
    .from(conferenceSessions)
    .where(and(own, sql`${conferenceSessions.endedAt} IS NOT NULL`))
    .orderBy(desc(conferenceSessions.sessionNo))
    .limit(1)
    .as("last");
  return { live, last };
}

/** Selects only what guests may read too, so that the page is the same query for everybody. */
async function selectFacts(scope: Scope, where: SQL | undefined) {
  const { tx } = scope;
  const { live, last } = sessionsOf(tx);
  const [row] = await tx
    .select({
      id: conferences.id,
      publicId: conferenceNumbers.publicId,
      name: conferences.name,
      description: conferences.description,
      location: conferences.location,
      kind: conferences.kind,
      visibility: conferences.visibility,
      sendInvitations: conferences.sendInvitations,
      createdAt: conferences.createdAt,
      cancelledAt: conferences.cancelledAt,
      startsAt: conferences.firstStartsAt,
      endsAt: conferences.lastEndsAt,
      accountName: accounts.name,
      accountZone: accounts.timeZone,
      plan: {
        timeZone: scheduleSegments.timeZone,
        uid: scheduleSegments.icalUid,
        sequence: scheduleSegments.icalSequence,
      },
      form: {
        closing: registrationForms.closing,
        autoClose: registrationForms.autoClose,
        disabledAt: registrationForms.disabledAt,
      },
      poolId: seatPools.id,
      seats: {
        capacity: seatPools.capacity,
        seatsInvited: seatPools.seatsInvited,
        seatsRegistered: seatPools.seatsRegistered,
      },
      liveSince: live.startedAt,
      leaseExpiresAt: live.leaseExpiresAt,
      endedAt: last.endedAt,
      endReason: last.endReason,
      now: sql`app_now()`.mapWith(conferences.createdAt),
    })
    .from(conferences)
    .innerJoin(accounts, eq(accounts.id, conferences.tenantId))
    .innerJoin(
      conferenceNumbers,
      and(
        eq(conferenceNumbers.tenantId, conferences.tenantId),
        eq(conferenceNumbers.conferenceId, conferences.id),
        isNull(conferenceNumbers.retiredAt),
      ),
    )
    .leftJoin(scheduleSegments, ofConference(scheduleSegments))
    .leftJoin(registrationForms, ofConference(registrationForms))
    .leftJoin(seatPools, ofConference(seatPools))
    .leftJoinLateral(live, sql`true`)
    .leftJoinLateral(last, sql`true`)
    .where(and(mine(scope, conferences.tenantId), isNull(conferences.deletedAt), where));
  return row ? withStates(row) : null;
}

type Row = Timing & {
  form: Parameters<typeof registrationState>[0];
  seats: Parameters<typeof registrationState>[1];
  now: Date;
  liveSince: Date | null;
  leaseExpiresAt: Date | null;
  endedAt: Date | null;
  endReason: NonNullable<Timing["lastSession"]>["endReason"];
};

/** What follows from the facts at the moment of the database's clock. */
function withStates<R extends Row>(row: R) {
  const timing: Timing = {
    kind: row.kind,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    cancelledAt: row.cancelledAt,
    liveSession: row.liveSince ? { startedAt: row.liveSince, leaseExpiresAt: row.leaseExpiresAt } : null,
    lastSession: row.endedAt ? { endedAt: row.endedAt, endReason: row.endReason } : null,
  };
  return {
    ...row,
    state: conferenceState(timing, row.now),
    registration: registrationState(row.form, row.seats, timing, row.now),
    free: row.seats ? freeSeats(row.seats) : null,
  };
}

export type ConferenceFacts = NonNullable<Awaited<ReturnType<typeof selectFacts>>>;

/** A conference with its states, whoever asks. */
export const findFacts = (scope: Scope, conferenceId: string) =>
  selectFacts(scope, eq(conferences.id, conferenceId));

/** Where an ID in an address leads, for everybody; null for what nobody may know of. */
export async function findReach(unverifiedId: string): Promise<ConferenceReach | null> {
  const publicId = parseConferenceId(unverifiedId);
  return publicId ? findConferenceByPublicId(publicId) : null;
}

export type Visitor = UserActor | GuestActor | AnonymousActor;

/** What the visitor is to a conference. */
export type Standing =
  | { kind: "leader"; role: "owner" | "moderator" }
  | { kind: "member"; invited: boolean }
  | { kind: "guest"; name: string }
  | { kind: "stranger" };

/** Everything that the conference page says to this visitor; not found for whoever may not know of it. */
export async function getConferencePage(scope: Scope<Visitor>, reach: ConferenceReach) {
  const facts = await findFacts(scope, reach.conferenceId);
  if (!facts) throw notFound();
  return { ...facts, standing: await standingOf(scope, facts) };
}

async function standingOf(scope: Scope<Visitor>, facts: ConferenceFacts): Promise<Standing> {
  const { actor } = scope;
  if (actor.kind === "user" && actor.tenantId === scope.tenantId) {
    const subject = await findConferenceSubject(scope, facts.id);
    if (!subject && facts.visibility === "private") throw notFound();
    const role = subject?.relation.role;
    if (subject?.relation.isOwner || role === "owner") return { kind: "leader", role: "owner" };
    if (role === "moderator") return { kind: "leader", role };
    return { kind: "member", invited: role === "attendee" };
  }
  return actor.kind === "guest" && actor.conferenceId === facts.id
    ? { kind: "guest", name: actor.name }
    : { kind: "stranger" };
}

/** The form as it was fixed when the conference was created (rule 6). */
export async function listFields(scope: Scope, conferenceId: string) {
  return scope.tx
    .select({
      fieldId: registrationFormFields.fieldId,
      key: registrationFormFields.standardKey,
      required: registrationFormFields.isRequired,
    })
    .from(registrationFormFields)
    .where(
      and(
        mine(scope, registrationFormFields.tenantId),
        eq(registrationFormFields.conferenceId, conferenceId),
      ),
    )
    .orderBy(asc(registrationFormFields.position));
}

/** Whether strangers are asked for a PIN. Guests cannot read the column, so the server asks. */
export async function hasPin(scope: Scope<SystemActor>, conferenceId: string): Promise<boolean> {
  const [row] = await scope.tx
    .select({ pin: sql<boolean>`${conferences.pinSealed} IS NOT NULL` })
    .from(conferences)
    .where(and(mine(scope, conferences.tenantId), eq(conferences.id, conferenceId)));
  return row?.pin === true;
}

const participant = {
  id: participants.id,
  name: participants.displayName,
  email: participants.email,
  poolId: participants.seatPoolId,
  generation: participants.linkGeneration,
  browserHash: registrationAnswers.browserHash,
  answers: registrationAnswers.answers,
};

const selectParticipant = (scope: Scope, where: SQL | undefined) =>
  scope.tx
    .select(participant)
    .from(participants)
    .leftJoin(
      registrationAnswers,
      and(
        eq(registrationAnswers.tenantId, participants.tenantId),
        eq(registrationAnswers.participantId, participants.id),
      ),
    )
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.origin, "registered"),
        eq(participants.state, "active"),
        where,
      ),
    );

/** Who registered for a conference with this address. */
export async function findRegistered(scope: Scope, conferenceId: string, email: string) {
  const [row] = await selectParticipant(
    scope,
    and(eq(participants.conferenceId, conferenceId), sql`${participants.emailKey} = lower(${email})`),
  );
  return row ?? null;
}

/** The registration that a browser made, shown to it alone where no mail is sent. */
export async function findReceipt(
  scope: Scope<SystemActor>,
  receipt: { conferenceId: string; participantId: string; browserHash: Buffer },
) {
  const [row] = await selectParticipant(
    scope,
    and(
      eq(participants.conferenceId, receipt.conferenceId),
      eq(participants.id, receipt.participantId),
      eq(registrationAnswers.browserHash, receipt.browserHash),
    ),
  );
  return row ?? null;
}

export type LinkReach = { tenantId: string; conferenceId: string; participantId: string };

/** Where a personal link leads, before any tenant is known; null when it was revoked, cancelled or made up. */
export async function findLink(unverifiedToken: string): Promise<LinkReach | null> {
  if (!isLinkToken(unverifiedToken)) return null;
  const [row] = await pool().db.execute<{
    tenant_id: string;
    conference_id: string;
    participant_id: string;
  }>(sql`SELECT * FROM door_link(${linkHash(unverifiedToken)})`);
  return row
    ? { tenantId: row.tenant_id, conferenceId: row.conference_id, participantId: row.participant_id }
    : null;
}

/** The person behind a personal link and the conference that it opens. */
export async function findLinkHolder(scope: Scope, unverifiedToken: string) {
  if (!isLinkToken(unverifiedToken)) return null;
  const [person] = await scope.tx
    .select({ ...participant, conferenceId: participants.conferenceId, addedAt: participants.addedAt })
    .from(participants)
    .leftJoin(
      registrationAnswers,
      and(
        eq(registrationAnswers.tenantId, participants.tenantId),
        eq(registrationAnswers.participantId, participants.id),
      ),
    )
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.linkHash, linkHash(unverifiedToken)),
        eq(participants.state, "active"),
      ),
    );
  const facts = person && (await findFacts(scope, person.conferenceId));
  return facts ? { person, facts } : null;
}

/** The personal link for the browser that registered, where no mail carries it. */
export async function findReceiptLink(
  scope: Scope<SystemActor>,
  receipt: { c: string; participantId: string; browser: string },
) {
  const found = await findReceipt(scope, {
    conferenceId: receipt.c,
    participantId: receipt.participantId,
    browserHash: sha256(receipt.browser),
  });
  if (!found) return null;
  const firstName = found.answers?.find((answer) => answer.key === "first_name")?.value ?? found.name;
  return { firstName, address: linkAddress(linkToken(found.id, found.generation)) };
}
