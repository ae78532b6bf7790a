CREATE TABLE "contacts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"display_name" text NOT NULL,
	"search_key" text COLLATE "C" NOT NULL,
	"company" text,
	"emails" text[] DEFAULT '{}'::text[] NOT NULL,
	"phones" text[] DEFAULT '{}'::text[] NOT NULL,
	"call_string" text,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "contacts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "contacts_display_name" CHECK (length("contacts"."display_name") BETWEEN 1 AND 500),
	CONSTRAINT "contacts_kind" CHECK ("contacts"."kind" IN ('person','call_string')),
	CONSTRAINT "contacts_call_string" CHECK (("contacts"."kind" = 'call_string') = ("contacts"."call_string" IS NOT NULL)),
	CONSTRAINT "contacts_addresses" CHECK (cardinality("contacts"."emails") <= 10 AND cardinality("contacts"."phones") <= 10)
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_owner_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contacts_list_idx" ON "contacts" USING btree ("tenant_id","owner_id","display_name" COLLATE "und-x-icu","id") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "contacts_deleted_idx" ON "contacts" USING btree ("deleted_at") WHERE deleted_at IS NOT NULL;