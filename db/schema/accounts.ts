import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, bytes, digest, emailAddress, inNameOrder, now, rightCode, searchKey, tenantId } from "./columns";

/** An account is a tenant: one organisation's users, conferences and settings. */
export const accounts = pgTable(
  "accounts",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull().default("Europe/Paris"),
    locale: text("locale", { enum: ["en", "fr"] })
      .notNull()
      .default("en"),
    /** How many conferences may be live at the same time (rule 13). */
    parallelEvents: smallint("parallel_events").notNull().default(1),
    /** How many people may hold a PRO licence, and be signed in to the area, at the same time; null: without limit. */
    proLicences: integer("pro_licences"),
    onlineLicences: integer("online_licences"),
    /** What people see of their own licence, and whether they may extend it, and how often (rule 5). */
    showsLicences: boolean("shows_licences").notNull().default(true),
    mayExtendLicences: boolean("may_extend_licences").notNull().default(true),
    licenceExtensions: smallint("licence_extensions"),
    createdAt: at("created_at").notNull().default(now),
    suspendedAt: at("suspended_at"),
  },
  (t) => [
    check("accounts_name", sql`length(${t.name}) BETWEEN 1 AND 200`),
    check("accounts_parallel_events", sql`${t.parallelEvents} BETWEEN 1 AND 1000`),
    check("accounts_licences", sql`${t.proLicences} >= 0 AND ${t.onlineLicences} >= 0`),
    check("accounts_licence_extensions", sql`${t.licenceExtensions} BETWEEN 1 AND 1000`),
    check("accounts_locale", sql`${t.locale} IN ('en','fr')`),
  ],
);

export const users = pgTable(
  "users",
  {
    tenantId: tenantId().references(() => accounts.id),
    id: uuid("id").notNull(),
    displayName: text("display_name").notNull(),
    nameKey: searchKey("name_key").generatedAlwaysAs(sql`lower(display_name)`),
    email: emailAddress("email"),
    emailKey: searchKey("email_key").generatedAlwaysAs(sql`lower(email)`),
    accountRole: text("account_role", { enum: ["host", "collaborator", "member"] })
      .notNull()
      .default("member"),
    /** Set for an administrator of the account. */
    administratorSince: at("administrator_since"),
    locale: text("locale", { enum: ["en", "fr"] }),
    timeZone: text("time_zone"),
    theme: text("theme", { enum: ["light", "dark"] }),
    /** Counts the pictures that the person has had; null without one. Part of the picture's address. */
    avatarVersion: integer("avatar_version"),
    /** Raised to end every session of the user at once. */
    sessionEpoch: integer("session_epoch").notNull().default(1),
    version: integer("version").notNull().default(1),
    createdAt: at("created_at").notNull().default(now),
    disabledAt: at("disabled_at"),
    deletedAt: at("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("users_id_key").on(t.id),
    uniqueIndex("users_email_key").on(t.tenantId, t.emailKey).where(sql`deleted_at IS NULL`),
    uniqueIndex("users_one_host_key").on(t.tenantId).where(sql`account_role = 'host' AND deleted_at IS NULL`),
    index("users_name_idx").on(t.tenantId, inNameOrder(t.nameKey), t.id).where(sql`deleted_at IS NULL`),
    // A forgotten password is asked for by address, before any account is known.
    index("users_address_idx").on(t.emailKey).where(sql`deleted_at IS NULL`),
    check("users_display_name", sql`length(${t.displayName}) BETWEEN 1 AND 500`),
    check("users_account_role", sql`${t.accountRole} IN ('host','collaborator','member')`),
  ],
);

const userKey = (t: { tenantId: never; userId: never }, name: string) =>
  foreignKey({ name, columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] });

/** The server-wide name space of user IDs. */
export const loginNames = pgTable(
  "login_names",
  { loginKey: text("login_key").primaryKey(), tenantId: tenantId(), userId: uuid("user_id").notNull() },
  (t) => [
    userKey(t as never, "login_names_user_fk").onDelete("cascade"),
    unique("login_names_user_key").on(t.tenantId, t.userId),
    check("login_names_lower", sql`${t.loginKey} = lower(${t.loginKey})`),
  ],
);

export const userSecrets = pgTable(
  "user_secrets",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    kind: text("kind", { enum: ["password"] }).notNull(),
    secret: text("secret").notNull(),
    changedAt: at("changed_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId, t.kind] }),
    userKey(t as never, "user_secrets_user_fk").onDelete("cascade"),
  ],
);

/** Failed tries by purpose and HMAC of what was typed, so that unknown names lock exactly like real ones (rule 9). */
export const attemptCounters = pgTable(
  "attempt_counters",
  {
    key: digest("key").primaryKey(),
    purpose: text("purpose", {
      enum: ["sign_in", "meeting_pin", "guest_page", "old_password", "second_factor"],
    }).notNull(),
    failures: integer("failures").notNull().default(0),
    lockedUntil: at("locked_until"),
    lastAt: at("last_at").notNull().default(now),
  },
  (t) => [index("attempt_counters_last_idx").on(t.lastAt)],
);

/** The truth behind the session cookie: decides each request. */
export const userSessions = pgTable(
  "user_sessions",
  {
    idHash: digest("id_hash").primaryKey(),
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    epoch: integer("epoch").notNull(),
    createdAt: at("created_at").notNull().default(now),
    lastSeenAt: at("last_seen_at").notNull().default(now),
    idleExpiresAt: at("idle_expires_at").notNull(),
    absoluteExpiresAt: at("absolute_expires_at").notNull(),
    revokedAt: at("revoked_at"),
    /** The password was typed again, for what is dangerous; signing in counts, too. */
    confirmedAt: at("confirmed_at"),
    ip: text("ip"),
    userAgent: text("user_agent"),
  },
  (t) => [
    userKey(t as never, "user_sessions_user_fk").onDelete("cascade"),
    check("user_sessions_expiry", sql`${t.idleExpiresAt} <= ${t.absoluteExpiresAt}`),
    index("user_sessions_user_idx").on(t.tenantId, t.userId).where(sql`revoked_at IS NULL`),
    index("user_sessions_sweep_idx").on(t.absoluteExpiresAt),
  ],
);

export const oneTimeTokens = pgTable(
  "one_time_tokens",
  {
    tokenHash: digest("token_hash").primaryKey(),
    purpose: text("purpose", { enum: ["first_administrator"] }).notNull(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
  },
  (t) => [index("one_time_tokens_purpose_idx").on(t.purpose, t.expiresAt)],
);

/** Pictures of people, made anew here: square, small, without what cameras write into theirs. */
export const avatars = pgTable(
  "avatars",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    image: bytes("image").notNull(),
    savedAt: at("saved_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId] }),
    userKey(t as never, "avatars_user_fk").onDelete("cascade"),
    check("avatars_size", sql`octet_length(${t.image}) <= 200000`),
  ],
);

/** Links by mail that work once (see lib/auth/tokens). The link itself is not kept, only what it hashes to. */
export const userTokens = pgTable(
  "user_tokens",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    purpose: text("purpose", { enum: ["activate", "reset_password", "confirm_email"] }).notNull(),
    tokenHash: digest("token_hash").notNull().unique("user_tokens_hash_key"),
    /** What the link is about, for example the address that it confirms. */
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull().default({}),
    createdAt: at("created_at").notNull().default(now),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    userKey(t as never, "user_tokens_user_fk").onDelete("cascade"),
    uniqueIndex("user_tokens_open_key").on(t.tenantId, t.userId, t.purpose).where(sql`used_at IS NULL`),
    index("user_tokens_expiry_idx").on(t.expiresAt),
  ],
);

/** The second step of signing in: the key that an app on the person's telephone has, too (RFC 6238). */
export const secondFactors = pgTable(
  "second_factors",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    keySealed: bytes("key_sealed").notNull(),
    /** The step of the last code that was used: neither it nor an older one counts again. */
    lastStep: integer("last_step").notNull().default(0),
    createdAt: at("created_at").notNull().default(now),
    /** Null until a code has shown that the app has the key: before that it is not asked for. */
    confirmedAt: at("confirmed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId] }),
    userKey(t as never, "second_factors_user_fk").onDelete("cascade"),
  ],
);

/** Codes that stand in for the app once each. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    codeHash: digest("code_hash").notNull(),
    usedAt: at("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId, t.codeHash] }),
    userKey(t as never, "recovery_codes_user_fk").onDelete("cascade"),
  ],
);

/** A right given to one user or kept from them, whatever their groups give. No row means: as the groups say. */
export const userRights = pgTable(
  "user_rights",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    rightCode: rightCode(),
    effect: text("effect", { enum: ["allow", "deny"] })
      .notNull()
      .default("allow"),
    grantedAt: at("granted_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId, t.rightCode] }),
    userKey(t as never, "user_rights_user_fk").onDelete("cascade"),
    check("user_rights_effect", sql`${t.effect} IN ('allow','deny')`),
  ],
);

/** PRO licence of a user (rule 5): one current row, none means no licence. */
export const licences = pgTable(
  "licences",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    term: text("term", { enum: ["permanent", "temporary"] }).notNull(),
    expiresAt: at("expires_at"),
    /** How often its holder has extended it by a day. */
    extensions: integer("extensions").notNull().default(0),
    createdAt: at("created_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId] }),
    userKey(t as never, "licences_user_fk").onDelete("cascade"),
    check("licences_term", sql`(${t.term} = 'temporary') = (${t.expiresAt} IS NOT NULL)`),
  ],
);

/** Who is signed in to the area and takes an online licence: one row a person, which the open pages renew (rule 5). */
export const onlineLeases = pgTable(
  "online_leases",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    since: at("since").notNull().default(now),
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId] }),
    userKey(t as never, "online_leases_user_fk").onDelete("cascade"),
    index("online_leases_expiry_idx").on(t.expiresAt),
  ],
);

/** Administrators of the server: they may do what concerns every account. */
export const serverAdministrators = pgTable("administrators", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  grantedAt: at("granted_at").notNull().default(now),
});

/** One row; its shape is `serverSettings` of lib/settings/schema.ts. */
export const serverSettings = pgTable(
  "server_settings",
  {
    id: boolean("id").primaryKey().default(true),
    settings: jsonb("settings").notNull().default({}),
    version: integer("version").notNull().default(1),
    updatedAt: at("updated_at").notNull().default(now),
  },
  (t) => [check("server_settings_one_row", sql`${t.id}`)],
);
