-- How much a piece of evidence tells, from where, and how somebody made sure of it.
ALTER TABLE evidence ADD COLUMN verification_channel TEXT;
ALTER TABLE evidence ADD COLUMN original_language TEXT;
ALTER TABLE evidence ADD COLUMN translation TEXT NOT NULL DEFAULT 'none';
ALTER TABLE evidence ADD COLUMN legalisation TEXT NOT NULL DEFAULT 'none';
ALTER TABLE evidence ADD COLUMN quality INTEGER;
ALTER TABLE evidence ADD COLUMN completeness INTEGER;
ALTER TABLE evidence ADD COLUMN exhaustiveness INTEGER;
ALTER TABLE evidence ADD COLUMN pertinence INTEGER;

-- The file of a piece of evidence, sealed under the person's data key.
CREATE TABLE evidence_files (
    id TEXT PRIMARY KEY NOT NULL,
    evidence_id TEXT NOT NULL UNIQUE REFERENCES evidence (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    width_pixels INTEGER,
    height_pixels INTEGER,
    received_hash TEXT NOT NULL,
    kept_hash TEXT NOT NULL,
    uploaded_by TEXT NOT NULL REFERENCES users (id),
    uploaded_at TIMESTAMP NOT NULL,
    sealed_contents BYTEA NOT NULL
);
CREATE INDEX evidence_files_by_case ON evidence_files (case_id);
