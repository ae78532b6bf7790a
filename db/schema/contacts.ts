import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { at, inNameOrder, now, searchKey, tenantId } from "./columns";

/** A person or call string that a user keeps for himself, beside the account's directory (H03, W09, W10). */
export const contacts = pgTable(
  "contacts",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    ownerId: uuid("owner_id").notNull(),
    kind: text("kind", { enum: ["person", "call_string"] }).notNull(),
    displayName: text("display_name").notNull(),
    /** Every word by which the contact is found, each after a space (see lib/contacts/rules.ts). */
    searchKey: searchKey("search_key").notNull(),
    company: text("company"),
    emails: text("emails").array().notNull().default(sql`'{}'::text[]`),
    phones: text("phones").array().notNull().default(sql`'{}'::text[]`),
    callString: text("call_string"),
    note: text("note"),
    version: integer("version").notNull().default(1),
    createdAt: at("created_at").notNull().default(now),
    /** Can be taken back for a day; housekeeping removes it then. */
    deletedAt: at("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: "contacts_owner_fk",
      columns: [t.tenantId, t.ownerId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete("cascade"),
    index("contacts_list_idx")
      .on(t.tenantId, t.ownerId, inNameOrder(t.displayName), t.id)
      .where(sql`deleted_at IS NULL`),
    index("contacts_deleted_idx").on(t.deletedAt).where(sql`deleted_at IS NOT NULL`),
    check("contacts_display_name", sql`length(${t.displayName}) BETWEEN 1 AND 500`),
    check("contacts_kind", sql`${t.kind} IN ('person','call_string')`),
    check("contacts_call_string", sql`(${t.kind} = 'call_string') = (${t.callString} IS NOT NULL)`),
    check("contacts_addresses", sql`cardinality(${t.emails}) <= 10 AND cardinality(${t.phones}) <= 10`),
  ],
);
