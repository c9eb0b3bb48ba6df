-- Where a request came from: apart from its entry, so that it can be erased before it. The entry keeps the
-- hash of salt and address. The ids grow with time; nothing refers to an entry.
CREATE TABLE log_addresses (
    entry_id TEXT PRIMARY KEY NOT NULL,
    address TEXT NOT NULL,
    salt TEXT NOT NULL
);
ALTER TABLE activity_log ADD COLUMN address_hash TEXT;

CREATE INDEX security_events_by_entry ON security_events (entry_id);
CREATE INDEX security_events_by_kind ON security_events (kind, at);
