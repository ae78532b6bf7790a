import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, digest, emailAddress, now, tenantId } from "./columns";

/** Work that follows a commit: mails and realtime events. Written in the transaction that causes it. */
export const outbox = pgTable(
  "outbox",
  {
    id: uuid("id").primaryKey(),
    tenantId: tenantId(),
    kind: text("kind").notNull(),
    entityId: uuid("entity_id").notNull(),
    recipient: text("recipient").notNull().default(""),
    entityVersion: integer("entity_version").notNull().default(1),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull().default({}),
    /** Moved into the future while a worker has the row: that is its lease. */
    visibleAt: at("visible_at").notNull().default(now),
    attempts: smallint("attempts").notNull().default(0),
    lastError: text("last_error"),
    deadAt: at("dead_at"),
    createdAt: at("created_at").notNull().default(now),
  },
  (t) => [
    unique("outbox_once_key").on(t.tenantId, t.kind, t.entityId, t.recipient, t.entityVersion),
    index("outbox_due_idx").on(t.visibleAt).where(sql`dead_at IS NULL`),
  ],
);

/** Proof of sending. The text is not kept: it holds personal links and is rendered again where it may be read. */
export const mailMessages = pgTable(
  "mail_messages",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    template: text("template").notNull(),
    entityId: uuid("entity_id").notNull(),
    entityVersion: integer("entity_version").notNull().default(1),
    recipient: emailAddress("recipient").notNull(),
    messageId: text("message_id").notNull().unique("mail_messages_message_id_key"),
    state: text("state", { enum: ["sending", "sent", "failed"] })
      .notNull()
      .default("sending"),
    /** "mailbox" when no SMTP server is configured. */
    transport: text("transport", { enum: ["smtp", "mailbox"] }).notNull(),
    reply: text("reply"),
    createdAt: at("created_at").notNull().default(now),
    sentAt: at("sent_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("mail_messages_once_key").on(t.tenantId, t.template, t.entityId, t.recipient, t.entityVersion),
    index("mail_messages_entity_idx").on(
      t.tenantId,
      t.entityId,
      t.createdAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
    ),
    index("mail_messages_failed_idx").on(t.tenantId, t.entityId).where(sql`state = 'failed'`),
    index("mail_messages_list_idx").on(t.tenantId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
  ],
);

export const jobs = pgTable("jobs", {
  name: text("name").primaryKey(),
  leaseExpiresAt: at("lease_expires_at"),
  lastStartedAt: at("last_started_at"),
  lastFinishedAt: at("last_finished_at"),
  lastError: text("last_error"),
});

/** The answer to a request that may come twice (double click, retry after a time-out), kept for a day. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    tenantId: tenantId(),
    actorKey: text("actor_key").notNull(),
    key: uuid("key").notNull(),
    requestSha256: digest("request_sha256").notNull(),
    response: jsonb("response"),
    createdAt: at("created_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.actorKey, t.key] }),
    index("idempotency_keys_sweep_idx").on(t.createdAt),
  ],
);

/** Insert-only, monthly partitions: who did what to whom, denials included. */
export const auditEvents = pgTable(
  "audit_events",
  {
    tenantId: tenantId(),
    occurredAt: at("occurred_at").notNull().default(now),
    id: uuid("id").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "guest", "anonymous", "system"] }).notNull(),
    actorId: uuid("actor_id"),
    action: text("action").notNull(),
    targetId: uuid("target_id"),
    outcome: text("outcome", { enum: ["ok", "denied"] }).notNull(),
    reason: text("reason"),
    requestId: text("request_id"),
    ip: text("ip"),
    userAgent: text("user_agent"),
    /** Names of changed fields and harmless values; never personal data or secrets. */
    diff: jsonb("diff"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.occurredAt, t.id] }),
    check("audit_events_outcome", sql`${t.outcome} IN ('ok','denied')`),
    index("audit_events_actor_idx").on(t.tenantId, t.actorId, t.occurredAt.desc(), t.id.desc()),
    index("audit_events_target_idx").on(t.tenantId, t.targetId, t.occurredAt.desc(), t.id.desc()),
    index("audit_events_action_idx").on(t.tenantId, t.action, t.occurredAt.desc(), t.id.desc()),
    index("audit_events_denied_idx")
      .on(t.tenantId, t.occurredAt.desc(), t.id.desc())
      .where(sql`outcome = 'denied'`),
  ],
);

/** Events that no link of the chain holds yet, with their digests; a trigger writes them beside the event. */
export const auditUnsealed = pgTable(
  "audit_unsealed",
  {
    tenantId: tenantId(),
    eventId: uuid("event_id").notNull(),
    occurredAt: at("occurred_at").notNull(),
    digest: digest("digest").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.eventId] })],
);

/**
 * One link for each event: its hash covers the event's digest and the link before. Gapless for each account, so neither a
 * changed nor a missing event can hide.
 */
export const auditChain = pgTable(
  "audit_chain",
  {
    tenantId: tenantId(),
    linkNo: bigint("link_no", { mode: "number" }).notNull(),
    eventId: uuid("event_id").notNull(),
    occurredAt: at("occurred_at").notNull(),
    hash: digest("hash").notNull(),
    sealedAt: at("sealed_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.linkNo] }),
    unique("audit_chain_event_key").on(t.tenantId, t.eventId),
    check("audit_chain_link", sql`${t.linkNo} > 0`),
  ],
);

/** Counters of the sliding windows. Unlogged: lost in a crash, which opens limits for one window. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").notNull(),
    windowAt: at("window_at").notNull(),
    hits: integer("hits").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.windowAt] }), index("rate_limits_sweep_idx").on(t.windowAt)],
);
