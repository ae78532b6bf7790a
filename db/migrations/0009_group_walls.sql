DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['groups','group_members','group_rights'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO foyer_app USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant())', t);
    EXECUTE format('GRANT SELECT ON %I TO foyer_app', t);
    -- What gives rights is written by commands of administrators, in the role that they enter for it, and within their account.
    EXECUTE format('CREATE POLICY control ON %I TO foyer_control USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO foyer_control', t);
  END LOOP;
END $$;--> statement-breakpoint
-- Every account has the group that is everyone, whoever makes the account.
CREATE FUNCTION make_everyone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO groups (tenant_id, id, is_everyone) VALUES (NEW.id, gen_random_uuid(), true);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER accounts_everyone AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION make_everyone();--> statement-breakpoint
-- On a hosted database the owner obeys the walls: the accounts that exist already are entered for this one statement.
ALTER TABLE groups NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO groups (tenant_id, id, is_everyone) SELECT id, gen_random_uuid(), true FROM accounts;--> statement-breakpoint
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE groups FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- Everything that speaks about the rights of a person; what follows from it is decided in lib/accounts/policy.ts.
CREATE FUNCTION right_sources(t uuid, person uuid) RETURNS TABLE (right_code text, effect text, group_id uuid, group_name text) LANGUAGE sql STABLE AS $$
  SELECT o.right_code, o.effect, NULL::uuid, NULL::text FROM user_rights o WHERE o.tenant_id = t AND o.user_id = person
  UNION ALL
  SELECT r.right_code, 'allow', g.id, g.name FROM groups g JOIN group_rights r ON r.tenant_id = g.tenant_id AND r.group_id = g.id
  WHERE g.tenant_id = t AND (g.is_everyone
    OR EXISTS (SELECT 1 FROM group_members m WHERE m.tenant_id = t AND m.group_id = g.id AND m.user_id = person))
$$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION right_sources(uuid, uuid) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION right_sources(uuid, uuid) TO foyer_app;
