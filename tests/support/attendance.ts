import { uuidv7 } from "@/lib/ids";
import type { Conference } from "./conferences";
import { owner } from "./database";

/** One time that a conference takes place, with the functions that every entry and exit really goes through. */
export async function aSessionOf(conference: Conference) {
  const id = uuidv7();
  await owner()`INSERT INTO conference_sessions (tenant_id, id, conference_id, session_no, live_slot, started_at, lease_expires_at)
    SELECT ${conference.tenantId}, ${id}, ${conference.id}, count(*) + 1,
      (SELECT count(*) + 1 FROM conference_sessions WHERE tenant_id = ${conference.tenantId}), app_clock(), app_clock() + interval '1 hour'
    FROM conference_sessions WHERE conference_id = ${conference.id}`;
  const generations = new Map<string, number>();
  return {
    id,
    async join(participantId: string) {
      const [row] = await owner()<{ generation: number }[]>`
        SELECT record_join(${conference.tenantId}, ${conference.id}, ${id}, ${participantId}, gen_random_uuid(), '45 s') AS generation`;
      generations.set(participantId, row?.generation ?? 0);
    },
    async leave(participantId: string, why: "left" | "lapsed" | "ended" = "left") {
      await owner()`SELECT record_leave(${conference.tenantId}, ${participantId}, ${generations.get(participantId) ?? 0}, ${why})`;
    },
    async end() {
      await owner()`UPDATE conference_sessions SET ended_at = app_clock(), end_reason = 'ended_for_all', live_slot = NULL WHERE id = ${id}`;
    },
  };
}

type Someone = {
  name: string;
  email?: string | null;
  addedAt?: Date;
  firstJoinedAt?: Date | null;
};

/** People who came by the public link, written as rows: lists need more of them than commands would make in time. */
export async function walkIns(conference: Conference, people: readonly Someone[]): Promise<string[]> {
  const rows = people.map((person) => ({
    tenant_id: conference.tenantId,
    id: uuidv7(),
    conference_id: conference.id,
    origin: "walk_in",
    display_name: person.name,
    added_at: (person.addedAt ?? new Date()).toISOString(),
    first_joined_at: person.firstJoinedAt?.toISOString() ?? null,
    joins: person.firstJoinedAt ? 1 : 0,
  }));
  await owner()`INSERT INTO participants ${owner()(rows)}`;
  return rows.map((row) => row.id);
}

export async function participantOf(conference: Conference, userId: string): Promise<string> {
  const [row] = await owner()<{ id: string }[]>`
    SELECT id FROM participants WHERE conference_id = ${conference.id} AND user_id = ${userId}`;
  if (!row) throw new Error("not on the list");
  return row.id;
}
