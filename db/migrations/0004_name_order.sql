DROP INDEX "users_name_idx";--> statement-breakpoint
CREATE INDEX "participants_name_order_idx" ON "participants" USING btree ("tenant_id","conference_id","name_key" COLLATE "und-x-icu","id");--> statement-breakpoint
CREATE INDEX "users_name_idx" ON "users" USING btree ("tenant_id","name_key" COLLATE "und-x-icu","id") WHERE deleted_at IS NULL;