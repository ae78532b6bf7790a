ALTER TABLE avatars ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE avatars FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON avatars TO foyer_app USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON avatars TO foyer_app;
