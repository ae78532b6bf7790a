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
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { at, digest, emailAddress, inNameOrder, now, searchKey, tenantId } from "./columns";
import { conferences, occurrences } from "./conferences";

/** Registration of a webinar. It exists only for public, scheduled conferences: its traits key says so (N01, N02). */
export const registrationForms = pgTable(
  "registration_forms",
  {
    tenantId: tenantId(),
    conferenceId: uuid("conference_id").notNull(),
    kind: text("kind", { enum: ["scheduled"] })
      .notNull()
      .default("scheduled"),
    visibility: text("visibility", { enum: ["public"] })
      .notNull()
      .default("public"),
    mode: text("mode", { enum: ["all_on_screen", "lecture", "role_based"] }).notNull(),
    closing: text("closing", { enum: ["at_start", "at_end"] }).notNull(),
    /** Close when the last seat is taken (N12). */
    autoClose: boolean("auto_close").notNull().default(true),
    /** Switched off after it was on: registered people keep their links. */
    disabledAt: at("disabled_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.conferenceId] }),
    foreignKey({
      name: "registration_forms_public_scheduled_fk",
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
      .onDelete("cascade"),
    check("registration_forms_scheduled", sql`${t.kind} = 'scheduled'`),
    check("registration_forms_public", sql`${t.visibility} = 'public'`),
    check("registration_forms_closing", sql`${t.closing} IN ('at_start','at_end')`),
  ],
);

/** The form as it was when the conference was created; a trigger refuses changes (rule 6). */
export const registrationFormFields = pgTable(
  "registration_form_fields",
  {
    tenantId: tenantId(),
    conferenceId: uuid("conference_id").notNull(),
    fieldId: uuid("field_id").notNull(),
    position: smallint("position").notNull(),
    standardKey: text("standard_key", {
      enum: ["first_name", "last_name", "email", "company", "job_title", "phone", "city", "country"],
    }).notNull(),
    isRequired: boolean("is_required").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.conferenceId, t.fieldId] }),
    unique("registration_form_fields_position_key").on(t.tenantId, t.conferenceId, t.position),
    unique("registration_form_fields_standard_key").on(t.tenantId, t.conferenceId, t.standardKey),
    foreignKey({
      name: "registration_form_fields_form_fk",
      columns: [t.tenantId, t.conferenceId],
      foreignColumns: [registrationForms.tenantId, registrationForms.conferenceId],
    }).onDelete("cascade"),
  ],
);

/** The hot counter of seats. `ceiling` makes overselling impossible even for a wrong statement (rule 4). */
export const seatPools = pgTable(
  "seat_pools",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    occurrenceId: uuid("occurrence_id"),
    capacity: integer("capacity").notNull(),
    ceiling: integer("ceiling").notNull(),
    seatsInvited: integer("seats_invited").notNull().default(0),
    seatsRegistered: integer("seats_registered").notNull().default(0),
    arrivals: bigint("arrivals", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("seat_pools_scope_key").on(t.tenantId, t.conferenceId, t.occurrenceId).nullsNotDistinct(),
    unique("seat_pools_same_conference_key").on(t.tenantId, t.conferenceId, t.id),
    foreignKey({
      name: "seat_pools_conference_fk",
      columns: [t.tenantId, t.conferenceId],
      foreignColumns: [conferences.tenantId, conferences.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "seat_pools_occurrence_fk",
      columns: [t.tenantId, t.conferenceId, t.occurrenceId],
      foreignColumns: [occurrences.tenantId, occurrences.conferenceId, occurrences.id],
    }).onDelete("cascade"),
    check(
      "seat_pools_counts",
      sql`${t.capacity} >= 0 AND ${t.seatsInvited} >= 0 AND ${t.seatsRegistered} >= 0`,
    ),
    check("seat_pools_never_oversold", sql`${t.seatsInvited} + ${t.seatsRegistered} <= ${t.ceiling}`),
  ],
);

/** Everybody with a claim to be inside: owner, invited users, registered guests, walk-ins. */
export const participants = pgTable(
  "participants",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    seatPoolId: uuid("seat_pool_id"),
    origin: text("origin", { enum: ["owner", "invited", "registered", "walk_in"] }).notNull(),
    userId: uuid("user_id"),
    email: emailAddress("email"),
    emailKey: searchKey("email_key").generatedAlwaysAs(sql`lower(email)`),
    displayName: text("display_name").notNull(),
    nameKey: searchKey("name_key").generatedAlwaysAs(sql`lower(display_name)`),
    role: text("role", { enum: ["owner", "moderator", "attendee"] })
      .notNull()
      .default("attendee"),
    state: text("state", { enum: ["active", "cancelled", "removed"] })
      .notNull()
      .default("active"),
    arrivalNo: bigint("arrival_no", { mode: "number" }),
    /** SHA-256 of the personal link's token; the token itself is HMAC(key, id, generation) (rule 8). */
    linkHash: digest("link_hash"),
    linkGeneration: integer("link_generation").notNull().default(1),
    locale: text("locale", { enum: ["en", "fr"] }),
    timeZone: text("time_zone"),
    addedAt: at("added_at").notNull().default(now),
    addedBy: uuid("added_by"),
    firstJoinedAt: at("first_joined_at"),
    lastLeftAt: at("last_left_at"),
    joins: integer("joins").notNull().default(0),
    presentS: integer("present_s").notNull().default(0),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("participants_conference_key").on(t.tenantId, t.conferenceId, t.id),
    foreignKey({
      name: "participants_conference_fk",
      columns: [t.tenantId, t.conferenceId],
      foreignColumns: [conferences.tenantId, conferences.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "participants_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
    foreignKey({
      name: "participants_seat_pool_fk",
      columns: [t.tenantId, t.conferenceId, t.seatPoolId],
      foreignColumns: [seatPools.tenantId, seatPools.conferenceId, seatPools.id],
    }),
    check("participants_display_name", sql`length(${t.displayName}) BETWEEN 1 AND 500`),
    check(
      "participants_identity",
      sql`CASE origin WHEN 'registered' THEN email IS NOT NULL AND seat_pool_id IS NOT NULL AND arrival_no IS NOT NULL AND link_hash IS NOT NULL AND user_id IS NULL WHEN 'walk_in' THEN user_id IS NULL AND email IS NULL ELSE user_id IS NOT NULL END`,
    ),
    check(
      "participants_owner",
      sql`${t.role} <> 'owner' OR (${t.userId} IS NOT NULL AND ${t.state} = 'active')`,
    ),
    check("participants_ended", sql`(${t.state} <> 'active') = (${t.endedAt} IS NOT NULL)`),
    uniqueIndex("participants_email_key")
      .on(t.tenantId, t.conferenceId, t.emailKey)
      .where(sql`origin = 'registered' AND state = 'active'`),
    uniqueIndex("participants_user_key")
      .on(t.tenantId, t.conferenceId, t.userId)
      .where(sql`user_id IS NOT NULL AND state = 'active'`),
    uniqueIndex("participants_owner_key").on(t.tenantId, t.conferenceId).where(sql`role = 'owner'`),
    uniqueIndex("participants_link_key").on(t.linkHash).where(sql`link_hash IS NOT NULL`),
    index("participants_added_idx").on(
      t.tenantId,
      t.conferenceId,
      t.addedAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
    ),
    // By bytes for beginnings of names, and in the order of dictionaries for the list.
    index("participants_name_idx").on(t.tenantId, t.conferenceId, t.nameKey, t.id),
    index("participants_name_order_idx").on(t.tenantId, t.conferenceId, inNameOrder(t.nameKey), t.id),
    index("participants_mail_idx").on(t.tenantId, t.conferenceId, t.emailKey, t.id),
    index("participants_joined_idx").on(
      t.tenantId,
      t.conferenceId,
      t.firstJoinedAt.desc().nullsLast(),
      t.id.desc().nullsFirst(),
    ),
  ],
);

/** Answers hold the field and its label as shown (rule 6); lists never read them. */
export const registrationAnswers = pgTable(
  "registration_answers",
  {
    tenantId: tenantId(),
    participantId: uuid("participant_id").notNull(),
    conferenceId: uuid("conference_id").notNull(),
    answers: jsonb("answers")
      .$type<{ fieldId: string; key: string; label: string; value: string }[]>()
      .notNull(),
    /** The browser that registered: it alone sees the link again where no mail is sent (rule 3.10). */
    browserHash: digest("browser_hash"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.participantId] }),
    foreignKey({
      name: "registration_answers_participant_fk",
      columns: [t.tenantId, t.conferenceId, t.participantId],
      foreignColumns: [participants.tenantId, participants.conferenceId, participants.id],
    }).onDelete("cascade"),
    check("registration_answers_array", sql`jsonb_typeof(${t.answers}) = 'array'`),
  ],
);
