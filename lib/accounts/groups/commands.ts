import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { groupMembers, groupRights, groups, userSessions, users } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { channels } from "@/lib/realtime/channels";
import type { RightCode } from "@/lib/server/actor";
import { type CommandContext, command } from "@/lib/server/command";
import { mine, type Scope, type Tx } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";
import { asControl } from "../commands";
import { canCreateGroup, canDeleteGroup } from "./policy";
import { countGroups } from "./queries";
import { createGroupInput, groupInput, memberInput, saveGroupInput } from "./schema";

/** More pages than these are not told at once that rights changed: each request asks anew anyway. */
const TOLD = 500;

/** Tells the people of a group who are here that their rights changed. */
async function tellPeople({ tx, scope, publish }: CommandContext, group: Group): Promise<void> {
  const inGroup = sql`EXISTS (SELECT 1 FROM group_members m WHERE m.tenant_id = user_sessions.tenant_id
    AND m.group_id = ${group.id} AND m.user_id = user_sessions.user_id)`;
  const here = await tx
    .selectDistinct({ userId: userSessions.userId })
    .from(userSessions)
    .where(
      and(
        mine(scope, userSessions.tenantId),
        sql`revoked_at IS NULL AND last_seen_at > app_now() - interval '15 minutes'`,
        group.isEveryone ? undefined : inGroup,
      ),
    )
    .limit(TOLD);
  for (const { userId } of here) publish(channels.user(userId), "rights.changed", {});
}

async function writeRights(tx: Tx, scope: Scope, groupId: string, rights: readonly RightCode[]) {
  await tx
    .delete(groupRights)
    .where(and(mine(scope, groupRights.tenantId), eq(groupRights.groupId, groupId)));
  const rows = [...new Set(rights)].map((rightCode) => ({ tenantId: scope.tenantId, groupId, rightCode }));
  if (rows.length > 0) await tx.insert(groupRights).values(rows);
}

/** Said at its field; whoever is a moment too late reads the same from the index. */
async function refuseTaken({ tx, scope }: CommandContext, name: string, groupId?: string) {
  const [same] = await tx
    .select({ id: groups.id })
    .from(groups)
    .where(
      and(
        mine(scope, groups.tenantId),
        sql`${inNameOrder(groups.nameKey)} = lower(${name})`,
        groupId ? sql`${groups.id} <> ${groupId}` : undefined,
      ),
    );
  if (same) throw new AppError("invalid", undefined, { name: { code: "group_name_taken" } });
}

export const createGroup = command({
  name: "accounts.createGroup",
  input: createGroupInput,
  limits: [{ by: "actor", max: 60, seconds: 60 }],
  idempotencyKey: (input) => input.requestId,
  subject: async (scope) => ({ count: await countGroups(scope) }),
  can: canCreateGroup,
  run: async (context, { name, rights }) => {
    await refuseTaken(context, name);
    const { tenantId, scope } = context;
    const groupId = uuidv7();
    await asControl(context, async (tx) => {
      await tx.insert(groups).values({ tenantId, id: groupId, name });
      await writeRights(tx, scope, groupId, rights);
    });
    context.audit({ targetId: groupId, diff: { name, rights } });
    return { groupId };
  },
});

type Group = { id: string; isEveryone: boolean };

async function findGroup(scope: Scope, { groupId }: { groupId: string }): Promise<Group | null> {
  const [group] = await scope.tx
    .select({ id: groups.id, isEveryone: groups.isEveryone })
    .from(groups)
    .where(and(mine(scope, groups.tenantId), eq(groups.id, groupId)));
  return group ?? null;
}

export const saveGroup = command({
  name: "accounts.saveGroup",
  input: saveGroupInput,
  subject: findGroup,
  can: canAdminister,
  run: async (context, { version, name, rights }, group) => {
    const { scope } = context;
    if (group.isEveryone === (name !== undefined)) throw new AppError("invalid");
    if (name) await refuseTaken(context, name, group.id);
    await asControl(context, async (tx) => {
      const saved = await tx
        .update(groups)
        .set({ version: sql`${groups.version} + 1`, name: name ?? null })
        .where(and(mine(scope, groups.tenantId), eq(groups.id, group.id), eq(groups.version, version)))
        .returning({ id: groups.id });
      if (saved.length === 0) throw new AppError("conflict");
      await writeRights(tx, scope, group.id, rights);
    });
    await tellPeople(context, group);
    context.audit({ targetId: group.id, diff: { ...(name ? { name } : {}), rights } });
    return { groupId: group.id };
  },
});

export const deleteGroup = command({
  name: "accounts.deleteGroup",
  input: groupInput,
  subject: findGroup,
  can: canDeleteGroup,
  run: async (context, _input, group) => {
    await tellPeople(context, group);
    await asControl(context, async (tx) => {
      await tx.delete(groups).where(and(mine(context.scope, groups.tenantId), eq(groups.id, group.id)));
    });
    context.audit({ targetId: group.id });
    return {};
  },
});

/** A group that has members of its own, and somebody of the account; who has gone stays out. */
async function findMembership(scope: Scope, input: { groupId: string; userId: string }) {
  const group = await findGroup(scope, input);
  const [user] = await scope.tx
    .select({ id: users.id })
    .from(users)
    .where(and(mine(scope, users.tenantId), eq(users.id, input.userId), sql`${users.deletedAt} IS NULL`));
  return group && !group.isEveryone && user ? { group, user } : null;
}

export const addMember = command({
  name: "accounts.addMember",
  input: memberInput,
  subject: findMembership,
  can: canAdminister,
  run: async (context, { groupId, userId }) => {
    const { tenantId } = context;
    await asControl(context, async (tx) => {
      await tx.insert(groupMembers).values({ tenantId, groupId, userId }).onConflictDoNothing();
    });
    context.publish(channels.user(userId), "rights.changed", {});
    context.audit({ targetId: userId, diff: { groupId } });
    return {};
  },
});

export const removeMember = command({
  name: "accounts.removeMember",
  input: memberInput,
  subject: findMembership,
  can: canAdminister,
  run: async (context, { groupId, userId }) => {
    await asControl(context, async (tx) => {
      await tx
        .delete(groupMembers)
        .where(
          and(
            mine(context.scope, groupMembers.tenantId),
            eq(groupMembers.groupId, groupId),
            eq(groupMembers.userId, userId),
          ),
        );
    });
    context.publish(channels.user(userId), "rights.changed", {});
    context.audit({ targetId: userId, diff: { groupId } });
    return {};
  },
});
