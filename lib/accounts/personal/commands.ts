import "server-only";
import { and, eq } from "drizzle-orm";
import { users } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { command } from "@/lib/server/command";
import { mine } from "@/lib/server/scope";
import { canChangeOwn } from "../passwords/policy";
import { getSelfService } from "../passwords/queries";
import { saveNameInput } from "./schema";

/** The person's own name, where the server lets people change it (A03, G07). */
export const saveName = command({
  name: "accounts.saveName",
  input: saveNameInput,
  limits: [{ by: "actor", max: 30, seconds: 60 }],
  subject: getSelfService,
  can: (actor, subject) => canChangeOwn("name", actor, subject),
  run: async ({ tx, scope, actor, audit }, { displayName }) => {
    if (actor.kind !== "user") throw new AppError("signed_out");
    await tx
      .update(users)
      .set({ displayName })
      .where(and(mine(scope, users.tenantId), eq(users.id, actor.userId)));
    audit({ targetId: actor.userId, diff: { fields: ["displayName"] } });
    return {};
  },
});
