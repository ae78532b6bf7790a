import { createConference } from "@/lib/conferences/commands";
import { uuidv7 } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { owner } from "./database";
import { as } from "./run";

export type Plan = {
  name?: string;
  localStart?: string | null;
  zone?: string;
  durationMin?: number;
  invited?: string[];
  moderators?: string[];
  visibility?: "private" | "public";
  pin?: string;
  location?: string;
  registration?: { closing: "at_start" };
};

/** A conference made by the real command; without a start it is a room. */
export async function plan(by: UserActor, p: Plan = {}) {
  const localStart = p.localStart === undefined ? "2026-11-24T14:00" : p.localStart;
  return as(by).do(createConference, {
    name: p.name ?? "Réunion",
    localStart,
    timeZone: localStart ? (p.zone ?? "Europe/Paris") : null,
    durationMin: p.durationMin ?? 60,
    visibility: p.visibility ?? "private",
    pin: p.pin,
    location: p.location ?? "",
    registration: p.registration,
    participants: [
      ...(p.invited ?? []).map((userId) => ({ userId, role: "attendee" })),
      ...(p.moderators ?? []).map((userId) => ({ userId, role: "moderator" })),
    ],
  });
}

/** A session with one person in, as joining leaves it. */
export async function goLive(tenantId: string, conferenceId: string, userId: string) {
  const session = uuidv7();
  const sql = owner();
  await sql`INSERT INTO conference_sessions (tenant_id, id, conference_id, session_no, live_slot, lease_expires_at)
    SELECT ${tenantId}, ${session}, ${conferenceId}, 1, coalesce(max(live_slot), 0) + 1, app_now() + interval '45 s'
    FROM conference_sessions WHERE tenant_id = ${tenantId} AND ended_at IS NULL`;
  await sql`SELECT record_join(${tenantId}, ${conferenceId}, ${session}, p.id, ${uuidv7()}, interval '45 s')
    FROM participants p WHERE p.conference_id = ${conferenceId} AND p.user_id = ${userId}`;
}
