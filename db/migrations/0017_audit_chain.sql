CREATE TABLE "audit_chain" (
	"tenant_id" uuid NOT NULL,
	"link_no" bigint NOT NULL,
	"event_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"hash" "digest32" NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT app_now() NOT NULL,
	CONSTRAINT "audit_chain_tenant_id_link_no_pk" PRIMARY KEY("tenant_id","link_no"),
	CONSTRAINT "audit_chain_event_key" UNIQUE("tenant_id","event_id"),
	CONSTRAINT "audit_chain_link" CHECK ("audit_chain"."link_no" > 0)
);
--> statement-breakpoint
CREATE TABLE "audit_unsealed" (
	"tenant_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"digest" "digest32" NOT NULL,
	CONSTRAINT "audit_unsealed_tenant_id_event_id_pk" PRIMARY KEY("tenant_id","event_id")
);
--> statement-breakpoint
CREATE INDEX "audit_events_actor_idx" ON "audit_events" USING btree ("tenant_id","actor_id","occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_target_idx" ON "audit_events" USING btree ("tenant_id","target_id","occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_action_idx" ON "audit_events" USING btree ("tenant_id","action","occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_events_denied_idx" ON "audit_events" USING btree ("tenant_id","occurred_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE outcome = 'denied';