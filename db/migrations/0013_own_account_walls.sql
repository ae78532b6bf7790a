ALTER TABLE user_tokens ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE user_tokens FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON user_tokens TO foyer_app USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON user_tokens TO foyer_app;--> statement-breakpoint
CREATE POLICY worker ON user_tokens TO foyer_worker USING (expires_at < app_now());--> statement-breakpoint
GRANT SELECT (expires_at), DELETE ON user_tokens TO foyer_worker;--> statement-breakpoint
-- Before the account is known: a link that still works leads to its account, an address to the users who have it.
GRANT foyer_door TO CURRENT_USER;--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO foyer_door;--> statement-breakpoint
CREATE POLICY door ON user_tokens FOR SELECT TO foyer_door USING (true);--> statement-breakpoint
GRANT SELECT ON user_tokens TO foyer_door;--> statement-breakpoint
CREATE FUNCTION door_token(hash bytea) RETURNS TABLE (tenant_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT t.tenant_id, t.user_id FROM user_tokens t JOIN users u ON u.tenant_id = t.tenant_id AND u.id = t.user_id WHERE t.token_hash = hash AND t.used_at IS NULL AND t.expires_at > app_now() AND u.disabled_at IS NULL AND u.deleted_at IS NULL $$;--> statement-breakpoint
CREATE FUNCTION door_email(address text) RETURNS TABLE (tenant_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u.tenant_id, u.id FROM users u WHERE u.email_key = lower(address) AND u.disabled_at IS NULL AND u.deleted_at IS NULL ORDER BY u.id LIMIT 20 $$;--> statement-breakpoint
DO $$ DECLARE f text; BEGIN
  FOREACH f IN ARRAY ARRAY['door_token(bytea)','door_email(text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO foyer_door', f);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO foyer_app', f);
  END LOOP;
END $$;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM foyer_door;
--> statement-breakpoint
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['second_factors','recovery_codes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO foyer_app USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO foyer_app', t);
  END LOOP;
END $$;
