import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { accounts, users } from "./accounts";
import { at, inNameOrder, now, rightCode, searchKey, tenantId } from "./columns";

/**
 * People of an account who are given the same rights. One of them, made with the account, is everyone: it has no name
 * and no rows of members.
 */
export const groups = pgTable(
  "groups",
  {
    tenantId: tenantId().references(() => accounts.id),
    id: uuid("id").notNull(),
    name: text("name"),
    nameKey: searchKey("name_key").generatedAlwaysAs(sql`lower(name)`),
    isEveryone: boolean("is_everyone").notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: at("created_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("groups_name_key").on(t.tenantId, inNameOrder(t.nameKey)),
    uniqueIndex("groups_everyone_key").on(t.tenantId).where(sql`is_everyone`),
    check("groups_name", sql`length(${t.name}) BETWEEN 1 AND 100`),
    check("groups_everyone", sql`${t.isEveryone} = (${t.name} IS NULL)`),
  ],
);

const groupKey = (t: { tenantId: never; groupId: never }, name: string) =>
  foreignKey({
    name,
    columns: [t.tenantId, t.groupId],
    foreignColumns: [groups.tenantId, groups.id],
  }).onDelete("cascade");

export const groupMembers = pgTable(
  "group_members",
  {
    tenantId: tenantId(),
    groupId: uuid("group_id").notNull(),
    userId: uuid("user_id").notNull(),
    addedAt: at("added_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.groupId, t.userId] }),
    groupKey(t as never, "group_members_group_fk"),
    foreignKey({
      name: "group_members_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete("cascade"),
    index("group_members_user_idx").on(t.tenantId, t.userId),
  ],
);

/** A right that a group gives to each of its people. */
export const groupRights = pgTable(
  "group_rights",
  {
    tenantId: tenantId(),
    groupId: uuid("group_id").notNull(),
    rightCode: rightCode(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.groupId, t.rightCode] }),
    groupKey(t as never, "group_rights_group_fk"),
  ],
);
