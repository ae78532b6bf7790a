import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, now, tenantId } from "./columns";
import { conferenceSessions } from "./conferences";
import { participants } from "./registrations";

/** One row per person, never deleted: two devices of one person cannot exist and the generation never goes back (rule 8). */
export const deviceLeases = pgTable(
  "device_leases",
  {
    tenantId: tenantId(),
    participantId: uuid("participant_id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    /** Made by the tab: a reload keeps it and is not a second device. */
    clientId: uuid("client_id").notNull(),
    generation: integer("generation").notNull().default(0),
    connectedAt: at("connected_at").notNull().default(now),
    leaseExpiresAt: at("lease_expires_at").notNull(),
    leftAt: at("left_at"),
    microphoneOn: boolean("microphone_on").notNull().default(false),
    cameraOn: boolean("camera_on").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.participantId] }),
    foreignKey({
      name: "device_leases_participant_fk",
      columns: [t.tenantId, t.conferenceId, t.participantId],
      foreignColumns: [participants.tenantId, participants.conferenceId, participants.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "device_leases_session_fk",
      columns: [t.tenantId, t.conferenceId, t.sessionId],
      foreignColumns: [conferenceSessions.tenantId, conferenceSessions.conferenceId, conferenceSessions.id],
    }).onDelete("cascade"),
    index("device_leases_session_idx").on(t.tenantId, t.sessionId),
  ],
);

/** A person's stays; a takeover continues the open one, so they never overlap. */
export const presenceIntervals = pgTable(
  "presence_intervals",
  {
    tenantId: tenantId(),
    conferenceId: uuid("conference_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    participantId: uuid("participant_id").notNull(),
    joinedAt: at("joined_at").notNull(),
    leftAt: at("left_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.participantId, t.joinedAt] }),
    foreignKey({
      name: "presence_intervals_participant_fk",
      columns: [t.tenantId, t.conferenceId, t.participantId],
      foreignColumns: [participants.tenantId, participants.conferenceId, participants.id],
    }).onDelete("cascade"),
    uniqueIndex("presence_intervals_open_key").on(t.tenantId, t.participantId).where(sql`left_at IS NULL`),
    check("presence_intervals_order", sql`${t.leftAt} >= ${t.joinedAt}`),
  ],
);

/** Append-only, monthly partitions: every entry and exit (T26, T27). */
export const connectionEvents = pgTable(
  "connection_events",
  {
    tenantId: tenantId(),
    occurredAt: at("occurred_at").notNull(),
    id: uuid("id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    participantId: uuid("participant_id").notNull(),
    kind: text("kind", { enum: ["joined", "taken_over", "left", "lapsed", "ended"] }).notNull(),
    generation: integer("generation").notNull(),
    displayName: text("display_name").notNull(),
    isUser: boolean("is_user").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.conferenceId, t.occurredAt, t.id] }),
    index("connection_events_person_idx").on(t.tenantId, t.conferenceId, t.participantId, t.occurredAt),
    check("connection_events_kind", sql`${t.kind} IN ('joined','taken_over','left','lapsed','ended')`),
  ],
);

/** WebRTC signalling, addressed to one device of one person; swept after two minutes. */
export const signals = pgTable(
  "signals",
  {
    tenantId: tenantId(),
    sessionId: uuid("session_id").notNull(),
    seq: bigint("seq", { mode: "number" }).generatedAlwaysAsIdentity(),
    toParticipantId: uuid("to_participant_id").notNull(),
    toGeneration: integer("to_generation").notNull(),
    fromParticipantId: uuid("from_participant_id").notNull(),
    fromGeneration: integer("from_generation").notNull(),
    body: jsonb("body").notNull(),
    createdAt: at("created_at").notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.toParticipantId, t.seq] }),
    foreignKey({
      name: "signals_session_fk",
      columns: [t.tenantId, t.sessionId],
      foreignColumns: [conferenceSessions.tenantId, conferenceSessions.id],
    }).onDelete("cascade"),
    check("signals_size", sql`pg_column_size(${t.body}) < 65536`),
    index("signals_sweep_idx").on(t.createdAt),
  ],
);
