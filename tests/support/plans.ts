import { getConferenceForEdit } from "@/lib/conferences/queries";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { owner } from "./database";

/** What is stored of a conference, and what its editor would send. */

export const start = { localStart: "2027-06-14T14:00", timeZone: "Europe/Paris", durationMin: 90 };

export async function rowOf(id: string) {
  const [row] = await owner()`SELECT * FROM conferences WHERE id = ${id}`;
  if (!row) throw new Error("no such conference");
  return row;
}

export async function poolOf(id: string) {
  const [row] = await owner()<Record<string, number>[]>`SELECT * FROM seat_pools WHERE conference_id = ${id}`;
  if (!row) throw new Error("no seats");
  return row;
}

/** Owner and invited people, whatever became of them. */
export const peopleOf = (id: string) =>
  owner()`SELECT user_id, role, state FROM participants WHERE conference_id = ${id} AND origin <> 'registered'`;

/** Mails of one kind that wait: participant and version. */
export async function mailsOf(kind: string): Promise<string[]> {
  const rows = await owner()<{ entity_id: string; entity_version: number }[]>`
    SELECT entity_id, entity_version FROM outbox WHERE kind = ${kind}`;
  return rows.map((row) => `${row.entity_id} ${row.entity_version}`);
}

export const edit = (actor: UserActor, id: string) =>
  withActor(actor, (scope) => getConferenceForEdit(scope, id));

/** The input with which the editor saves a conference as it stands, with some changes. */
export async function sameAgain(actor: UserActor, id: string, changes: Record<string, unknown> = {}) {
  const now = await edit(actor, id);
  return {
    id,
    version: now.version,
    kind: now.kind,
    visibility: now.visibility,
    name: now.name,
    description: now.description,
    location: now.location,
    localStart: now.localStart,
    timeZone: now.timeZone,
    durationMin: now.durationMin ?? 60,
    seatLimit: now.seatLimit,
    sendInvitations: now.sendInvitations,
    participants: now.participants.map(({ userId, role }) => ({ userId, role })),
    ...changes,
  };
}
