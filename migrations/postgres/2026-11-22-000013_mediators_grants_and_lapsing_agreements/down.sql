ALTER TABLE agreements DROP COLUMN warned_on;
DROP INDEX access_grants_by_organisation;
ALTER TABLE access_grants DROP COLUMN revoked_by;
ALTER TABLE access_grants DROP COLUMN revoked_at;
ALTER TABLE access_grants DROP COLUMN sealed_reason;
DROP INDEX sessions_by_mediator;
ALTER TABLE sessions DROP COLUMN mediator_id;
