DROP INDEX activity_log_by_user;
DROP INDEX activity_log_by_organisation;
DROP TABLE security_events;
DROP TABLE log_checkpoints;
DROP TABLE sealed_entries;
