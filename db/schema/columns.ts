import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { customType, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** A 32-byte digest: a token in clear does not fit into such a column. */
export const digest = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "digest32" });

/** Sealed bytes (see lib/server/crypto.ts). */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** `email_address` refuses what is not one mailbox. */
export const emailAddress = customType<{ data: string; driverData: string }>({
  dataType: () => "email_address",
});

/** Search keys compare bytes, so that their index also works under row-level security. */
export const searchKey = customType<{ data: string; driverData: string }>({
  dataType: () => 'text COLLATE "C"',
});

/**
 * A name's key in the order of dictionaries: É beside E, whatever the server's own language. An index and the keyset
 * over it name the same order, or the one does not serve the other.
 */
export const inNameOrder = (key: SQLWrapper): SQL => sql`${key} COLLATE "und-x-icu"`;

/** The wall clock of a plan: no zone. Read and written as `YYYY-MM-DD HH:mm:ss`. */
export const wallClock = (name: string) => timestamp(name, { mode: "string", precision: 0 });

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Every table of an account begins with it; it is the first column of every key. */
export const tenantId = () => uuid("tenant_id").notNull();

/** The database's clock; tests shift it (see `app_now()` in the migrations). */
export const now = sql`app_now()`;

/** One of the rights that an administrator can give (lib/accounts/rules.ts has their order). */
export const rightCode = () =>
  text("right_code", {
    enum: [
      "address_book",
      "calls",
      "create_conferences",
      "share_screen",
      "remote_control",
      "show_slides",
      "share_files",
      "record",
      "operator",
      "start_chats",
    ],
  }).notNull();
