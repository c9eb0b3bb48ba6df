-- Who of the staff mediates in a session.
ALTER TABLE sessions ADD COLUMN mediator_id TEXT;
CREATE INDEX sessions_by_mediator ON sessions (mediator_id, scheduled_from);

-- Reasons are sealed from now on; `reason` holds those from before.
ALTER TABLE access_grants ADD COLUMN sealed_reason TEXT;
ALTER TABLE access_grants ADD COLUMN revoked_at TIMESTAMP;
ALTER TABLE access_grants ADD COLUMN revoked_by TEXT;
CREATE INDEX access_grants_by_organisation ON access_grants (organisation_id, id);

-- When both sides were told that an agreement ends soon.
ALTER TABLE agreements ADD COLUMN warned_on DATE;
