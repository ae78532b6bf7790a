import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { conferences, participants, userConferences } from "@/db/schema";
import { person, removePerson, stillAdministers } from "@/lib/accounts/users/commands";
import { verifyCredentials } from "@/lib/auth/commands";
import { AppError } from "@/lib/errors";
import { clearAttempts } from "@/lib/server/attempts";
import { type CommandContext, command } from "@/lib/server/command";
import { mine } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { callOff, followInside, stamp, takeAway } from "../commands";
import { admit, dismiss, tellEverybody } from "../people/commands";
import { canDeleteUser } from "./policy";
import { findHeir, listMemberships, listOwned, type Owned } from "./queries";
import { deleteUserInput } from "./schema";

/**
 * Deletes a person of the account. Their conferences that lie ahead and their rooms go to somebody else, or do not take
 * place; those of others go on without them. What is over stays as it was.
 */
export const deleteUser = command({
  name: "conferences.deleteUser",
  input: deleteUserInput,
  limits: [{ by: "actor", max: 30, seconds: 60 }],
  // It cannot be taken back, so the password is asked each time.
  prepare: async ({ password }, actor) => {
    if (actor.kind !== "user") throw new AppError("signed_out");
    return verifyCredentials(actor.loginName, password, (await getServerSettings()).lockout);
  },
  subject: async (scope, { userId }) => {
    const user = await person(scope, { userId });
    if (!user) return null;
    const owned = await listOwned(scope, userId);
    return { ...user, owned, live: owned.filter(({ isLive }) => isLive).length };
  },
  can: canDeleteUser,
  run: async (ctx, input, user, { key }) => {
    await clearAttempts(ctx.tx, key);
    await stillAdministers(ctx);
    const heir = input.conferences === "transfer" ? await findHeir(ctx.scope, input.to) : null;
    if (input.conferences === "transfer" && (!heir || heir === user.id)) {
      throw new AppError("invalid", undefined, { to: { code: "user_unknown" } });
    }
    for (const conference of user.owned) {
      if (heir) await handOver(ctx, conference, user.id, heir);
      else if (conference.kind === "room") await takeAway(ctx, conference.id, conference.version);
      else await callOff(ctx, conference.id);
    }
    for (const { conferenceId, participantId } of await listMemberships(ctx.scope, user.id)) {
      await dismiss(ctx, conferenceId, [{ userId: user.id, participantId }]);
      await tellEverybody(ctx, conferenceId);
    }
    await removePerson(ctx, user.id);
    const diff = { conferences: input.conferences, owned: user.owned.length };
    ctx.audit({ targetId: user.id, diff });
    return { owned: user.owned.length };
  },
});

/** The conference has another owner, who takes the seat of the one before. */
async function handOver(
  ctx: CommandContext,
  { id, version }: Owned,
  from: string,
  to: string,
): Promise<void> {
  const { tx, scope } = ctx;
  const claimOf = (userId: string) =>
    and(
      mine(scope, participants.tenantId),
      eq(participants.conferenceId, id),
      eq(participants.userId, userId),
      eq(participants.state, "active"),
    );
  // One owner at a time: the old one steps down before the new one is made.
  const [before] = await tx
    .update(participants)
    .set({ role: "attendee" })
    .where(claimOf(from))
    .returning({ participantId: participants.id });
  await tx
    .update(conferences)
    .set({ ownerId: to, ...stamp(ctx) })
    .where(and(mine(scope, conferences.tenantId), eq(conferences.id, id)));
  if (before) await dismiss(ctx, id, [{ userId: from, ...before }]);
  const [known] = await tx
    .update(participants)
    .set({ role: "owner", origin: "owner" })
    .where(claimOf(to))
    .returning({ id: participants.id });
  if (known) {
    await tx
      .update(userConferences)
      .set({ isOwner: sql`true` })
      .where(
        and(
          mine(scope, userConferences.tenantId),
          eq(userConferences.conferenceId, id),
          eq(userConferences.userId, to),
        ),
      );
  } else await admit(ctx, id, [{ userId: to, role: "owner" }]);
  await tellEverybody(ctx, id, [from]);
  followInside(ctx, id, version);
}
