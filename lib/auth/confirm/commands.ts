import "server-only";
import { and, eq } from "drizzle-orm";
import { userSessions } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { AppError } from "@/lib/errors";
import { clearAttempts } from "@/lib/server/attempts";
import { command } from "@/lib/server/command";
import { mine } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { verifyCredentials } from "../commands";
import { confirmInput } from "./schema";

/** The password again, for what is dangerous. Wrong ones count like those of signing in. */
export const confirmPassword = command({
  name: "auth.confirmPassword",
  input: confirmInput,
  limits: [{ by: "actor", max: 30, seconds: 60 }],
  prepare: async ({ password }, actor) => {
    if (actor.kind !== "user") throw new AppError("signed_out");
    return verifyCredentials(actor.loginName, password, (await getServerSettings()).lockout);
  },
  subject: async (scope) => (scope.actor.kind === "user" ? scope.actor : null),
  can: () => true,
  run: async ({ tx, scope, audit }, _input, me, { key }) => {
    await clearAttempts(tx, key);
    await tx
      .update(userSessions)
      .set({ confirmedAt: now })
      .where(and(mine(scope, userSessions.tenantId), eq(userSessions.idHash, me.sessionHash)));
    audit({ targetId: me.userId });
    return {};
  },
});
