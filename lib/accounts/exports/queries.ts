import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { users } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { mine, type Scope } from "@/lib/server/scope";
import { cursorRows } from "@/lib/server/stream";
import { canAdminister } from "@/lib/settings/policy";

const u = alias(users, "u");

export type ExportedUser = {
  name: string;
  email: string | null;
  login: string;
  groups: string[];
  state: "active" | "invited" | "disabled";
  administrator: boolean;
};

/** Everybody of the account in the order of their names, for a file. */
export async function* streamUsers(scope: Scope): AsyncGenerator<ExportedUser> {
  if (canAdminister(scope.actor) !== true) throw notFound();
  yield* cursorRows<ExportedUser>(
    scope,
    sql`SELECT u.display_name AS name, u.email, n.login_key AS login,
      ARRAY(SELECT g.name FROM group_members m JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
        WHERE m.tenant_id = u.tenant_id AND m.user_id = u.id ORDER BY g.name_key COLLATE "und-x-icu") AS groups,
      CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled'
        WHEN NOT EXISTS (SELECT 1 FROM user_secrets s WHERE s.tenant_id = u.tenant_id AND s.user_id = u.id
          AND s.kind = 'password') THEN 'invited' ELSE 'active' END AS state,
      u.administrator_since IS NOT NULL AS administrator
      FROM users u JOIN login_names n ON n.tenant_id = u.tenant_id AND n.user_id = u.id
      WHERE ${mine(scope, u.tenantId)} AND u.deleted_at IS NULL
      ORDER BY u.name_key COLLATE "und-x-icu", u.id`,
  );
}
