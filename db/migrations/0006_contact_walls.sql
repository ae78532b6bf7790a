-- Whoever reads or writes for a user is that user, so that what is private to one person has its second wall, too.
CREATE FUNCTION app_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.user', true), '')::uuid $$;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_user() TO PUBLIC;--> statement-breakpoint
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY owner ON contacts TO foyer_app USING (tenant_id = app_tenant() AND owner_id = app_user()) WITH CHECK (tenant_id = app_tenant() AND owner_id = app_user());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON contacts TO foyer_app;--> statement-breakpoint
-- Housekeeping removes what was deleted a day ago, and reads nothing of it.
CREATE POLICY worker ON contacts TO foyer_worker USING (deleted_at IS NOT NULL);--> statement-breakpoint
GRANT SELECT (deleted_at), DELETE ON contacts TO foyer_worker;
