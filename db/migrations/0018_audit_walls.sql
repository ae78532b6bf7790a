-- What an event says, in one line that no other event can have: each value with its length in bytes, ~ for none.
CREATE FUNCTION audit_digest(e audit_events) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(string_agg(coalesce(octet_length(value) || ':' || value, '~'), '' ORDER BY place), 'UTF8'))
  FROM unnest(ARRAY[e.tenant_id::text, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.id::text,
    e.actor_kind, e.actor_id::text, e.action, e.target_id::text, e.outcome, e.reason, e.request_id, e.ip, e.user_agent, e.diff::text])
    WITH ORDINALITY AS f(value, place) $$;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION audit_digest(audit_events) TO PUBLIC;--> statement-breakpoint
CREATE FUNCTION queue_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO audit_unsealed (tenant_id, event_id, occurred_at, digest)
    VALUES (NEW.tenant_id, NEW.id, NEW.occurred_at, audit_digest(NEW));
  RETURN NULL;
END $$;--> statement-breakpoint
-- In the transaction of the event and for every writer, so that no event can be forgotten.
CREATE TRIGGER audit_events_queue AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION queue_for_seal();--> statement-breakpoint
-- The owner reads the events that there are; on a host it is no superuser and would see none.
ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO audit_unsealed (tenant_id, event_id, occurred_at, digest)
  SELECT e.tenant_id, e.id, e.occurred_at, audit_digest(e) FROM audit_events e;--> statement-breakpoint
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TRIGGER audit_chain_immutable BEFORE UPDATE OR DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['audit_unsealed','audit_chain'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO foyer_app USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant())', t);
  END LOOP;
END $$;--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON audit_unsealed TO foyer_app;--> statement-breakpoint
GRANT SELECT, INSERT ON audit_chain TO foyer_app;--> statement-breakpoint
CREATE POLICY control ON audit_unsealed FOR INSERT TO foyer_control WITH CHECK (true);--> statement-breakpoint
GRANT INSERT ON audit_unsealed TO foyer_control;--> statement-breakpoint
CREATE POLICY worker ON audit_unsealed FOR SELECT TO foyer_worker USING (true);--> statement-breakpoint
GRANT SELECT (tenant_id) ON audit_unsealed TO foyer_worker;
