-- The order in which entries of the activity log were sealed, each with the hash of it and of all before
-- it. Nothing refers to an entry: it is written in one statement, without keys.
CREATE TABLE sealed_entries (
    sequence BIGINT PRIMARY KEY NOT NULL,
    entry_id TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL
);

-- How far the chain went, in signed statements.
CREATE TABLE log_checkpoints (
    sequence BIGINT PRIMARY KEY NOT NULL,
    hash TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    statement TEXT NOT NULL
);

-- What the log tells of the security of an organisation.
CREATE TABLE security_events (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    user_id TEXT,
    entry_id TEXT
);
CREATE INDEX security_events_by_organisation ON security_events (organisation_id, id);
CREATE INDEX security_events_by_user ON security_events (user_id, kind, at);

CREATE INDEX activity_log_by_organisation ON activity_log (organisation_id, id);
CREATE INDEX activity_log_by_user ON activity_log (user_id, id);
