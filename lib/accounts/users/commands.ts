import "server-only";
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import {
  accounts,
  avatars,
  groupMembers,
  groups,
  licences,
  loginNames,
  recoveryCodes,
  secondFactors,
  userRights,
  userSecrets,
  userSessions,
  users,
  userTokens,
} from "@/db/schema";
import { now } from "@/db/schema/columns";
import { endSessions } from "@/lib/auth/commands";
import { dropTokens, issueToken } from "@/lib/auth/tokens/commands";
import { AppError } from "@/lib/errors";
import { channels } from "@/lib/realtime/channels";
import { type CommandContext, command } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";
import { asControl, insertPerson } from "../commands";
import { canDisable, canSendLink, canSetAdministrator, type Governed } from "../policy";
import { governed } from "./queries";
import { administratorInput, endUserSessionInput, inviteUserInput, saveUserInput, userInput } from "./schema";

/**
 * A person of the account. What may take an administrator away holds the account first, so that two who take each
 * other's role are seen one after the other, and the second sees what the first one did.
 */
export async function person(scope: Scope, { userId }: { userId: string }): Promise<Governed | null> {
  await scope.tx.select({ id: accounts.id }).from(accounts).where(mine(scope, accounts.id)).for("update");
  const [user] = await scope.tx
    .select(governed(userId))
    .from(users)
    .where(and(mine(scope, users.tenantId), eq(users.id, userId), isNull(users.deletedAt)))
    .for("update");
  return user ?? null;
}

/** An administrator by the request may be none any more by the time the account is held. */
export async function stillAdministers({ tx, scope, actor }: CommandContext): Promise<void> {
  if (actor.kind !== "user") return;
  const [row] = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        mine(scope, users.tenantId),
        eq(users.id, actor.userId),
        sql`administrator_since IS NOT NULL AND disabled_at IS NULL AND deleted_at IS NULL`,
      ),
    );
  if (!row) throw new AppError("not_found");
}

/** The person, in reach and not disabled by somebody else meanwhile. */
const that = (scope: Scope, userId: string) => and(mine(scope, users.tenantId), eq(users.id, userId));

/** Said at its field; whoever is a moment too late reads the same from the index. */
async function refuseTaken(
  { tx, scope }: CommandContext,
  { login, email }: { login: string; email: string | null },
  userId?: string,
) {
  const [name] = await tx
    .select({ userId: loginNames.userId })
    .from(loginNames)
    .where(
      and(
        mine(scope, loginNames.tenantId),
        eq(loginNames.loginKey, login),
        userId ? ne(loginNames.userId, userId) : undefined,
      ),
    );
  const [address] = email
    ? await tx
        .select({ id: users.id })
        .from(users)
        .where(
          and(
            mine(scope, users.tenantId),
            eq(users.emailKey, email.toLowerCase()),
            isNull(users.deletedAt),
            userId ? ne(users.id, userId) : undefined,
          ),
        )
    : [];
  if (!name && !address) return;
  throw new AppError("invalid", undefined, {
    ...(name ? { login: { code: "user_id_taken" } } : {}),
    ...(address ? { email: { code: "email_taken" } } : {}),
  });
}

/** Mails a link by which the person sets a password; the one before opens nothing any more. */
export async function mailLink(
  { scope, enqueue }: CommandContext,
  userId: string,
  by: "invitation" | "reset",
) {
  const entityId = await issueToken(scope, { userId, purpose: "activate", payload: { by } });
  enqueue({ kind: "mail.activate", entityId });
}

/** A new person, who gets a mail with a link to set a password. */
export const inviteUser = command({
  name: "accounts.inviteUser",
  input: inviteUserInput,
  limits: [{ by: "actor", max: 60, seconds: 60 }],
  idempotencyKey: (input) => input.requestId,
  subject: async () => ({}),
  can: canAdminister,
  run: async (context, { displayName, login, email, groups: wanted }) => {
    await refuseTaken(context, { login, email });
    const { tx, scope, tenantId } = context;
    const blank = { secret: null, isAdministrator: false, accountRole: "member" } as const;
    const userId = await insertPerson(tx, tenantId, { displayName, login, email, ...blank });
    const found =
      wanted.length > 0
        ? await tx
            .select({ groupId: groups.id })
            .from(groups)
            .where(
              and(mine(scope, groups.tenantId), inArray(groups.id, wanted), eq(groups.isEveryone, false)),
            )
        : [];
    if (found.length > 0) {
      await asControl(context, async () => {
        await tx.insert(groupMembers).values(found.map(({ groupId }) => ({ tenantId, groupId, userId })));
      });
    }
    await mailLink(context, userId, "invitation");
    context.audit({ targetId: userId, diff: { groups: found.map(({ groupId }) => groupId) } });
    return { userId };
  },
});

/** Name, user ID and address. Another address or user ID ends what was open under the old one. */
export const saveUser = command({
  name: "accounts.saveUser",
  input: saveUserInput,
  subject: async (scope, { userId }) => {
    const [user] = await scope.tx
      .select({ id: users.id, email: users.email, login: loginNames.loginKey, name: users.displayName })
      .from(users)
      .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
      .where(and(that(scope, userId), isNull(users.deletedAt)))
      .for("update", { of: users });
    return user ?? null;
  },
  can: canAdminister,
  run: async (context, { version, displayName, login, email }, before) => {
    await refuseTaken(context, { login, email }, before.id);
    const { tx, scope } = context;
    const saved = await tx
      .update(users)
      .set({ displayName, email, version: sql`${users.version} + 1` })
      .where(and(that(scope, before.id), eq(users.version, version)))
      .returning({ id: users.id });
    if (saved.length === 0) throw new AppError("conflict");
    if (login !== before.login) {
      await tx
        .update(loginNames)
        .set({ loginKey: login })
        .where(and(mine(scope, loginNames.tenantId), eq(loginNames.userId, before.id)));
    }
    const changed = [
      displayName !== before.name && "name",
      login !== before.login && "login",
      email !== before.email && "email",
    ].filter(Boolean);
    const isSelf = context.actor.kind === "user" && context.actor.userId === before.id;
    if ((changed.includes("email") || changed.includes("login")) && !isSelf) {
      await endSessions(context, before.id);
    }
    context.audit({ targetId: before.id, diff: { changed } });
    return {};
  },
});

export const disableUser = command({
  name: "accounts.disableUser",
  input: userInput,
  subject: person,
  can: canDisable,
  run: async (context, _input, user) => {
    await stillAdministers(context);
    await context.tx
      .update(users)
      .set({ disabledAt: sql`coalesce(${users.disabledAt}, app_now())` })
      .where(that(context.scope, user.id));
    await endSessions(context, user.id);
    context.audit({ targetId: user.id });
    return {};
  },
});

export const enableUser = command({
  name: "accounts.enableUser",
  input: userInput,
  subject: person,
  can: canAdminister,
  run: async (context, _input, user) => {
    await context.tx.update(users).set({ disabledAt: null }).where(that(context.scope, user.id));
    context.audit({ targetId: user.id });
    return {};
  },
});

/** Gives the duty of an administrator or takes it; either way the person signs in anew. */
export const setAdministrator = command({
  name: "accounts.setAdministrator",
  input: administratorInput,
  subject: person,
  can: canSetAdministrator,
  run: async (context, { isAdministrator }, user) => {
    await stillAdministers(context);
    if (user.isAdministrator === isAdministrator) return {};
    await context.tx
      .update(users)
      .set({ administratorSince: isAdministrator ? now : null })
      .where(that(context.scope, user.id));
    await endSessions(context, user.id);
    context.audit({ targetId: user.id, diff: { isAdministrator } });
    return {};
  },
});

/**
 * Mails a link by which the person sets a password. One that was set opens nothing any more, and what was open with it
 * ends.
 */
export const sendPasswordLink = command({
  name: "accounts.sendPasswordLink",
  input: userInput,
  limits: [{ by: "actor", max: 60, seconds: 60 }],
  subject: person,
  can: canSendLink,
  run: async (context, _input, user) => {
    const { tx, scope, audit } = context;
    if (user.hasPassword) {
      await tx
        .delete(userSecrets)
        .where(
          and(
            mine(scope, userSecrets.tenantId),
            eq(userSecrets.userId, user.id),
            eq(userSecrets.kind, "password"),
          ),
        );
      await endSessions(context, user.id);
    }
    await dropTokens(scope, user.id, "reset_password");
    await mailLink(context, user.id, user.hasPassword ? "reset" : "invitation");
    audit({ targetId: user.id, diff: { hadPassword: user.hasPassword } });
    return { email: user.email };
  },
});

/** Ends one session of somebody of the account. */
export const endUserSession = command({
  name: "accounts.endUserSession",
  input: endUserSessionInput,
  subject: async (scope, { userId, session }) => {
    const [row] = await scope.tx
      .select({ idHash: userSessions.idHash, userId: userSessions.userId })
      .from(userSessions)
      .where(
        and(
          mine(scope, userSessions.tenantId),
          eq(userSessions.userId, userId),
          eq(userSessions.idHash, Buffer.from(session, "hex")),
          isNull(userSessions.revokedAt),
        ),
      );
    return row ?? null;
  },
  can: canAdminister,
  run: async ({ tx, scope, audit, publish, disconnect }, _input, { idHash, userId }) => {
    await tx
      .update(userSessions)
      .set({ revokedAt: now })
      .where(and(mine(scope, userSessions.tenantId), eq(userSessions.idHash, idHash)));
    // Pages look whether they are still signed in; the others stay as they are.
    publish(channels.user(userId), "session.ended", {});
    disconnect(userId);
    audit({ targetId: userId });
    return {};
  },
});

/** Ends every session of somebody of the account at once. */
export const endUserSessions = command({
  name: "accounts.endUserSessions",
  input: userInput,
  subject: person,
  can: canAdminister,
  run: async (context, _input, user) => {
    await endSessions(context, user.id);
    context.audit({ targetId: user.id });
    return {};
  },
});

/**
 * Takes a person out for good: nobody can sign in as them, the user ID and the address are free again. What they did
 * keeps their name.
 */
export async function removePerson(context: CommandContext, userId: string): Promise<void> {
  const { tx, scope } = context;
  await endSessions(context, userId);
  await tx
    .update(users)
    .set({ deletedAt: now, email: null, administratorSince: null, avatarVersion: null })
    .where(that(scope, userId));
  await tx.delete(loginNames).where(and(mine(scope, loginNames.tenantId), eq(loginNames.userId, userId)));
  for (const table of [userSecrets, secondFactors, recoveryCodes, userTokens, avatars]) {
    await tx.delete(table).where(and(mine(scope, table.tenantId), eq(table.userId, userId)));
  }
  await asControl(context, async () => {
    for (const table of [groupMembers, userRights, licences]) {
      await tx.delete(table).where(and(mine(scope, table.tenantId), eq(table.userId, userId)));
    }
  });
}
