DROP INDEX security_events_by_kind;
DROP INDEX security_events_by_entry;
ALTER TABLE activity_log DROP COLUMN address_hash;
DROP TABLE log_addresses;
