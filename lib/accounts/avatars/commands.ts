import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { avatars, users } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { emptyInput } from "@/lib/auth/schema";
import { AppError } from "@/lib/errors";
import { command } from "@/lib/server/command";
import { squarePicture } from "@/lib/server/pictures";
import { mine, type Scope } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { canChangeOwn } from "../passwords/policy";
import { getSelfService } from "../passwords/queries";
import { AVATAR_SIDE, kindOfPicture } from "./rules";
import { saveAvatarInput } from "./schema";

const ownRow = (scope: Scope, userId: string) => and(mine(scope, users.tenantId), eq(users.id, userId));

/** The person's own picture, drawn anew before it is kept (G03, G04). */
export const saveAvatar = command({
  name: "accounts.saveAvatar",
  input: saveAvatarInput,
  limits: [{ by: "actor", max: 60, seconds: 3600 }],
  prepare: async ({ image }, actor) => {
    if (actor.kind !== "user" || !(await getServerSettings()).selfService.picture) return null;
    if (!kindOfPicture(image)) throw new AppError("picture_kind");
    const drawn = await squarePicture(image, AVATAR_SIDE);
    if (!drawn) throw new AppError("picture_unreadable");
    return drawn;
  },
  subject: getSelfService,
  can: (actor, subject) => canChangeOwn("picture", actor, subject),
  run: async ({ tx, scope, tenantId, actor, audit }, _input, _subject, image) => {
    if (actor.kind !== "user" || !image) throw new AppError("signed_out");
    const { userId } = actor;
    await tx
      .insert(avatars)
      .values({ tenantId, userId, image })
      .onConflictDoUpdate({ target: [avatars.tenantId, avatars.userId], set: { image, savedAt: now } });
    const [row] = await tx
      .update(users)
      .set({ avatarVersion: sql`coalesce(${users.avatarVersion}, 0) + 1` })
      .where(ownRow(scope, userId))
      .returning({ version: users.avatarVersion });
    audit({ targetId: userId, diff: { fields: ["picture"] } });
    return { version: row?.version ?? 1 };
  },
});

/** Back to the letters of the name. */
export const removeAvatar = command({
  name: "accounts.removeAvatar",
  input: emptyInput,
  subject: getSelfService,
  can: (actor, subject) => canChangeOwn("picture", actor, subject),
  run: async ({ tx, scope, actor, audit }) => {
    if (actor.kind !== "user") throw new AppError("signed_out");
    await tx.delete(avatars).where(and(mine(scope, avatars.tenantId), eq(avatars.userId, actor.userId)));
    await tx.update(users).set({ avatarVersion: null }).where(ownRow(scope, actor.userId));
    audit({ targetId: actor.userId, diff: { fields: ["picture"] } });
    return {};
  },
});
