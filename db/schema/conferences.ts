import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { accounts, users } from "./accounts";
import { at, bytes, now, tenantId, wallClock } from "./columns";

const kinds = ["scheduled", "room", "instant"] as const;
const visibilities = ["private", "public"] as const;
const modes = ["all_on_screen", "lecture", "role_based"] as const;

export const conferences = pgTable(
  "conferences",
  {
    tenantId: tenantId().references(() => accounts.id),
    id: uuid("id").notNull(),
    ownerId: uuid("owner_id").notNull(),
    kind: text("kind", { enum: kinds }).notNull(),
    visibility: text("visibility", { enum: visibilities }).notNull().default("private"),
    mode: text("mode", { enum: modes }).notNull().default("all_on_screen"),
    name: text("name").notNull(),
    description: text("description"),
    location: text("location"),
    /** Sealed, because the card shows it again to those who may invite. */
    pinSealed: bytes("pin_sealed"),
    /** The owner's own number of seats; the mode and the server may allow fewer. */
    seatLimit: integer("seat_limit"),
    sendInvitations: boolean("send_invitations").notNull().default(true),
    /** Part of the channel name: raised when somebody must stop hearing. */
    channelEpoch: integer("channel_epoch").notNull().default(1),
    firstStartsAt: at("first_starts_at"),
    lastEndsAt: at("last_ends_at"),
    createdAt: at("created_at").notNull().default(now),
    createdBy: uuid("created_by").notNull(),
    updatedAt: at("updated_at").notNull().default(now),
    updatedBy: uuid("updated_by").notNull(),
    version: integer("version").notNull().default(1),
    cancelledAt: at("cancelled_at"),
    cancelledBy: uuid("cancelled_by"),
    deletedAt: at("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("conferences_traits_key").on(t.tenantId, t.id, t.kind, t.visibility, t.mode),
    foreignKey({
      name: "conferences_owner_fk",
      columns: [t.tenantId, t.ownerId],
      foreignColumns: [users.tenantId, users.id],
    }),
    check("conferences_name", sql`length(${t.name}) BETWEEN 1 AND 300`),
    check("conferences_kind", sql`${t.kind} IN ('scheduled','room','instant')`),
    check("conferences_visibility", sql`${t.visibility} IN ('private','public')`),
    check("conferences_mode", sql`${t.mode} IN ('all_on_screen','lecture','role_based')`),
    check("conferences_seat_limit", sql`${t.seatLimit} BETWEEN 1 AND 100000`),
    check("conferences_cancelled", sql`(${t.cancelledAt} IS NULL) = (${t.cancelledBy} IS NULL)`),
    check("conferences_cancelled_scheduled", sql`${t.cancelledAt} IS NULL OR ${t.kind} = 'scheduled'`),
    check(
      "conferences_no_dates_unless_scheduled",
      sql`${t.kind} = 'scheduled' OR num_nonnulls(${t.firstStartsAt}, ${t.lastEndsAt}) = 0`,
    ),
  ],
);

/** Server-wide conference IDs. A number is never given twice, so it has no foreign key. */
export const conferenceNumbers = pgTable(
  "conference_numbers",
  {
    publicId: text("public_id").primaryKey(),
    tenantId: tenantId(),
    conferenceId: uuid("conference_id").notNull(),
    retiredAt: at("retired_at"),
  },
  (t) => [
    uniqueIndex("conference_numbers_current_key")
      .on(t.tenantId, t.conferenceId)
      .where(sql`retired_at IS NULL`),
    check("conference_numbers_form", sql`${t.publicId} ~ '^[a-z0-9-]{3,64}$'`),
  ],
);

const traits = (
  name: string,
  t: Record<"tenantId" | "conferenceId" | "kind" | "visibility" | "mode", never>,
) =>
  foreignKey({
    name,
    columns: [t.tenantId, t.conferenceId, t.kind, t.visibility, t.mode],
    foreignColumns: [
      conferences.tenantId,
      conferences.id,
      conferences.kind,
      conferences.visibility,
      conferences.mode,
    ],
  })
    .onUpdate("cascade")
    .onDelete("cascade");

/** The plan in wall-clock time (rule 1). Its recurrence columns come with series. */
export const scheduleSegments = pgTable(
  "schedule_segments",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    kind: text("kind", { enum: kinds }).notNull().default("scheduled"),
    visibility: text("visibility", { enum: visibilities }).notNull(),
    mode: text("mode", { enum: modes }).notNull(),
    localStart: wallClock("local_start").notNull(),
    timeZone: text("time_zone").notNull(),
    durationMin: integer("duration_min").notNull(),
    icalUid: text("ical_uid").notNull().unique("schedule_segments_uid_key"),
    icalSequence: integer("ical_sequence").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("schedule_segments_conference_key").on(t.tenantId, t.conferenceId, t.id),
    traits("schedule_segments_conference_fk", t as never),
    check("schedule_segments_kind", sql`${t.kind} = 'scheduled'`),
    check("schedule_segments_duration", sql`${t.durationMin} BETWEEN 1 AND 1440`),
  ],
);

/** The plan in instants, derived from its segment; single meetings have exactly one. */
export const occurrences = pgTable(
  "occurrences",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    segmentId: uuid("segment_id").notNull(),
    originalLocalStart: wallClock("original_local_start").notNull(),
    startsAt: at("starts_at").notNull(),
    endsAt: at("ends_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("occurrences_conference_key").on(t.tenantId, t.conferenceId, t.id),
    unique("occurrences_original_key").on(t.tenantId, t.segmentId, t.originalLocalStart),
    foreignKey({
      name: "occurrences_segment_fk",
      columns: [t.tenantId, t.conferenceId, t.segmentId],
      foreignColumns: [scheduleSegments.tenantId, scheduleSegments.conferenceId, scheduleSegments.id],
    }).onDelete("cascade"),
    check("occurrences_times", sql`${t.endsAt} > ${t.startsAt}`),
    index("occurrences_conference_idx").on(t.tenantId, t.conferenceId, t.startsAt),
  ],
);

/** One row per start of a conference: what really happened. */
export const conferenceSessions = pgTable(
  "conference_sessions",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    sessionNo: integer("session_no").notNull(),
    /** Unique among the account's live sessions, so that N parallel events are N slots (rule 13). */
    liveSlot: smallint("live_slot"),
    startedAt: at("started_at").notNull().default(now),
    startedBy: uuid("started_by"),
    leaseExpiresAt: at("lease_expires_at").notNull(),
    endedAt: at("ended_at"),
    endReason: text("end_reason", { enum: ["ended_for_all", "last_left", "lease_lapsed"] }),
    /** The user who ended it for all. */
    endedBy: uuid("ended_by"),
    /** Raised with every change of the roster; the client refetches when it misses a number. */
    rosterSeq: integer("roster_seq").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("conference_sessions_conference_key").on(t.tenantId, t.conferenceId, t.id),
    unique("conference_sessions_no_key").on(t.tenantId, t.conferenceId, t.sessionNo),
    foreignKey({
      name: "conference_sessions_conference_fk",
      columns: [t.tenantId, t.conferenceId],
      foreignColumns: [conferences.tenantId, conferences.id],
    }).onDelete("cascade"),
    check("conference_sessions_end", sql`(${t.endedAt} IS NULL) = (${t.endReason} IS NULL)`),
    check("conference_sessions_slot", sql`${t.endedAt} IS NOT NULL OR ${t.liveSlot} IS NOT NULL`),
    uniqueIndex("conference_sessions_one_live_key")
      .on(t.tenantId, t.conferenceId)
      .where(sql`ended_at IS NULL`),
    uniqueIndex("conference_sessions_live_slot_key").on(t.tenantId, t.liveSlot).where(sql`ended_at IS NULL`),
  ],
);

/** The list of meetings and rooms of one user: an OR over owners and participants cannot be paged by an index. */
export const userConferences = pgTable(
  "user_conferences",
  {
    tenantId: tenantId(),
    userId: uuid("user_id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    kind: text("kind", { enum: ["scheduled", "room"] }).notNull(),
    visibility: text("visibility", { enum: visibilities }).notNull(),
    mode: text("mode", { enum: modes }).notNull(),
    isOwner: boolean("is_owner").notNull(),
    sortAt: at("sort_at").notNull(),
    spanStartsAt: at("span_starts_at"),
    spanEndsAt: at("span_ends_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId, t.conferenceId] }),
    traits("user_conferences_conference_fk", t as never),
    foreignKey({
      name: "user_conferences_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete("cascade"),
    check("user_conferences_kind", sql`${t.kind} IN ('scheduled','room')`),
    index("user_conferences_sort_idx").on(
      t.tenantId,
      t.userId,
      t.kind,
      t.sortAt.desc().nullsFirst(),
      t.conferenceId.desc().nullsFirst(),
    ),
    // Every filter is one to four ordered stretches of this index, so that a rare one costs no more than a frequent one.
    index("user_conferences_filter_idx").on(
      t.tenantId,
      t.userId,
      t.kind,
      t.visibility,
      t.isOwner,
      t.sortAt.desc().nullsFirst(),
      t.conferenceId.desc().nullsFirst(),
    ),
    index("user_conferences_span_idx")
      .on(t.tenantId, t.userId, t.spanStartsAt)
      .where(sql`kind = 'scheduled'`),
    index("user_conferences_conference_idx").on(t.tenantId, t.conferenceId),
  ],
);
