import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { conferences, participants, seatPools, userConferences, users } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { channels } from "@/lib/realtime/channels";
import type { CommandContext } from "@/lib/server/command";
import { mine } from "@/lib/server/scope";
import { listInvited } from "../queries";

/** The parts of the conference commands that concern people: their seats, their lists and what they are told. */

type Claim = { userId: string; role: "owner" | "moderator" | "attendee" };

export const userOf = (ctx: CommandContext): string => {
  if (ctx.actor.kind !== "user") throw new AppError("signed_out");
  return ctx.actor.userId;
};

/** Gives people of the account a seat and the conference a place in their lists; all of them or nobody. */
export async function admit(ctx: CommandContext, id: string, claims: Claim[], mail = false): Promise<void> {
  if (claims.length === 0) return;
  const found = await ctx.tx
    .select({ id: users.id, name: users.displayName, email: users.email })
    .from(users)
    .where(
      and(
        mine(ctx.scope, users.tenantId),
        inArray(
          users.id,
          claims.map((c) => c.userId),
        ),
        isNull(users.deletedAt),
        isNull(users.disabledAt),
      ),
    );
  if (found.length < claims.length) {
    throw new AppError("invalid", undefined, { participants: { code: "user_unknown" } });
  }
  const seatPoolId = await takeSeats(ctx, id, claims.length);
  const people = new Map(found.map((user) => [user.id, user]));
  const rows = claims.map(({ userId, role }) => ({
    tenantId: ctx.tenantId,
    id: uuidv7(),
    conferenceId: id,
    seatPoolId,
    origin: role === "owner" ? ("owner" as const) : ("invited" as const),
    role,
    userId,
    displayName: people.get(userId)?.name ?? "",
    email: people.get(userId)?.email ?? null,
    addedBy: userOf(ctx),
  }));
  await ctx.tx.insert(participants).values(rows);
  await enterLists(ctx, id, found);
  if (!mail) return;
  for (const row of rows) if (row.email) ctx.enqueue({ kind: "mail.invitation", entityId: row.id });
}

/** One statement decides and counts, so that two commands cannot both take the last seat (rule 4). */
async function takeSeats(ctx: CommandContext, id: string, count: number): Promise<string> {
  const held = sql`${seatPools.seatsInvited} + ${seatPools.seatsRegistered}`;
  const here = and(mine(ctx.scope, seatPools.tenantId), eq(seatPools.conferenceId, id));
  const [pool] = await ctx.tx
    .update(seatPools)
    .set({ seatsInvited: sql`${seatPools.seatsInvited} + ${count}` })
    .where(and(here, sql`${held} + ${count} <= ${seatPools.capacity}`))
    .returning({ id: seatPools.id });
  if (pool) return pool.id;
  const [full] = await ctx.tx
    .select({ limit: seatPools.capacity, count: sql<number>`${held} + ${count}` })
    .from(seatPools)
    .where(here);
  const params = { limit: full?.limit ?? 0, count: full?.count ?? count };
  throw new AppError("invalid", undefined, { participants: { code: "too_many_invited", params } });
}

async function enterLists(ctx: CommandContext, id: string, people: { id: string }[]): Promise<void> {
  const ids = people.map((person) => person.id);
  await ctx.tx.execute(sql`
    INSERT INTO user_conferences (tenant_id, user_id, conference_id, kind, visibility, mode, is_owner, sort_at, span_starts_at, span_ends_at)
    SELECT c.tenant_id, u.id, c.id, c.kind, c.visibility, c.mode, u.id = c.owner_id,
      coalesce(c.first_starts_at, c.created_at), c.first_starts_at, c.last_ends_at
    FROM conferences c JOIN users u ON u.tenant_id = c.tenant_id AND u.id IN ${ids}
    WHERE c.tenant_id = ${ctx.tenantId} AND c.id = ${id}
    ON CONFLICT (tenant_id, user_id, conference_id) DO NOTHING`);
}

type Wanted = { userId: string; role: "moderator" | "attendee" };

/** Who is to go, to come and to change role; nobody when the save does not speak of people. */
export async function comparePeople(ctx: CommandContext, id: string, ownerId: string, wanted?: Wanted[]) {
  const present = wanted ? await listInvited(ctx.scope, id) : [];
  const others = (wanted ?? []).filter((p) => p.userId !== ownerId);
  const roles = new Map(others.map((p) => [p.userId, p.role]));
  const known = new Set(present.map((p) => p.userId));
  return {
    gone: present.filter((p) => !roles.has(p.userId)),
    came: others.filter((p) => !known.has(p.userId)),
    changed: present.flatMap((p) => {
      const role = roles.get(p.userId);
      const { participantId, userId } = p;
      return role && role !== p.role ? [{ participantId, userId, role }] : [];
    }),
  };
}

/** Takes the claim, the seat and the entry in the list back, and renames the channel that they could hear. */
export async function dismiss(
  ctx: CommandContext,
  id: string,
  people: { userId: string; participantId: string }[],
): Promise<void> {
  if (people.length === 0) return;
  const ended = await ctx.tx
    .update(participants)
    .set({ state: "removed", endedAt: sql`app_now()` })
    .where(
      and(
        mine(ctx.scope, participants.tenantId),
        inArray(
          participants.id,
          people.map((p) => p.participantId),
        ),
        eq(participants.state, "active"),
      ),
    )
    .returning({ id: participants.id });
  await ctx.tx
    .update(seatPools)
    .set({ seatsInvited: sql`${seatPools.seatsInvited} - ${ended.length}` })
    .where(and(mine(ctx.scope, seatPools.tenantId), eq(seatPools.conferenceId, id)));
  await ctx.tx.delete(userConferences).where(
    and(
      mine(ctx.scope, userConferences.tenantId),
      eq(userConferences.conferenceId, id),
      inArray(
        userConferences.userId,
        people.map((p) => p.userId),
      ),
    ),
  );
  const [renamed] = await ctx.tx
    .update(conferences)
    .set({ channelEpoch: sql`${conferences.channelEpoch} + 1` })
    .where(and(mine(ctx.scope, conferences.tenantId), eq(conferences.id, id)))
    .returning({ epoch: conferences.channelEpoch });
  if (renamed) ctx.publish(channels.meeting(id, renamed.epoch - 1), "channel.renamed", {});
  for (const { userId } of people) ctx.disconnect(userId);
}

/**
 * Tells those who were taken off that the entry in their calendar is void: whoever got one by mail, while what it is
 * about still lies ahead. A mail that still waits is dropped, so whoever never got one hears nothing.
 */
export async function mailDismissed(
  ctx: CommandContext,
  id: string,
  people: { participantId: string }[],
): Promise<void> {
  if (people.length === 0) return;
  const ids = people.map((p) => p.participantId);
  await ctx.tx.execute(sql`
    INSERT INTO outbox (id, tenant_id, kind, entity_id)
    SELECT gen_random_uuid(), p.tenant_id, 'mail.removed', p.id
    FROM participants p JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id
      JOIN conferences c ON c.tenant_id = p.tenant_id AND c.id = p.conference_id
    WHERE p.tenant_id = ${ctx.tenantId} AND p.conference_id = ${id} AND p.id IN ${ids}
      AND u.deleted_at IS NULL AND u.disabled_at IS NULL AND p.user_id IS DISTINCT FROM ${userOf(ctx)}
      AND (c.last_ends_at IS NULL OR c.last_ends_at > app_now())
      AND EXISTS (SELECT 1 FROM mail_messages m WHERE m.tenant_id = p.tenant_id AND m.entity_id = p.id
        AND m.template IN ('invitation', 'changed') AND m.state <> 'failed')
    ON CONFLICT DO NOTHING`);
}

/** Whether one of them was taken off this conference before: their calendars have it as void. */
export async function comesBack(
  ctx: CommandContext,
  id: string,
  people: { userId: string }[],
): Promise<boolean> {
  if (people.length === 0) return false;
  const rows = await ctx.tx
    .select({ id: participants.id })
    .from(participants)
    .where(
      and(
        mine(ctx.scope, participants.tenantId),
        eq(participants.conferenceId, id),
        eq(participants.state, "removed"),
        inArray(
          participants.userId,
          people.map((p) => p.userId),
        ),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Whoever has less to say from now on subscribes anew, as what they are now. */
export async function changeRoles(
  ctx: CommandContext,
  people: { participantId: string; userId: string; role: "moderator" | "attendee" }[],
): Promise<void> {
  for (const { participantId, userId, role } of people) {
    if (role === "attendee") ctx.disconnect(userId);
    await ctx.tx
      .update(participants)
      .set({ role })
      .where(and(mine(ctx.scope, participants.tenantId), eq(participants.id, participantId)));
  }
}

/**
 * One mail for everybody with a claim and an address except the one who acts. Guests who registered always get it;
 * users do where `users` says so. Returns how many. A set, because a webinar may hold thousands.
 */
export async function mailEverybody(
  ctx: CommandContext,
  id: string,
  mail: { kind: "mail.changed" | "mail.cancelled"; version: number; users: boolean },
): Promise<number> {
  const rows = await ctx.tx.execute(sql`
    INSERT INTO outbox (id, tenant_id, kind, entity_id, entity_version)
    SELECT gen_random_uuid(), p.tenant_id, ${mail.kind}, p.id, ${mail.version}
    FROM participants p LEFT JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id
    WHERE p.tenant_id = ${ctx.tenantId} AND p.conference_id = ${id} AND p.state = 'active'
      AND (p.origin = 'registered' OR (${mail.users} AND u.deleted_at IS NULL AND u.disabled_at IS NULL))
      AND coalesce(u.email, p.email) IS NOT NULL AND p.user_id IS DISTINCT FROM ${userOf(ctx)}
    ON CONFLICT DO NOTHING RETURNING 1`);
  return rows.length;
}

/** Lists and cards that are open somewhere fetch again. */
export function tell(ctx: CommandContext, conferenceId: string, userIds: Iterable<string>): void {
  for (const userId of new Set(userIds)) {
    ctx.publish(channels.user(userId), "list.changed", { conferenceId });
  }
}

export async function tellEverybody(ctx: CommandContext, id: string, gone: string[] = []): Promise<void> {
  const rows = await ctx.tx
    .select({ userId: userConferences.userId })
    .from(userConferences)
    .where(and(mine(ctx.scope, userConferences.tenantId), eq(userConferences.conferenceId, id)));
  tell(ctx, id, [...gone, ...rows.map((row) => row.userId)]);
}
