-- Domains and the clock come first: tables name them.
CREATE DOMAIN email_address AS text CHECK (length(VALUE) BETWEEN 3 AND 254 AND VALUE !~ '[[:space:][:cntrl:]]' AND VALUE ~ '^[^@]+@[^@]+$');--> statement-breakpoint
CREATE DOMAIN digest32 AS bytea CHECK (octet_length(VALUE) = 32);--> statement-breakpoint
-- Every decision about time asks this clock. Tests shift it by ALTER DATABASE ... SET app.now_offset.
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT now() + coalesce(nullif(current_setting('app.now_offset', true), ''), '0')::interval $$;--> statement-breakpoint
-- Like clock_timestamp(): goes on within a transaction, for what is ordered after waiting for a lock.
CREATE FUNCTION app_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() + coalesce(nullif(current_setting('app.now_offset', true), ''), '0')::interval $$;--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'Europe/Paris' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"parallel_events" smallint DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"suspended_at" timestamp with time zone,
	CONSTRAINT "accounts_name" CHECK (length("accounts"."name") BETWEEN 1 AND 200),
	CONSTRAINT "accounts_parallel_events" CHECK ("accounts"."parallel_events" BETWEEN 1 AND 1000),
	CONSTRAINT "accounts_locale" CHECK ("accounts"."locale" IN ('en','fr'))
);
--> statement-breakpoint
CREATE TABLE "attempt_counters" (
	"key" "digest32" PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"last_at" timestamp with time zone DEFAULT app_now() NOT NULL
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "licences" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"term" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "licences_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id"),
	CONSTRAINT "licences_term" CHECK (("licences"."term" = 'temporary') = ("licences"."expires_at" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "login_names" (
	"login_key" text PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "login_names_user_key" UNIQUE("tenant_id","user_id"),
	CONSTRAINT "login_names_lower" CHECK ("login_names"."login_key" = lower("login_names"."login_key"))
);
--> statement-breakpoint
CREATE TABLE "one_time_tokens" (
	"token_hash" "digest32" PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "administrators" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"granted_at" timestamp with time zone DEFAULT app_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "server_settings" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "server_settings_one_row" CHECK ("server_settings"."id")
);
--> statement-breakpoint
CREATE TABLE "user_rights" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"right_code" text NOT NULL,
	"granted_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "user_rights_tenant_id_user_id_right_code_pk" PRIMARY KEY("tenant_id","user_id","right_code")
);
--> statement-breakpoint
CREATE TABLE "user_secrets" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"secret" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "user_secrets_tenant_id_user_id_kind_pk" PRIMARY KEY("tenant_id","user_id","kind")
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"id_hash" "digest32" PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"idle_expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"ip" text,
	"user_agent" text,
	CONSTRAINT "user_sessions_expiry" CHECK ("user_sessions"."idle_expires_at" <= "user_sessions"."absolute_expires_at")
) WITH (fillfactor = 80);
--> statement-breakpoint
CREATE TABLE "users" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"display_name" text NOT NULL,
	"name_key" text COLLATE "C" GENERATED ALWAYS AS (lower(display_name)) STORED,
	"email" "email_address",
	"email_key" text COLLATE "C" GENERATED ALWAYS AS (lower(email)) STORED,
	"account_role" text DEFAULT 'member' NOT NULL,
	"administrator_since" timestamp with time zone,
	"locale" text,
	"time_zone" text,
	"theme" text,
	"session_epoch" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"disabled_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "users_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "users_id_key" UNIQUE("id"),
	CONSTRAINT "users_display_name" CHECK (length("users"."display_name") BETWEEN 1 AND 500),
	CONSTRAINT "users_account_role" CHECK ("users"."account_role" IN ('host','collaborator','member'))
);
--> statement-breakpoint
CREATE TABLE "conference_numbers" (
	"public_id" text PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "conference_numbers_form" CHECK ("conference_numbers"."public_id" ~ '^[a-z0-9-]{3,64}$')
);
--> statement-breakpoint
CREATE TABLE "conference_sessions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"session_no" integer NOT NULL,
	"live_slot" smallint,
	"started_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"started_by" uuid,
	"lease_expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text,
	"roster_seq" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "conference_sessions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "conference_sessions_conference_key" UNIQUE("tenant_id","conference_id","id"),
	CONSTRAINT "conference_sessions_no_key" UNIQUE("tenant_id","conference_id","session_no"),
	CONSTRAINT "conference_sessions_end" CHECK (("conference_sessions"."ended_at" IS NULL) = ("conference_sessions"."end_reason" IS NULL)),
	CONSTRAINT "conference_sessions_slot" CHECK ("conference_sessions"."ended_at" IS NOT NULL OR "conference_sessions"."live_slot" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "conferences" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"visibility" text DEFAULT 'private' NOT NULL,
	"mode" text DEFAULT 'all_on_screen' NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"location" text,
	"pin_sealed" "bytea",
	"seat_limit" integer,
	"send_invitations" boolean DEFAULT true NOT NULL,
	"channel_epoch" integer DEFAULT 1 NOT NULL,
	"first_starts_at" timestamp with time zone,
	"last_ends_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"created_by" uuid NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"updated_by" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"cancelled_at" timestamp with time zone,
	"cancelled_by" uuid,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "conferences_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "conferences_traits_key" UNIQUE("tenant_id","id","kind","visibility","mode"),
	CONSTRAINT "conferences_name" CHECK (length("conferences"."name") BETWEEN 1 AND 300),
	CONSTRAINT "conferences_kind" CHECK ("conferences"."kind" IN ('scheduled','room','instant')),
	CONSTRAINT "conferences_visibility" CHECK ("conferences"."visibility" IN ('private','public')),
	CONSTRAINT "conferences_mode" CHECK ("conferences"."mode" IN ('all_on_screen','lecture','role_based')),
	CONSTRAINT "conferences_seat_limit" CHECK ("conferences"."seat_limit" BETWEEN 1 AND 100000),
	CONSTRAINT "conferences_cancelled" CHECK (("conferences"."cancelled_at" IS NULL) = ("conferences"."cancelled_by" IS NULL)),
	CONSTRAINT "conferences_cancelled_scheduled" CHECK ("conferences"."cancelled_at" IS NULL OR "conferences"."kind" = 'scheduled'),
	CONSTRAINT "conferences_no_dates_unless_scheduled" CHECK ("conferences"."kind" = 'scheduled' OR num_nonnulls("conferences"."first_starts_at", "conferences"."last_ends_at") = 0)
);
--> statement-breakpoint
CREATE TABLE "occurrences" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"original_local_start" timestamp(0) NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "occurrences_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "occurrences_conference_key" UNIQUE("tenant_id","conference_id","id"),
	CONSTRAINT "occurrences_original_key" UNIQUE("tenant_id","segment_id","original_local_start"),
	CONSTRAINT "occurrences_times" CHECK ("occurrences"."ends_at" > "occurrences"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "schedule_segments" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"kind" text DEFAULT 'scheduled' NOT NULL,
	"visibility" text NOT NULL,
	"mode" text NOT NULL,
	"local_start" timestamp(0) NOT NULL,
	"time_zone" text NOT NULL,
	"duration_min" integer NOT NULL,
	"ical_uid" text NOT NULL,
	"ical_sequence" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "schedule_segments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "schedule_segments_uid_key" UNIQUE("ical_uid"),
	CONSTRAINT "schedule_segments_conference_key" UNIQUE("tenant_id","conference_id","id"),
	CONSTRAINT "schedule_segments_kind" CHECK ("schedule_segments"."kind" = 'scheduled'),
	CONSTRAINT "schedule_segments_duration" CHECK ("schedule_segments"."duration_min" BETWEEN 1 AND 1440)
);
--> statement-breakpoint
CREATE TABLE "user_conferences" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"visibility" text NOT NULL,
	"mode" text NOT NULL,
	"is_owner" boolean NOT NULL,
	"sort_at" timestamp with time zone NOT NULL,
	"span_starts_at" timestamp with time zone,
	"span_ends_at" timestamp with time zone,
	CONSTRAINT "user_conferences_tenant_id_user_id_conference_id_pk" PRIMARY KEY("tenant_id","user_id","conference_id"),
	CONSTRAINT "user_conferences_kind" CHECK ("user_conferences"."kind" IN ('scheduled','room'))
);
--> statement-breakpoint
CREATE TABLE "connection_events" (
	"tenant_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"generation" integer NOT NULL,
	"display_name" text NOT NULL,
	"is_user" boolean NOT NULL,
	CONSTRAINT "connection_events_tenant_id_conference_id_occurred_at_id_pk" PRIMARY KEY("tenant_id","conference_id","occurred_at","id"),
	CONSTRAINT "connection_events_kind" CHECK ("connection_events"."kind" IN ('joined','taken_over','left','lapsed','ended'))
) PARTITION BY RANGE (occurred_at);
--> statement-breakpoint
CREATE TABLE "device_leases" (
	"tenant_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"connected_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"lease_expires_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	"microphone_on" boolean DEFAULT false NOT NULL,
	"camera_on" boolean DEFAULT false NOT NULL,
	CONSTRAINT "device_leases_tenant_id_participant_id_pk" PRIMARY KEY("tenant_id","participant_id")
) WITH (fillfactor = 50);
--> statement-breakpoint
CREATE TABLE "presence_intervals" (
	"tenant_id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	CONSTRAINT "presence_intervals_tenant_id_participant_id_joined_at_pk" PRIMARY KEY("tenant_id","participant_id","joined_at"),
	CONSTRAINT "presence_intervals_order" CHECK ("presence_intervals"."left_at" >= "presence_intervals"."joined_at")
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"tenant_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "signals_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"to_participant_id" uuid NOT NULL,
	"to_generation" integer NOT NULL,
	"from_participant_id" uuid NOT NULL,
	"from_generation" integer NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "signals_tenant_id_to_participant_id_seq_pk" PRIMARY KEY("tenant_id","to_participant_id","seq"),
	CONSTRAINT "signals_size" CHECK (pg_column_size("signals"."body") < 65536)
);
--> statement-breakpoint
CREATE TABLE "participants" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"seat_pool_id" uuid,
	"origin" text NOT NULL,
	"user_id" uuid,
	"email" "email_address",
	"email_key" text COLLATE "C" GENERATED ALWAYS AS (lower(email)) STORED,
	"display_name" text NOT NULL,
	"name_key" text COLLATE "C" GENERATED ALWAYS AS (lower(display_name)) STORED,
	"role" text DEFAULT 'attendee' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"arrival_no" bigint,
	"link_hash" "digest32",
	"link_generation" integer DEFAULT 1 NOT NULL,
	"locale" text,
	"time_zone" text,
	"added_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"added_by" uuid,
	"first_joined_at" timestamp with time zone,
	"last_left_at" timestamp with time zone,
	"joins" integer DEFAULT 0 NOT NULL,
	"present_s" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "participants_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "participants_conference_key" UNIQUE("tenant_id","conference_id","id"),
	CONSTRAINT "participants_display_name" CHECK (length("participants"."display_name") BETWEEN 1 AND 500),
	CONSTRAINT "participants_identity" CHECK (CASE origin WHEN 'registered' THEN email IS NOT NULL AND seat_pool_id IS NOT NULL AND arrival_no IS NOT NULL AND link_hash IS NOT NULL AND user_id IS NULL WHEN 'walk_in' THEN user_id IS NULL AND email IS NULL ELSE user_id IS NOT NULL END),
	CONSTRAINT "participants_owner" CHECK ("participants"."role" <> 'owner' OR ("participants"."user_id" IS NOT NULL AND "participants"."state" = 'active')),
	CONSTRAINT "participants_ended" CHECK (("participants"."state" <> 'active') = ("participants"."ended_at" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "registration_answers" (
	"tenant_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"answers" jsonb NOT NULL,
	"browser_hash" "digest32",
	CONSTRAINT "registration_answers_tenant_id_participant_id_pk" PRIMARY KEY("tenant_id","participant_id"),
	CONSTRAINT "registration_answers_array" CHECK (jsonb_typeof("registration_answers"."answers") = 'array')
);
--> statement-breakpoint
CREATE TABLE "registration_form_fields" (
	"tenant_id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"field_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"standard_key" text NOT NULL,
	"is_required" boolean NOT NULL,
	CONSTRAINT "registration_form_fields_tenant_id_conference_id_field_id_pk" PRIMARY KEY("tenant_id","conference_id","field_id"),
	CONSTRAINT "registration_form_fields_position_key" UNIQUE("tenant_id","conference_id","position"),
	CONSTRAINT "registration_form_fields_standard_key" UNIQUE("tenant_id","conference_id","standard_key")
);
--> statement-breakpoint
CREATE TABLE "registration_forms" (
	"tenant_id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"kind" text DEFAULT 'scheduled' NOT NULL,
	"visibility" text DEFAULT 'public' NOT NULL,
	"mode" text NOT NULL,
	"closing" text NOT NULL,
	"auto_close" boolean DEFAULT true NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "registration_forms_tenant_id_conference_id_pk" PRIMARY KEY("tenant_id","conference_id"),
	CONSTRAINT "registration_forms_scheduled" CHECK ("registration_forms"."kind" = 'scheduled'),
	CONSTRAINT "registration_forms_public" CHECK ("registration_forms"."visibility" = 'public'),
	CONSTRAINT "registration_forms_closing" CHECK ("registration_forms"."closing" IN ('at_start','at_end'))
);
--> statement-breakpoint
CREATE TABLE "seat_pools" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"conference_id" uuid NOT NULL,
	"occurrence_id" uuid,
	"capacity" integer NOT NULL,
	"ceiling" integer NOT NULL,
	"seats_invited" integer DEFAULT 0 NOT NULL,
	"seats_registered" integer DEFAULT 0 NOT NULL,
	"arrivals" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "seat_pools_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "seat_pools_scope_key" UNIQUE NULLS NOT DISTINCT("tenant_id","conference_id","occurrence_id"),
	CONSTRAINT "seat_pools_same_conference_key" UNIQUE("tenant_id","conference_id","id"),
	CONSTRAINT "seat_pools_counts" CHECK ("seat_pools"."capacity" >= 0 AND "seat_pools"."seats_invited" >= 0 AND "seat_pools"."seats_registered" >= 0),
	CONSTRAINT "seat_pools_never_oversold" CHECK ("seat_pools"."seats_invited" + "seat_pools"."seats_registered" <= "seat_pools"."ceiling")
) WITH (fillfactor = 10);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"tenant_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"id" uuid NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"target_id" uuid,
	"outcome" text NOT NULL,
	"reason" text,
	"request_id" text,
	"ip" text,
	"user_agent" text,
	"diff" jsonb,
	CONSTRAINT "audit_events_tenant_id_occurred_at_id_pk" PRIMARY KEY("tenant_id","occurred_at","id"),
	CONSTRAINT "audit_events_outcome" CHECK ("audit_events"."outcome" IN ('ok','denied'))
) PARTITION BY RANGE (occurred_at);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"tenant_id" uuid NOT NULL,
	"actor_key" text NOT NULL,
	"key" uuid NOT NULL,
	"request_sha256" "digest32" NOT NULL,
	"response" jsonb,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "idempotency_keys_tenant_id_actor_key_key_pk" PRIMARY KEY("tenant_id","actor_key","key")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"lease_expires_at" timestamp with time zone,
	"last_started_at" timestamp with time zone,
	"last_finished_at" timestamp with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "mail_messages" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"template" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"entity_version" integer DEFAULT 1 NOT NULL,
	"recipient" "email_address" NOT NULL,
	"message_id" text NOT NULL,
	"state" text DEFAULT 'sending' NOT NULL,
	"transport" text NOT NULL,
	"reply" text,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "mail_messages_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "mail_messages_message_id_key" UNIQUE("message_id"),
	CONSTRAINT "mail_messages_once_key" UNIQUE("tenant_id","template","entity_id","recipient","entity_version")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"recipient" text DEFAULT '' NOT NULL,
	"entity_version" integer DEFAULT 1 NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"visible_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"last_error" text,
	"dead_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "outbox_once_key" UNIQUE("tenant_id","kind","entity_id","recipient","entity_version")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "rate_limits" (
	"key" text NOT NULL,
	"window_at" timestamp with time zone NOT NULL,
	"hits" integer NOT NULL,
	CONSTRAINT "rate_limits_key_window_at_pk" PRIMARY KEY("key","window_at")
);
--> statement-breakpoint
ALTER TABLE "licences" ADD CONSTRAINT "licences_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_names" ADD CONSTRAINT "login_names_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "administrators" ADD CONSTRAINT "administrators_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_rights" ADD CONSTRAINT "user_rights_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_secrets" ADD CONSTRAINT "user_secrets_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_accounts_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conference_sessions" ADD CONSTRAINT "conference_sessions_conference_fk" FOREIGN KEY ("tenant_id","conference_id") REFERENCES "public"."conferences"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conferences" ADD CONSTRAINT "conferences_tenant_id_accounts_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conferences" ADD CONSTRAINT "conferences_owner_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_segment_fk" FOREIGN KEY ("tenant_id","conference_id","segment_id") REFERENCES "public"."schedule_segments"("tenant_id","conference_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_segments" ADD CONSTRAINT "schedule_segments_conference_fk" FOREIGN KEY ("tenant_id","conference_id","kind","visibility","mode") REFERENCES "public"."conferences"("tenant_id","id","kind","visibility","mode") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "user_conferences" ADD CONSTRAINT "user_conferences_conference_fk" FOREIGN KEY ("tenant_id","conference_id","kind","visibility","mode") REFERENCES "public"."conferences"("tenant_id","id","kind","visibility","mode") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "user_conferences" ADD CONSTRAINT "user_conferences_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_leases" ADD CONSTRAINT "device_leases_participant_fk" FOREIGN KEY ("tenant_id","conference_id","participant_id") REFERENCES "public"."participants"("tenant_id","conference_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_leases" ADD CONSTRAINT "device_leases_session_fk" FOREIGN KEY ("tenant_id","conference_id","session_id") REFERENCES "public"."conference_sessions"("tenant_id","conference_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "presence_intervals" ADD CONSTRAINT "presence_intervals_participant_fk" FOREIGN KEY ("tenant_id","conference_id","participant_id") REFERENCES "public"."participants"("tenant_id","conference_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_session_fk" FOREIGN KEY ("tenant_id","session_id") REFERENCES "public"."conference_sessions"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participants" ADD CONSTRAINT "participants_conference_fk" FOREIGN KEY ("tenant_id","conference_id") REFERENCES "public"."conferences"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participants" ADD CONSTRAINT "participants_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participants" ADD CONSTRAINT "participants_seat_pool_fk" FOREIGN KEY ("tenant_id","conference_id","seat_pool_id") REFERENCES "public"."seat_pools"("tenant_id","conference_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration_answers" ADD CONSTRAINT "registration_answers_participant_fk" FOREIGN KEY ("tenant_id","conference_id","participant_id") REFERENCES "public"."participants"("tenant_id","conference_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration_form_fields" ADD CONSTRAINT "registration_form_fields_form_fk" FOREIGN KEY ("tenant_id","conference_id") REFERENCES "public"."registration_forms"("tenant_id","conference_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration_forms" ADD CONSTRAINT "registration_forms_public_scheduled_fk" FOREIGN KEY ("tenant_id","conference_id","kind","visibility","mode") REFERENCES "public"."conferences"("tenant_id","id","kind","visibility","mode") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "seat_pools" ADD CONSTRAINT "seat_pools_conference_fk" FOREIGN KEY ("tenant_id","conference_id") REFERENCES "public"."conferences"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_pools" ADD CONSTRAINT "seat_pools_occurrence_fk" FOREIGN KEY ("tenant_id","conference_id","occurrence_id") REFERENCES "public"."occurrences"("tenant_id","conference_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempt_counters_last_idx" ON "attempt_counters" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "one_time_tokens_purpose_idx" ON "one_time_tokens" USING btree ("purpose","expires_at");--> statement-breakpoint
CREATE INDEX "user_sessions_user_idx" ON "user_sessions" USING btree ("tenant_id","user_id") WHERE revoked_at IS NULL;--> statement-breakpoint
CREATE INDEX "user_sessions_sweep_idx" ON "user_sessions" USING btree ("absolute_expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree ("tenant_id","email_key") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "users_one_host_key" ON "users" USING btree ("tenant_id") WHERE account_role = 'host' AND deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "users_name_idx" ON "users" USING btree ("tenant_id","name_key","id") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "conference_numbers_current_key" ON "conference_numbers" USING btree ("tenant_id","conference_id") WHERE retired_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "conference_sessions_one_live_key" ON "conference_sessions" USING btree ("tenant_id","conference_id") WHERE ended_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "conference_sessions_live_slot_key" ON "conference_sessions" USING btree ("tenant_id","live_slot") WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX "occurrences_conference_idx" ON "occurrences" USING btree ("tenant_id","conference_id","starts_at");--> statement-breakpoint
CREATE INDEX "user_conferences_sort_idx" ON "user_conferences" USING btree ("tenant_id","user_id","kind","sort_at" DESC NULLS FIRST,"conference_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "user_conferences_span_idx" ON "user_conferences" USING btree ("tenant_id","user_id","span_starts_at") WHERE kind = 'scheduled';--> statement-breakpoint
CREATE INDEX "user_conferences_conference_idx" ON "user_conferences" USING btree ("tenant_id","conference_id");--> statement-breakpoint
CREATE INDEX "connection_events_person_idx" ON "connection_events" USING btree ("tenant_id","conference_id","participant_id","occurred_at");--> statement-breakpoint
CREATE INDEX "device_leases_session_idx" ON "device_leases" USING btree ("tenant_id","session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "presence_intervals_open_key" ON "presence_intervals" USING btree ("tenant_id","participant_id") WHERE left_at IS NULL;--> statement-breakpoint
CREATE INDEX "signals_sweep_idx" ON "signals" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "participants_email_key" ON "participants" USING btree ("tenant_id","conference_id","email_key") WHERE origin = 'registered' AND state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "participants_user_key" ON "participants" USING btree ("tenant_id","conference_id","user_id") WHERE user_id IS NOT NULL AND state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "participants_owner_key" ON "participants" USING btree ("tenant_id","conference_id") WHERE role = 'owner';--> statement-breakpoint
CREATE UNIQUE INDEX "participants_link_key" ON "participants" USING btree ("link_hash") WHERE link_hash IS NOT NULL;--> statement-breakpoint
CREATE INDEX "participants_added_idx" ON "participants" USING btree ("tenant_id","conference_id","added_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "participants_name_idx" ON "participants" USING btree ("tenant_id","conference_id","name_key","id");--> statement-breakpoint
CREATE INDEX "participants_mail_idx" ON "participants" USING btree ("tenant_id","conference_id","email_key","id");--> statement-breakpoint
CREATE INDEX "participants_joined_idx" ON "participants" USING btree ("tenant_id","conference_id","first_joined_at" DESC NULLS LAST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "idempotency_keys_sweep_idx" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "mail_messages_list_idx" ON "mail_messages" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "outbox_due_idx" ON "outbox" USING btree ("visible_at") WHERE dead_at IS NULL;--> statement-breakpoint
CREATE INDEX "rate_limits_sweep_idx" ON "rate_limits" USING btree ("window_at");