-- Row level security: what a query of the service may see at all, whatever its author forgot.
--
-- Applied whole by each `migrate`, after the migrations. It says less than `access` does, which knows
-- roles and assignments: it keeps organisations apart, and those who did not sign in from everything.
--
--   bilancio_service    a user's request. `acting` says at its beginning for whom it works; before
--                       that, and in `psql`, there is no row.
--   bilancio_anonymous  a request without a sign-in: the tables of signing in, and nothing of a case.
--   bilancio_link       who holds a code that stands, taken once `acting_by_link` has told so: the one record
--                       that the code opens, and of its case what the rules ask.
--   bilancio_worker     mail, keys, the end of old referrals and offers, sealing the log, where sealed files
--                       are; nothing of a case.
--   bilancio_partner    reception staff and receiving officers, taken once `acting` has told their role:
--                       they see what they sent and what is shared with them, and write referrals, and what
--                       ends a case that they take over.
--
-- The owner of the tables is not held by it: it migrates, and makes backups.

-- For whom a transaction works, in one setting: role, organisation, user, day in Italy. Nothing where
-- nobody said.
CREATE OR REPLACE FUNCTION acting_part(part integer) RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT nullif(split_part(current_setting('bilancio.acting', true), '|', part), '') $$;
CREATE OR REPLACE FUNCTION acting_as_administrator() RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT coalesce(acting_part(1) = 'administrator', false) $$;
CREATE OR REPLACE FUNCTION acting_organisation() RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT acting_part(2) $$;
CREATE OR REPLACE FUNCTION acting_user() RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT acting_part(3) $$;
CREATE OR REPLACE FUNCTION acting_on() RETURNS date LANGUAGE sql STABLE
    AS $$ SELECT acting_part(4)::date $$;

-- Who stands behind a sign-in at a time, and for whom they stand in on that day in Italy: a row for each
-- such colleague, one where there is none. Says to the rest of the transaction for whom it works. No row
-- where the sign-in, the membership, the user or the organisation has ended.
--
-- Runs as the owner, to whom row level security does not apply. Every name is qualified instead of
-- setting a search path: settings made under one would end with the function.
DROP FUNCTION IF EXISTS acting(text, timestamp, date);
CREATE FUNCTION acting(sign_in text, at timestamp, today date)
    RETURNS TABLE (user_id text, role text, organisation_id text, membership_id text,
                   authenticated_at timestamp, methods text, identity_provider text,
                   absent_user_id text)
    LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    FOR user_id, role, organisation_id, membership_id, authenticated_at, methods,
        identity_provider, absent_user_id IN
        SELECT u.id, m.role, o.id, m.id, s.authenticated_at, s.methods, s.identity_provider,
            i.absent_user_id
        FROM public.sign_ins s
        JOIN public.memberships m ON m.id OPERATOR(pg_catalog.=) s.membership_id
        JOIN public.users u ON u.id OPERATOR(pg_catalog.=) s.user_id
        JOIN public.organisations o ON o.id OPERATOR(pg_catalog.=) m.organisation_id
        LEFT JOIN public.stand_ins i ON i.stand_in_user_id OPERATOR(pg_catalog.=) u.id
            AND i.organisation_id OPERATOR(pg_catalog.=) o.id
            AND i.from_on OPERATOR(pg_catalog.<=) today
            AND i.to_on OPERATOR(pg_catalog.>=) today AND i.ended_at IS NULL
        WHERE s.id OPERATOR(pg_catalog.=) sign_in AND s.ended_at IS NULL
            AND s.expires_at OPERATOR(pg_catalog.>) at AND m.active AND u.active AND o.active
    LOOP
        PERFORM pg_catalog.set_config('bilancio.acting',
            pg_catalog.concat_ws('|', role, organisation_id, user_id, today), true);
        RETURN NEXT;
    END LOOP;
END $$;

-- Under what the acting organisation is shared with today.
CREATE OR REPLACE FUNCTION live_authorisations() RETURNS SETOF text LANGUAGE sql STABLE
    AS $$ SELECT a.id FROM sharing_authorisations a
        WHERE a.recipient_organisation_id = acting_organisation() AND a.revoked_at IS NULL
            AND a.expires_on >= acting_on() $$;

-- The id of the one record of a kind that a code opens to this transaction, in a setting of its own: who
-- holds a code works for no organisation, so no policy of an organisation's rows holds for them. Nothing
-- where no code opened anything.
CREATE OR REPLACE FUNCTION opened_by_code(kind text) RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT nullif(current_setting('bilancio.opened', true), '')::json ->> kind $$;

-- The case that the code of somebody's questionnaire is about, and whether the code stands at a time; no row
-- where there never was such a code. It stands until it ended, while the questionnaire is open, its case
-- has not ended and its organisation works. For one that stands, says to the rest of the transaction what it
-- opens: the service takes the role `bilancio_link` then. Runs as the owner, written as `acting` is.
DROP FUNCTION IF EXISTS acting_by_link(text, timestamp);
CREATE FUNCTION acting_by_link(code text, at timestamp)
    RETURNS TABLE (case_id text, stands boolean)
    LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE ids text;
BEGIN
    SELECT c.id, l.ended_at IS NULL AND l.expires_at OPERATOR(pg_catalog.>) at AND o.active
            AND r.status OPERATOR(pg_catalog.=) 'open'
            AND NOT (c.status OPERATOR(pg_catalog.=) ANY (ARRAY['closed', 'withdrawn'])),
        pg_catalog.json_build_object('questionnaire_link', l.id, 'questionnaire_response', r.id,
            'case', c.id, 'data_key', coalesce(c.key_holder_id, c.beneficiary_id))::pg_catalog.text
        INTO case_id, stands, ids
        FROM public.questionnaire_links l
        JOIN public.questionnaire_responses r ON r.id OPERATOR(pg_catalog.=) l.response_id
        JOIN public.cases c ON c.id OPERATOR(pg_catalog.=) l.case_id
        JOIN public.organisations o ON o.id OPERATOR(pg_catalog.=) l.organisation_id
        WHERE l.code_hash OPERATOR(pg_catalog.=) code;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF stands THEN
        PERFORM pg_catalog.set_config('bilancio.opened', ids, true);
    END IF;
    RETURN NEXT;
END $$;

-- The same for the link by which somebody outside confirms a reference. It stands until it ended, while
-- nobody answered, its case has not ended and its organisation works.
DROP FUNCTION IF EXISTS acting_by_reference(text, timestamp);
CREATE FUNCTION acting_by_reference(token text, at timestamp)
    RETURNS TABLE (case_id text, stands boolean)
    LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE ids text;
BEGIN
    SELECT c.id, l.ended_at IS NULL AND l.expires_at OPERATOR(pg_catalog.>) at AND o.active
            AND r.status OPERATOR(pg_catalog.=) 'asked'
            AND NOT (c.status OPERATOR(pg_catalog.=) ANY (ARRAY['closed', 'withdrawn'])),
        pg_catalog.json_build_object('reference_link', l.id, 'reference_request', r.id,
            'evidence', r.evidence_id, 'organisation', o.id,
            'reference_case', c.id, 'data_key', coalesce(c.key_holder_id, c.beneficiary_id))::pg_catalog.text
        INTO case_id, stands, ids
        FROM public.reference_links l
        JOIN public.reference_requests r ON r.id OPERATOR(pg_catalog.=) l.request_id
        JOIN public.cases c ON c.id OPERATOR(pg_catalog.=) l.case_id
        JOIN public.organisations o ON o.id OPERATOR(pg_catalog.=) l.organisation_id
        WHERE l.token_hash OPERATOR(pg_catalog.=) token;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF stands THEN
        PERFORM pg_catalog.set_config('bilancio.opened', ids, true);
    END IF;
    RETURN NEXT;
END $$;

-- What anybody learns who holds the code of a certificate.
DROP FUNCTION IF EXISTS check_certificate(text);
CREATE FUNCTION check_certificate(code text)
    RETURNS TABLE (status text, number text, issued_at timestamp, issuer text,
                   file_hash text, file_size integer, signed_file_hash text, signed_file_size integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.status, c.number, c.issued_at, o.name, d.file_hash, length(d.file),
        d.signed_file_hash, length(d.signed_file)
        FROM public.certificates c JOIN public.organisations o ON o.id = c.organisation_id
        JOIN public.documents d ON d.id = c.document_id
        WHERE c.verification_code = code
$$;

-- Who did what with a case or a person of the acting organisation, whichever organisation they acted for.
-- The ids are those of cases and beneficiaries; the newest come first.
CREATE OR REPLACE FUNCTION entries_about(ids text[], before text, most bigint)
    RETURNS TABLE (id text, at timestamp, user_id text, role text, organisation_id text,
                   operation text, outcome text, reason_code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.id, e.at, e.user_id, e.role, e.organisation_id, e.operation, e.outcome, e.reason_code
        FROM public.activity_log e WHERE e.id IN (
            SELECT r.entry_id FROM public.activity_log_records r
            WHERE r.entry_id < before AND r.parent_id IN (
                SELECT c.id FROM public.cases c WHERE c.id = ANY (ids) AND c.organisation_id =
                    split_part(current_setting('bilancio.acting', true), '|', 2)
                UNION ALL SELECT b.id FROM public.beneficiaries b WHERE b.id = ANY (ids)
                    AND b.organisation_id =
                    split_part(current_setting('bilancio.acting', true), '|', 2)))
        ORDER BY e.id DESC LIMIT most
$$;

-- Erases the oldest addresses of the log's entries from before a time, some of them; gives how many. Never
-- one of the last 30 days: whoever works with the service's rights cannot hide where they came from.
CREATE OR REPLACE FUNCTION erase_addresses(before timestamp) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH oldest AS (SELECT a.entry_id FROM public.log_addresses a ORDER BY a.entry_id LIMIT 1000),
        erased AS (DELETE FROM public.log_addresses a USING oldest o, public.activity_log e
            WHERE a.entry_id = o.entry_id AND e.id = o.entry_id
                AND e.at < least(before, (now() AT TIME ZONE 'UTC') - interval '30 days')
            RETURNING a.entry_id)
    SELECT count(*) FROM erased
$$;

-- Every policy is made anew, so that this page alone says what holds.
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT schemaname, tablename, policyname FROM pg_policies
        WHERE schemaname = current_schema()
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', found.policyname, found.tablename);
    END LOOP;
    FOR found IN SELECT tablename FROM pg_tables
        WHERE schemaname = current_schema() AND tablename <> '__diesel_schema_migrations'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', found.tablename);
    END LOOP;
    -- What carries an organisation is that organisation's.
    FOR found IN SELECT table_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND column_name = 'organisation_id'
            AND table_name NOT IN ('activity_log', 'memberships')
    LOOP
        EXECUTE format('CREATE POLICY own ON %I USING '
            '(organisation_id = (SELECT acting_organisation()))', found.table_name);
    END LOOP;
END $$;

-- A referral has two sides, and so has an authorisation to share. The sender follows the case as far
-- as its milestones; the recipient sees what is attached, while the share is live.
CREATE POLICY sent ON intake_referrals USING
    (sender_organisation_id = (SELECT acting_organisation()));
CREATE POLICY sent ON intake_referral_name_keys USING
    (sender_organisation_id = (SELECT acting_organisation()));
CREATE POLICY sent ON cases FOR SELECT TO bilancio_partner USING (id IN (
    SELECT r.case_id FROM intake_referrals r
    WHERE r.sender_organisation_id = acting_organisation()));
CREATE POLICY received ON sharing_authorisations FOR SELECT USING
    (recipient_organisation_id = (SELECT acting_organisation()) AND revoked_at IS NULL
        AND expires_on >= (SELECT acting_on()));
CREATE POLICY received ON outbound_referrals TO bilancio_partner USING
    (recipient_organisation_id = (SELECT acting_organisation())
        AND status NOT IN ('draft', 'cancelled')
        AND authorisation_id IN (SELECT * FROM live_authorisations()));
CREATE POLICY received ON outbound_referral_documents FOR SELECT TO bilancio_partner USING (referral_id IN (
    SELECT r.id FROM outbound_referrals r
    WHERE r.recipient_organisation_id = acting_organisation()));
CREATE POLICY received ON cases FOR SELECT TO bilancio_partner USING (id IN (
    SELECT r.case_id FROM outbound_referrals r
    WHERE r.recipient_organisation_id = acting_organisation()));
CREATE POLICY received ON beneficiaries FOR SELECT TO bilancio_partner USING (id IN (
    SELECT c.beneficiary_id FROM cases c JOIN outbound_referrals r ON r.case_id = c.id
    WHERE r.recipient_organisation_id = acting_organisation()));
CREATE POLICY received ON documents FOR SELECT TO bilancio_partner USING (id IN (
    SELECT r.letter_id FROM outbound_referrals r
    WHERE r.recipient_organisation_id = acting_organisation()
    UNION ALL SELECT d.document_id FROM outbound_referral_documents d
    JOIN outbound_referrals r ON r.id = d.referral_id
    WHERE r.recipient_organisation_id = acting_organisation()));
CREATE POLICY received ON certificates FOR SELECT TO bilancio_partner USING (document_id IN (
    SELECT d.document_id FROM outbound_referral_documents d
    JOIN outbound_referrals r ON r.id = d.referral_id
    WHERE r.recipient_organisation_id = acting_organisation()));

-- So is a case that is offered to another job centre. The recipient reads what is shared while it is, and
-- writes what ends the case where it was, in a partner's role. What it answered it goes on to know of, and
-- under which authorisation.
CREATE POLICY offered ON case_transfers USING
    (recipient_organisation_id = (SELECT acting_organisation()));
CREATE POLICY answered ON sharing_authorisations FOR SELECT USING (id IN (
    SELECT t.authorisation_id FROM case_transfers t
    WHERE t.recipient_organisation_id = acting_organisation()
        AND t.status IN ('accepted', 'refused')));
CREATE POLICY held ON sharing_authorisations FOR UPDATE TO bilancio_partner USING
    (recipient_organisation_id = (SELECT acting_organisation()));
CREATE POLICY covered ON sharing_authorisation_documents FOR SELECT TO bilancio_partner USING
    (authorisation_id IN (SELECT * FROM live_authorisations()));
CREATE POLICY offered ON cases TO bilancio_partner USING (id IN (
    SELECT t.case_id FROM case_transfers t
    WHERE t.recipient_organisation_id = acting_organisation()
        AND t.status IN ('offered', 'accepted')
        AND t.authorisation_id IN (SELECT * FROM live_authorisations())));
CREATE POLICY offered ON case_moves FOR INSERT TO bilancio_partner WITH CHECK (case_id IN (
    SELECT t.case_id FROM case_transfers t
    WHERE t.recipient_organisation_id = acting_organisation() AND t.status = 'accepted'
        AND t.authorisation_id IN (SELECT * FROM live_authorisations())));
CREATE POLICY offered ON group_members TO bilancio_partner USING (case_id IN (
    SELECT t.case_id FROM case_transfers t
    WHERE t.recipient_organisation_id = acting_organisation() AND t.status = 'accepted'
        AND t.authorisation_id IN (SELECT * FROM live_authorisations())));
CREATE POLICY offered ON reference_links TO bilancio_partner USING (case_id IN (
    SELECT t.case_id FROM case_transfers t
    WHERE t.recipient_organisation_id = acting_organisation() AND t.status = 'accepted'
        AND t.authorisation_id IN (SELECT * FROM live_authorisations())));
CREATE POLICY offered ON documents FOR SELECT TO bilancio_partner USING (id IN (
    SELECT d.document_id FROM sharing_authorisation_documents d
    JOIN case_transfers t ON t.authorisation_id = d.authorisation_id
    WHERE t.recipient_organisation_id = acting_organisation()
        AND t.authorisation_id IN (SELECT * FROM live_authorisations())));
CREATE POLICY offered ON certificates FOR SELECT TO bilancio_partner USING (document_id IN (
    SELECT d.document_id FROM sharing_authorisation_documents d
    JOIN case_transfers t ON t.authorisation_id = d.authorisation_id
    WHERE t.recipient_organisation_id = acting_organisation()
        AND t.authorisation_id IN (SELECT * FROM live_authorisations())));

-- Who works on a case is told of the recipient's reply.
CREATE POLICY received ON case_operators FOR SELECT TO bilancio_partner USING (case_id IN (
    SELECT r.case_id FROM outbound_referrals r
    WHERE r.recipient_organisation_id = acting_organisation()));
CREATE POLICY received ON users FOR SELECT TO bilancio_partner USING (id IN (
    SELECT o.user_id FROM case_operators o JOIN outbound_referrals r ON r.case_id = o.case_id
    WHERE r.recipient_organisation_id = acting_organisation()));

-- Who holds a code that stands: what it opens, and what the rules of writing there ask. A code of another
-- kind says in the same setting what it opens, and has policies of its own.
CREATE POLICY by_code ON questionnaire_links TO bilancio_link USING
    (id = (SELECT opened_by_code('questionnaire_link')));
CREATE POLICY by_code ON questionnaire_responses TO bilancio_link USING
    (id = (SELECT opened_by_code('questionnaire_response')));
CREATE POLICY by_code ON reference_links TO bilancio_link USING
    (id = (SELECT opened_by_code('reference_link')));
CREATE POLICY by_code ON reference_requests TO bilancio_link USING
    (id = (SELECT opened_by_code('reference_request')));
CREATE POLICY by_code ON evidence TO bilancio_link USING
    (id = (SELECT opened_by_code('evidence')));
CREATE POLICY by_code ON organisations FOR SELECT TO bilancio_link USING
    (id = (SELECT opened_by_code('organisation')));
CREATE POLICY by_reference ON cases TO bilancio_link USING
    (id = (SELECT opened_by_code('reference_case')));
CREATE POLICY by_code ON cases TO bilancio_link USING (id = (SELECT opened_by_code('case')));
CREATE POLICY by_code ON sessions FOR SELECT TO bilancio_link USING
    (case_id = (SELECT opened_by_code('case')));
CREATE POLICY by_code ON data_keys FOR SELECT TO bilancio_link USING
    (id = (SELECT opened_by_code('data_key')));

-- A match between two centres is theirs both.
CREATE POLICY addressed ON beneficiary_matches USING
    (other_organisation_id = (SELECT acting_organisation()));

-- The registry of the network: organisations and their programmes are for all who signed in.
CREATE POLICY known ON organisations FOR SELECT USING ((SELECT acting_user()) IS NOT NULL);
CREATE POLICY administered ON organisations USING ((SELECT acting_as_administrator()));
CREATE POLICY known ON esco_catalogues FOR SELECT USING ((SELECT acting_user()) IS NOT NULL);
CREATE POLICY known ON programmes FOR SELECT USING ((SELECT acting_user()) IS NOT NULL);
CREATE POLICY administered ON programmes USING ((SELECT acting_as_administrator()));
CREATE POLICY administered ON pathway_templates USING ((SELECT acting_as_administrator()));
CREATE POLICY partner ON agreements FOR SELECT USING
    (partner_id = (SELECT acting_organisation()));
CREATE POLICY administered ON agreements USING ((SELECT acting_as_administrator()));
CREATE POLICY administered ON entitlements USING ((SELECT acting_as_administrator()));
CREATE POLICY administered ON issuer_keys USING ((SELECT acting_as_administrator()));
CREATE POLICY administered ON status_lists USING ((SELECT acting_as_administrator()));

-- Users, and what is theirs alone.
CREATE POLICY own ON memberships FOR SELECT USING
    (organisation_id = (SELECT acting_organisation()) OR user_id = (SELECT acting_user()));
CREATE POLICY administered ON memberships USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON users USING (id = (SELECT acting_user()));
CREATE POLICY colleagues ON users FOR SELECT USING (EXISTS (
    SELECT FROM memberships m
    WHERE m.user_id = users.id AND m.organisation_id = acting_organisation()));
CREATE POLICY administered ON users USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON sign_ins USING (user_id = (SELECT acting_user()));
CREATE POLICY administered ON sign_ins USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON refresh_tokens USING
    (sign_in_id IN (SELECT s.id FROM sign_ins s WHERE s.user_id = acting_user()));
CREATE POLICY administered ON refresh_tokens USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON password_links USING (user_id = (SELECT acting_user()));
CREATE POLICY administered ON password_links USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON second_factors USING (user_id = (SELECT acting_user()));
CREATE POLICY administered ON second_factors USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON recovery_codes USING (user_id = (SELECT acting_user()));
CREATE POLICY administered ON recovery_codes USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON external_identities USING (user_id = (SELECT acting_user()));
CREATE POLICY administered ON external_identities USING ((SELECT acting_as_administrator()));
CREATE POLICY own ON authentication_requests USING
    (sign_in_id IN (SELECT s.id FROM sign_ins s WHERE s.user_id = acting_user()));
CREATE POLICY own ON idempotency_keys USING (user_id = (SELECT acting_user()));

-- Failures to show who one is, counted under a keyed hash; forgotten once one has shown it.
CREATE POLICY known ON sign_in_failures USING ((SELECT acting_user()) IS NOT NULL);

-- What anything may be added to, and nothing read from by a request.
CREATE POLICY sent ON outbox_mails FOR INSERT WITH CHECK (true);
CREATE POLICY written ON activity_log FOR INSERT WITH CHECK (true);
CREATE POLICY written ON activity_log_records FOR INSERT WITH CHECK (true);
CREATE POLICY own ON activity_log FOR SELECT USING
    (organisation_id = (SELECT acting_organisation()));
CREATE POLICY own ON activity_log_records FOR SELECT USING (EXISTS (
    SELECT FROM activity_log e WHERE e.id = entry_id));
-- Where a request came from is shown with a security event only.
CREATE POLICY written ON log_addresses FOR INSERT WITH CHECK (true);
CREATE POLICY noticed ON log_addresses FOR SELECT USING (EXISTS (
    SELECT FROM security_events s WHERE s.entry_id = log_addresses.entry_id));
CREATE POLICY known ON service_marks FOR SELECT USING (name = 'demo');

-- Those who did not sign in, and the workers: a few tables each, whole; partners, and who holds a code: a
-- few tables, under the policies above. The service's role takes one of these for a transaction (SET LOCAL ROLE).
REVOKE EXECUTE ON FUNCTION check_certificate(text), entries_about(text[], text, bigint),
    erase_addresses(timestamp), acting_by_link(text, timestamp),
    acting_by_reference(text, timestamp) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_certificate(text), acting_by_link(text, timestamp),
    acting_by_reference(text, timestamp)
    TO bilancio_anonymous;
GRANT EXECUTE ON FUNCTION erase_addresses(timestamp) TO bilancio_worker;
DO $$
DECLARE may record;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO bilancio_anonymous, bilancio_worker, '
        'bilancio_partner, bilancio_link', current_schema());
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM bilancio_anonymous, '
        'bilancio_worker, bilancio_partner, bilancio_link', current_schema());
    FOR may IN SELECT * FROM (VALUES
        ('bilancio_anonymous', 'organisations', 'SELECT'),
        ('bilancio_anonymous', 'users', 'SELECT, INSERT, UPDATE'),
        ('bilancio_anonymous', 'memberships', 'SELECT, INSERT, UPDATE'),
        ('bilancio_anonymous', 'external_identities', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_anonymous', 'authentication_requests', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_anonymous', 'sign_ins', 'SELECT, INSERT, UPDATE'),
        ('bilancio_anonymous', 'refresh_tokens', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_anonymous', 'password_links', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_anonymous', 'second_factors', 'SELECT, UPDATE'),
        ('bilancio_anonymous', 'recovery_codes', 'SELECT, DELETE'),
        ('bilancio_anonymous', 'signing_keys', 'SELECT'),
        ('bilancio_anonymous', 'issuer_keys',
            'SELECT (id, organisation_id, algorithm, public_jwk, created_at, retired_at, compromised_at)'),
        ('bilancio_anonymous', 'status_lists', 'SELECT'),
        ('bilancio_anonymous', 'address_turns', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_anonymous', 'sign_in_failures', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_anonymous', 'outbox_mails', 'INSERT'),
        ('bilancio_worker', 'service_marks', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_worker', 'organisations', 'SELECT, INSERT'),
        ('bilancio_worker', 'users', 'SELECT, INSERT'),
        ('bilancio_worker', 'memberships', 'SELECT, INSERT'),
        ('bilancio_worker', 'external_identities', 'SELECT'),
        ('bilancio_worker', 'password_links', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_worker', 'second_factors', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_worker', 'recovery_codes', 'SELECT, INSERT, DELETE'),
        ('bilancio_worker', 'signing_keys', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_worker', 'issuer_keys', 'SELECT, UPDATE'),
        ('bilancio_worker', 'esco_catalogues', 'SELECT, INSERT, DELETE'),
        ('bilancio_worker', 'data_keys', 'SELECT, UPDATE'),
        ('bilancio_worker', 'reference_links', 'SELECT (id, expires_at, ended_at)'),
        ('bilancio_worker', 'agreements', 'SELECT, UPDATE'),
        ('bilancio_worker', 'record_imports',
            'SELECT (id, organisation_id, wrapped_key, expires_at), UPDATE (wrapped_key), DELETE'),
        ('bilancio_worker', 'outbox_mails', 'SELECT, INSERT, UPDATE, DELETE'),
        ('bilancio_worker', 'idempotency_keys', 'SELECT, DELETE'),
        ('bilancio_worker', 'evidence_files', 'SELECT (id, organisation_id, sealed_contents, object_name), '
            'UPDATE (sealed_contents, object_name)'),
        ('bilancio_worker', 'object_removals', 'SELECT, INSERT, DELETE'),
        ('bilancio_worker', 'intake_referrals', 'SELECT, UPDATE'),
        ('bilancio_worker', 'intake_referral_name_keys', 'SELECT, DELETE'),
        ('bilancio_worker', 'beneficiary_matches', 'SELECT, UPDATE'),
        ('bilancio_worker', 'case_transfers',
            'SELECT (id, case_id, status, authorisation_id, expires_on, version), UPDATE (status, snapshot, version)'),
        ('bilancio_worker', 'sharing_authorisations', 'SELECT (id, revoked_at, expires_on)'),
        ('bilancio_worker', 'activity_log', 'SELECT'),
        ('bilancio_worker', 'activity_log_records', 'SELECT'),
        ('bilancio_worker', 'log_addresses', 'SELECT'),
        ('bilancio_worker', 'sealed_entries', 'SELECT, INSERT'),
        ('bilancio_worker', 'log_checkpoints', 'SELECT, INSERT'),
        ('bilancio_worker', 'security_events', 'SELECT, INSERT'),
        ('bilancio_partner', 'users', 'UPDATE'),
        ('bilancio_partner', 'sign_ins', 'UPDATE'),
        ('bilancio_partner', 'external_identities', 'UPDATE'),
        ('bilancio_partner', 'refresh_tokens', 'INSERT, UPDATE, DELETE'),
        ('bilancio_partner', 'password_links', 'INSERT, UPDATE, DELETE'),
        ('bilancio_partner', 'second_factors', 'INSERT, UPDATE, DELETE'),
        ('bilancio_partner', 'recovery_codes', 'INSERT, DELETE'),
        ('bilancio_partner', 'sign_in_failures', 'DELETE'),
        ('bilancio_partner', 'authentication_requests', 'INSERT, UPDATE, DELETE'),
        ('bilancio_partner', 'idempotency_keys', 'INSERT, UPDATE, DELETE'),
        ('bilancio_partner', 'outbox_mails', 'INSERT'),
        ('bilancio_partner', 'intake_referrals', 'INSERT, UPDATE'),
        ('bilancio_partner', 'intake_referral_name_keys', 'INSERT, DELETE'),
        ('bilancio_partner', 'sharing_authorisations', 'UPDATE (recorded_at)'),
        ('bilancio_partner', 'case_transfers', 'UPDATE'),
        ('bilancio_partner', 'cases', 'UPDATE'),
        ('bilancio_partner', 'case_moves', 'INSERT'),
        ('bilancio_partner', 'group_members', 'UPDATE'),
        ('bilancio_partner', 'reference_links', 'UPDATE (ended_at)'),
        ('bilancio_partner', 'outbound_referrals', 'UPDATE'),
        ('bilancio_link', 'questionnaire_links', 'SELECT, UPDATE (ended_at)'),
        ('bilancio_link', 'questionnaire_responses', 'SELECT, UPDATE (answers_shown, status, '
            'answered, sealed_answers, completed_at, updated_at, version)'),
        ('bilancio_link', 'reference_links', 'SELECT (id, request_id, case_id, organisation_id, '
            'token_hash, expires_at, ended_at), UPDATE (ended_at)'),
        ('bilancio_link', 'reference_requests', 'SELECT (id, evidence_id, language, '
            'sealed_statement, asked_at, version), UPDATE (status, answer, sealed_answer, '
            'answered_at, updated_at, version)'),
        ('bilancio_link', 'evidence', 'SELECT (id, case_id, verification, version), '
            'UPDATE (verification, verification_channel, version, updated_at)'),
        ('bilancio_link', 'organisations', 'SELECT (id, name)'),
        ('bilancio_link', 'cases', 'SELECT (id, organisation_id, beneficiary_id, key_holder_id, '
            'status), UPDATE (updated_at)'),
        ('bilancio_link', 'sessions', 'SELECT (case_id, kind, status)'),
        ('bilancio_link', 'data_keys', 'SELECT (id, wrapped_key, created_at)')
    ) AS list(role, tablename, rights)
    LOOP
        EXECUTE format('GRANT %s ON %I TO %I', may.rights, may.tablename, may.role);
        CONTINUE WHEN may.role IN ('bilancio_partner', 'bilancio_link');
        EXECUTE format('CREATE POLICY %I ON %I TO %I USING (true)',
            may.role, may.tablename, may.role);
    END LOOP;
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO bilancio_partner',
        current_schema());
    GRANT INSERT ON activity_log, activity_log_records, log_addresses
        TO bilancio_anonymous, bilancio_worker, bilancio_partner, bilancio_link;
END $$;
