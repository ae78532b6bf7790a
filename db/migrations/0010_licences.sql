CREATE TABLE "online_leases" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"since" timestamp with time zone DEFAULT app_now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "online_leases_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "pro_licences" integer;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "online_licences" integer;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "shows_licences" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "may_extend_licences" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "licence_extensions" smallint;--> statement-breakpoint
ALTER TABLE "licences" ADD COLUMN "extensions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "online_leases" ADD CONSTRAINT "online_leases_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "online_leases_expiry_idx" ON "online_leases" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_licences" CHECK ("accounts"."pro_licences" >= 0 AND "accounts"."online_licences" >= 0);--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_licence_extensions" CHECK ("accounts"."licence_extensions" BETWEEN 1 AND 1000);