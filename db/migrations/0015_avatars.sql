CREATE TABLE "avatars" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"image" "bytea" NOT NULL,
	"saved_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "avatars_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id"),
	CONSTRAINT "avatars_size" CHECK (octet_length("avatars"."image") <= 200000)
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "avatar_version" integer;--> statement-breakpoint
ALTER TABLE "avatars" ADD CONSTRAINT "avatars_user_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;