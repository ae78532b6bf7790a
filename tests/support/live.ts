import { randomUUID } from "node:crypto";
import { enterAsGuest, join } from "@/lib/live/commands";
import type { JoinResult } from "@/lib/live/schema";
import type { Actor } from "@/lib/server/actor";
import type { Conference } from "./conferences";
import { owner } from "./database";
import { as } from "./run";
import { anonymous, guestOf } from "./world";

export const aTab = (): string => randomUUID();

/** Enters like a click in the lobby does. */
export const enters = (actor: Actor, conference: Conference, clientId = aTab()): Promise<JoinResult> =>
  as(actor).do(join, { publicId: conference.publicId, clientId, takeOver: true });

/** Somebody from the street in a live public conference. */
export async function aWalkIn(conference: Conference, name = "Jean Passant") {
  const pass = await as(anonymous()).do(enterAsGuest, { publicId: conference.publicId, name });
  return guestOf(pass.participantId);
}

export type Entry = { kind: string; generation: number; occurred_at: Date };

/** The connection history of one person, oldest first. */
export const historyOf = (participantId: string) => owner()<Entry[]>`
  SELECT kind, generation, occurred_at FROM connection_events WHERE participant_id = ${participantId}
  ORDER BY occurred_at, generation`;

export type Stay = { joined_at: Date; left_at: Date | null };

export const staysOf = (participantId: string) => owner()<Stay[]>`
  SELECT joined_at, left_at FROM presence_intervals WHERE participant_id = ${participantId} ORDER BY joined_at`;

export type SessionRow = {
  id: string;
  session_no: number;
  live_slot: number;
  ended_at: Date | null;
  end_reason: string | null;
  ended_by: string | null;
};

export const sessionsOf = (conference: Conference) => owner()<SessionRow[]>`
  SELECT id, session_no, live_slot, ended_at, end_reason, ended_by FROM conference_sessions
  WHERE conference_id = ${conference.id} ORDER BY session_no`;
