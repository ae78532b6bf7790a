CREATE TABLE "group_members" (
	"tenant_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"added_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "group_members_tenant_id_group_id_user_id_pk" PRIMARY KEY("tenant_id","group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "group_rights" (
	"tenant_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"right_code" text NOT NULL,
	CONSTRAINT "group_rights_tenant_id_group_id_right_code_pk" PRIMARY KEY("tenant_id","group_id","right_code")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text,
	"name_key" text COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED,
	"is_everyone" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "groups_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "groups_name" CHECK (length("groups"."name") BETWEEN 1 AND 100),
	CONSTRAINT "groups_everyone" CHECK ("groups"."is_everyone" = ("groups"."name" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "user_rights" ADD COLUMN "effect" text DEFAULT 'allow' NOT NULL;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_fk" FOREIGN KEY ("tenant_id","group_id") REFERENCES "public"."groups"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_rights" ADD CONSTRAINT "group_rights_group_fk" FOREIGN KEY ("tenant_id","group_id") REFERENCES "public"."groups"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_tenant_id_accounts_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_members_user_idx" ON "group_members" USING btree ("tenant_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name_key" ON "groups" USING btree ("tenant_id","name_key" COLLATE "und-x-icu");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_everyone_key" ON "groups" USING btree ("tenant_id") WHERE is_everyone;--> statement-breakpoint
ALTER TABLE "user_rights" ADD CONSTRAINT "user_rights_effect" CHECK ("user_rights"."effect" IN ('allow','deny'));