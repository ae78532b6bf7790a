-- What Drizzle cannot express: partitions, row-level security, the look-ups before a tenant is known, the presence functions.
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint

CREATE FUNCTION app_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;--> statement-breakpoint
CREATE FUNCTION app_conference() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.conference', true), '')::uuid $$;--> statement-breakpoint
CREATE FUNCTION app_participant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.participant', true), '')::uuid $$;--> statement-breakpoint

-- Roles. foyer_app is the one login role; it does not inherit, so a policy for foyer_worker says nothing to it
-- until a transaction enters that role. The migration command gives foyer_app its password.
DO $$ DECLARE r text; BEGIN
  FOREACH r IN ARRAY ARRAY['foyer_app','foyer_guest','foyer_worker','foyer_control','foyer_door'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', r); END IF;
  END LOOP;
END $$;--> statement-breakpoint
GRANT foyer_guest, foyer_worker, foyer_control TO foyer_app;--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO foyer_app, foyer_guest, foyer_worker, foyer_control, foyer_door;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_now(), app_clock(), app_tenant(), app_conference(), app_participant() TO PUBLIC;--> statement-breakpoint

-- Partitions by month, two years around the migration; a daily job keeps them three months ahead.
CREATE FUNCTION ensure_month_partition(parent regclass, month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE n text := parent::text || '_' || to_char(month, 'YYYYMM'); BEGIN
  IF to_regclass(n) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)', n, parent, date_trunc('month', month::timestamp)::timestamp AT TIME ZONE 'UTC', (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC');
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', n);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', n);
END $$;--> statement-breakpoint
CREATE FUNCTION ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE p regclass; m date; BEGIN
  FOREACH p IN ARRAY ARRAY['connection_events','audit_events']::regclass[] LOOP
    FOR m IN SELECT generate_series(date_trunc('month', app_now()), date_trunc('month', app_now()) + make_interval(months => months_ahead), interval '1 month')::date LOOP
      PERFORM ensure_month_partition(p, m);
    END LOOP;
  END LOOP;
END $$;--> statement-breakpoint
DO $$ DECLARE p regclass; m date; BEGIN
  FOREACH p IN ARRAY ARRAY['connection_events','audit_events']::regclass[] LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF %s DEFAULT', p::text || '_other', p);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', p::text || '_other');
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', p::text || '_other');
    FOR m IN SELECT generate_series(date_trunc('month', now()) - interval '3 months', date_trunc('month', now()) + interval '12 months', interval '1 month')::date LOOP
      PERFORM ensure_month_partition(p, m);
    END LOOP;
  END LOOP;
END $$;--> statement-breakpoint

-- The form is a snapshot (rule 6).
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '% on % is not allowed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_immutable';
END $$;--> statement-breakpoint
CREATE TRIGGER registration_form_fields_immutable BEFORE UPDATE ON registration_form_fields FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint

-- Substring search in one conference: the conference id inside the index keeps small conferences fast beside big ones.
CREATE INDEX participants_search_idx ON participants USING gin (tenant_id, conference_id, (name_key || ' ' || coalesce(email_key, '')) gin_trgm_ops);--> statement-breakpoint

-- Row-level security: one policy per role and table, since permissive policies of one role are OR-ed.
DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT c.oid::regclass AS rel FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') AND NOT c.relispartition LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.rel);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.rel);
    EXECUTE format('CREATE POLICY tenant ON %s TO foyer_app USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant())', t.rel);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO foyer_app', t.rel);
  END LOOP;
END $$;--> statement-breakpoint
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON accounts TO foyer_app USING (id = app_tenant()) WITH CHECK (id = app_tenant());--> statement-breakpoint
GRANT SELECT, UPDATE ON accounts TO foyer_app;--> statement-breakpoint
ALTER TABLE administrators ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE administrators FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON administrators FOR SELECT TO foyer_app USING (user_id IN (SELECT u.id FROM users u WHERE u.tenant_id = app_tenant()));--> statement-breakpoint
GRANT SELECT ON administrators, server_settings TO foyer_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_counters, rate_limits, jobs TO foyer_app;--> statement-breakpoint
-- Insert-only for the application: history cannot be rewritten.
REVOKE UPDATE, DELETE ON audit_events, connection_events FROM foyer_app;--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON licences, user_rights FROM foyer_app;--> statement-breakpoint

-- The control role: what concerns the server or hands out rights. Entered by commands of administrators only.
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['accounts','users','login_names','user_secrets','licences','user_rights','administrators','user_sessions'] LOOP
    EXECUTE format('CREATE POLICY control ON %I TO foyer_control USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO foyer_control', t);
  END LOOP;
END $$;--> statement-breakpoint
CREATE POLICY control ON audit_events FOR INSERT TO foyer_control WITH CHECK (true);--> statement-breakpoint
GRANT INSERT ON audit_events TO foyer_control;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON server_settings, one_time_tokens, attempt_counters TO foyer_control;--> statement-breakpoint

-- The worker role: queues of all tenants, ids only; it then goes on as foyer_app within one tenant.
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['outbox','conference_sessions','device_leases','signals','idempotency_keys','user_sessions'] LOOP
    EXECUTE format('CREATE POLICY worker ON %I TO foyer_worker USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;--> statement-breakpoint
GRANT SELECT, UPDATE, DELETE ON outbox TO foyer_worker;--> statement-breakpoint
GRANT SELECT (tenant_id, id, conference_id, ended_at, lease_expires_at) ON conference_sessions TO foyer_worker;--> statement-breakpoint
GRANT SELECT (tenant_id, participant_id, session_id, left_at, lease_expires_at, generation) ON device_leases TO foyer_worker;--> statement-breakpoint
GRANT SELECT (tenant_id, seq, created_at), DELETE ON signals TO foyer_worker;--> statement-breakpoint
GRANT SELECT (tenant_id, created_at), DELETE ON idempotency_keys TO foyer_worker;--> statement-breakpoint
GRANT SELECT (id_hash, absolute_expires_at), DELETE ON user_sessions TO foyer_worker;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs, rate_limits, attempt_counters TO foyer_worker;--> statement-breakpoint
GRANT SELECT, DELETE ON one_time_tokens TO foyer_worker;--> statement-breakpoint

-- Guests: one conference, and of people only themselves.
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['occurrences','schedule_segments','registration_forms','registration_form_fields','conference_sessions','seat_pools','conference_numbers'] LOOP
    EXECUTE format('CREATE POLICY guest ON %I FOR SELECT TO foyer_guest USING (tenant_id = app_tenant() AND conference_id = app_conference())', t);
    EXECUTE format('GRANT SELECT ON %I TO foyer_guest', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['registration_answers','device_leases'] LOOP
    EXECUTE format('CREATE POLICY guest ON %I FOR SELECT TO foyer_guest USING (tenant_id = app_tenant() AND participant_id = app_participant())', t);
    EXECUTE format('GRANT SELECT ON %I TO foyer_guest', t);
  END LOOP;
END $$;--> statement-breakpoint
CREATE POLICY guest ON accounts FOR SELECT TO foyer_guest USING (id = app_tenant());--> statement-breakpoint
GRANT SELECT (id, name, time_zone, locale) ON accounts TO foyer_guest;--> statement-breakpoint
CREATE POLICY guest ON conferences FOR SELECT TO foyer_guest USING (tenant_id = app_tenant() AND id = app_conference());--> statement-breakpoint
GRANT SELECT (tenant_id, id, owner_id, kind, visibility, mode, name, description, location, seat_limit, send_invitations, channel_epoch, first_starts_at, last_ends_at, created_at, updated_at, version, cancelled_at, deleted_at) ON conferences TO foyer_guest;--> statement-breakpoint
CREATE POLICY guest ON participants FOR SELECT TO foyer_guest USING (tenant_id = app_tenant() AND id = app_participant());--> statement-breakpoint
GRANT SELECT ON participants TO foyer_guest;--> statement-breakpoint
GRANT SELECT ON server_settings TO foyer_guest;--> statement-breakpoint

-- Doors: the only reads before a tenant is known, and the only search with operators that are not leakproof.
-- On a hosted database the owner is no superuser: it must be a member to hand the functions over.
GRANT foyer_door TO CURRENT_USER;--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO foyer_door;--> statement-breakpoint
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['login_names','user_sessions','conference_numbers','conferences','participants','users','conference_sessions'] LOOP
    EXECUTE format('CREATE POLICY door ON %I FOR SELECT TO foyer_door USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO foyer_door', t);
  END LOOP;
END $$;--> statement-breakpoint
CREATE FUNCTION door_session(hash bytea) RETURNS TABLE (tenant_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.tenant_id, s.user_id FROM user_sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id WHERE s.id_hash = hash AND s.revoked_at IS NULL AND s.idle_expires_at > app_now() AND s.absolute_expires_at > app_now() AND u.session_epoch = s.epoch AND u.disabled_at IS NULL AND u.deleted_at IS NULL $$;--> statement-breakpoint
CREATE FUNCTION door_login(name text) RETURNS TABLE (tenant_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT l.tenant_id, l.user_id FROM login_names l JOIN users u ON u.tenant_id = l.tenant_id AND u.id = l.user_id WHERE l.login_key = lower(name) AND u.disabled_at IS NULL AND u.deleted_at IS NULL $$;--> statement-breakpoint
CREATE FUNCTION door_conference(public text) RETURNS TABLE (tenant_id uuid, conference_id uuid, visibility text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT n.tenant_id, n.conference_id, c.visibility FROM conference_numbers n JOIN conferences c ON c.tenant_id = n.tenant_id AND c.id = n.conference_id WHERE n.public_id = public AND n.retired_at IS NULL AND c.deleted_at IS NULL $$;--> statement-breakpoint
CREATE FUNCTION door_link(hash bytea) RETURNS TABLE (tenant_id uuid, conference_id uuid, participant_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.tenant_id, p.conference_id, p.id FROM participants p JOIN conferences c ON c.tenant_id = p.tenant_id AND c.id = p.conference_id WHERE p.link_hash = hash AND p.state = 'active' AND c.deleted_at IS NULL $$;--> statement-breakpoint
-- plpgsql on purpose: a SQL function is planned without its values, so the planner cannot see that '%x%' needs the trigram index.
CREATE FUNCTION search_participants(conference uuid, q text, max_rows integer) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$ BEGIN
  RETURN QUERY SELECT p.id FROM participants p WHERE p.tenant_id = app_tenant() AND p.conference_id = conference
    AND (p.name_key || ' ' || coalesce(p.email_key, '')) LIKE '%' || replace(replace(replace(lower(q), '\', '\\'), '%', '\%'), '_', '\_') || '%' LIMIT max_rows;
END $$;--> statement-breakpoint
DO $$ DECLARE f text; BEGIN
  FOREACH f IN ARRAY ARRAY['door_session(bytea)','door_login(text)','door_conference(text)','door_link(bytea)','search_participants(uuid, text, integer)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO foyer_door', f);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO foyer_app', f);
  END LOOP;
END $$;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM foyer_door;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ensure_partitions(integer), ensure_month_partition(regclass, date) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ensure_partitions(integer) TO foyer_worker;--> statement-breakpoint

-- Presence. plpgsql keeps its plans per connection and, unlike one statement of CTEs, orders its steps.
-- record_leave returns false for an evicted tab that closes: it ends nothing.
CREATE FUNCTION record_leave(t uuid, person uuid, gen integer, why text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE d device_leases; stay integer; at timestamptz; nm text; usr boolean; BEGIN
  UPDATE device_leases x SET left_at = app_now(), microphone_on = false, camera_on = false WHERE x.tenant_id = t AND x.participant_id = person AND x.generation = gen AND x.left_at IS NULL RETURNING x.* INTO d;
  IF NOT FOUND THEN RETURN false; END IF;
  at := CASE WHEN why = 'lapsed' THEN least(d.lease_expires_at, app_clock()) ELSE app_clock() END;
  UPDATE device_leases x SET left_at = at WHERE x.tenant_id = t AND x.participant_id = person;
  UPDATE presence_intervals i SET left_at = greatest(at, i.joined_at) WHERE i.tenant_id = t AND i.participant_id = person AND i.left_at IS NULL RETURNING extract(epoch FROM i.left_at - i.joined_at)::integer INTO stay;
  UPDATE participants p SET last_left_at = at, present_s = p.present_s + coalesce(stay, 0) WHERE p.tenant_id = t AND p.id = person RETURNING p.display_name, p.user_id IS NOT NULL INTO nm, usr;
  INSERT INTO connection_events (tenant_id, occurred_at, id, conference_id, session_id, participant_id, kind, generation, display_name, is_user) VALUES (t, at, gen_random_uuid(), d.conference_id, d.session_id, person, why, gen, nm, usr);
  RETURN true;
END $$;--> statement-breakpoint
-- Returns the generation. The same client_id in the same session is a reload: no new generation, no new entry.
CREATE FUNCTION record_join(t uuid, conference uuid, session uuid, person uuid, client uuid, lease interval) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE o device_leases; g integer; was_live boolean; nm text; usr boolean; BEGIN
  INSERT INTO device_leases (tenant_id, participant_id, conference_id, session_id, client_id, connected_at, lease_expires_at, left_at) VALUES (t, person, conference, session, client, app_now(), app_now(), app_now()) ON CONFLICT (tenant_id, participant_id) DO NOTHING;
  SELECT * INTO o FROM device_leases d WHERE d.tenant_id = t AND d.participant_id = person FOR UPDATE;
  was_live := o.left_at IS NULL;
  IF was_live AND (o.session_id <> session OR o.lease_expires_at < app_now()) THEN PERFORM record_leave(t, person, o.generation, 'lapsed'); was_live := false; END IF;
  IF was_live AND o.client_id = client THEN
    UPDATE device_leases d SET lease_expires_at = app_clock() + lease WHERE d.tenant_id = t AND d.participant_id = person;
    RETURN o.generation;
  END IF;
  UPDATE device_leases d SET generation = d.generation + 1, conference_id = conference, client_id = client, session_id = session, connected_at = app_clock(), lease_expires_at = app_clock() + lease, left_at = NULL, microphone_on = false, camera_on = false WHERE d.tenant_id = t AND d.participant_id = person RETURNING generation INTO g;
  UPDATE participants p SET joins = p.joins + 1, first_joined_at = coalesce(p.first_joined_at, app_clock()) WHERE p.tenant_id = t AND p.id = person RETURNING p.display_name, p.user_id IS NOT NULL INTO nm, usr;
  IF NOT was_live THEN INSERT INTO presence_intervals (tenant_id, conference_id, session_id, participant_id, joined_at) VALUES (t, conference, session, person, app_clock()); END IF;
  INSERT INTO connection_events (tenant_id, occurred_at, id, conference_id, session_id, participant_id, kind, generation, display_name, is_user) VALUES (t, app_clock(), gen_random_uuid(), conference, session, person, CASE WHEN was_live THEN 'taken_over' ELSE 'joined' END, g, nm, usr);
  RETURN g;
END $$;--> statement-breakpoint
INSERT INTO server_settings (id) VALUES (true);--> statement-breakpoint

-- No statement of the application waits for ever.
ALTER ROLE foyer_app SET statement_timeout = '5s';--> statement-breakpoint
ALTER ROLE foyer_app SET lock_timeout = '2s';--> statement-breakpoint
ALTER ROLE foyer_app SET idle_in_transaction_session_timeout = '10s';
