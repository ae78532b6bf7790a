-- Holders extend their licence themselves; who has one, and of which term, stays the control role's to say.
GRANT UPDATE (expires_at, extensions) ON licences TO foyer_app;--> statement-breakpoint
ALTER TABLE online_leases ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE online_leases FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON online_leases TO foyer_app USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON online_leases TO foyer_app;--> statement-breakpoint
-- Housekeeping removes what ended an hour ago.
CREATE POLICY worker ON online_leases TO foyer_worker USING (expires_at < app_now());--> statement-breakpoint
GRANT SELECT (expires_at), DELETE ON online_leases TO foyer_worker;
