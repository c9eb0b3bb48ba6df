-- Files of people and experiences that were looked through, until they are taken or expire. What their lines
-- say is sealed under a key of the import's own, and goes with it.
CREATE TABLE record_imports (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    format TEXT NOT NULL,
    status TEXT NOT NULL,
    lines_done INTEGER NOT NULL,
    lines TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    wrapped_key TEXT,
    sealed_lines TEXT
);
CREATE INDEX record_imports_by_user ON record_imports (organisation_id, created_by);
CREATE INDEX record_imports_by_expiry ON record_imports (expires_at);
