import type { Actor } from "@/lib/server/actor";
import type { Decision } from "@/lib/server/command";
import type { Kind } from "./rules";

/** What the actor is to a conference; found together with it. */
export type Relation = {
  isOwner: boolean;
  /** The host of the account stands beside every owner (rule 10). */
  isHost: boolean;
  role: "owner" | "moderator" | "attendee" | null;
};

export type PolicySubject = {
  kind: Kind;
  ownerName: string;
  cancelledAt: Date | null;
  isLive: boolean;
  isOver: boolean;
  relation: Relation;
};

/** `who` names the person who can give the right. */
export function canCreate(actor: Actor, { who }: { who: string }): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  return actor.rights.has("create_conferences") || { reason: "right_create_conferences", params: { who } };
}

const commands = ({ relation }: PolicySubject) => relation.isOwner || relation.isHost;

export function canEdit(actor: Actor, subject: PolicySubject): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  if (!commands(subject)) return { reason: "only_owner_edits", params: { owner: subject.ownerName } };
  return subject.cancelledAt ? { reason: "conference_cancelled" } : true;
}

/** What is under way is ended, not cancelled. */
export function canCancel(actor: Actor, subject: PolicySubject): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  if (!commands(subject)) return { reason: "only_owner_cancels", params: { owner: subject.ownerName } };
  if (subject.kind !== "scheduled") return { reason: "rooms_have_no_date" };
  if (subject.cancelledAt) return { reason: "conference_cancelled" };
  return subject.isLive ? { reason: "conference_live" } : true;
}

/** A planned conference is cancelled before it is deleted, so that nobody keeps a date that leads nowhere. */
export function canDelete(actor: Actor, subject: PolicySubject): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  if (!commands(subject)) return { reason: "only_owner_deletes", params: { owner: subject.ownerName } };
  if (subject.isLive) return { reason: "conference_live" };
  const awaited = subject.kind === "scheduled" && !subject.cancelledAt && !subject.isOver;
  return awaited ? { reason: "cancel_first" } : true;
}

/** Whoever may invite also sees the PIN (rule 21). */
export function canInvite(actor: Actor, subject: PolicySubject): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  const { role } = subject.relation;
  const operates = role !== null && actor.rights.has("operator");
  if (!commands(subject) && role !== "moderator" && !operates) {
    return { reason: "only_moderators_invite", params: { owner: subject.ownerName } };
  }
  return subject.cancelledAt ? { reason: "conference_cancelled" } : true;
}

/** `sends`: mails about the conference are on, in its own settings and on the server. */
export function canResend(actor: Actor, subject: PolicySubject & { sends: boolean }): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  if (!commands(subject)) return { reason: "only_owner_resends", params: { owner: subject.ownerName } };
  if (subject.cancelledAt) return { reason: "conference_cancelled" };
  if (subject.isOver) return { reason: "conference_over" };
  return subject.sends || { reason: "mail_is_off" };
}

export function canSeeAnalytics(actor: Actor, subject: PolicySubject): Decision {
  if (actor.kind !== "user") return { reason: "signed_out" };
  return commands(subject) || { reason: "only_owner_analytics", params: { owner: subject.ownerName } };
}
