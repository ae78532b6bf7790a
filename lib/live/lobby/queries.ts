import "server-only";
import type { WireError } from "@/lib/errors";
import type { AnonymousActor, GuestActor, UserActor } from "@/lib/server/actor";
import type { Scope } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { canJoin } from "../policy";
import { findOwnDevice } from "../presence/queries";
import { findMe, findRoom, findSealedPin, findUserName, getRoster } from "../queries";
import { door, standingOf } from "../rules";

export type Lobby = {
  name: string;
  now: string;
  startedAt: string | null;
  startsAt: string | null;
  ownerName: string | null;
  /** Only users see who is inside: guests learn it when they are. */
  people: { id: string; name: string }[] | null;
  myName: string;
  mayRename: boolean;
  needsPin: boolean;
  /** Entering opens the conference. */
  opens: boolean;
  /** Why the door is shut. */
  refusal: WireError | null;
  isElsewhere: boolean;
  /** Of the owner, who may read who came. */
  analyticsPath: string | null;
  /** The end of the person's temporary licence: after it nobody is put out, but nobody comes back either (rule 5). */
  licenceEndsAt: string | null;
};

/** What is known before entering; null when the room does not exist for the actor. Nothing is changed by looking. */
export async function findLobby(
  scope: Scope<UserActor | GuestActor | AnonymousActor>,
  conferenceId: string,
): Promise<Lobby | null> {
  const { actor } = scope;
  const room = await findRoom(scope, conferenceId);
  const me = room && (await findMe(scope, room));
  if (!room || !me) return null;
  const isUser = actor.kind === "user";
  const { facts, session } = room;
  const granter = isUser ? await findGranter(scope) : "";
  const decision = canJoin(actor, { facts, person: me.person, granter });
  const way = door(facts, standingOf(me.person));
  const device = await findOwnDevice(scope, conferenceId);
  const roster = isUser && session ? await getRoster(scope, session.id) : null;
  return {
    name: room.name,
    now: facts.now.toISOString(),
    startedAt: session?.startedAt.toISOString() ?? null,
    startsAt: facts.startsAt?.toISOString() ?? null,
    ownerName: isUser ? await findUserName(scope, room.ownerId) : null,
    people: isUser
      ? (roster?.entries ?? []).map((entry) => ({ id: entry.participantId, name: entry.name }))
      : null,
    myName: me.name,
    mayRename: me.origin === "walk_in",
    needsPin:
      isUser && !me.participantId && !me.person.isHost && (await findSealedPin(scope, conferenceId)) !== null,
    opens: way === "start",
    refusal: decision === true ? null : { code: decision.reason, params: decision.params },
    isElsewhere: device?.isLive === true,
    analyticsPath: me.person.role === "owner" ? `/meetings/${conferenceId}/analytics` : null,
    licenceEndsAt:
      isUser && actor.licence.term === "temporary" ? actor.licence.expiresAt.toISOString() : null,
  };
}
