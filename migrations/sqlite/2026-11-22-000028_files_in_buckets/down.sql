-- Fails while contents are in a bucket: move them to the database first.
DROP TABLE object_removals;
CREATE TABLE files_in_rows (
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
    sealed_contents BLOB NOT NULL
);
INSERT INTO files_in_rows (id, evidence_id, case_id, organisation_id, media_type, size_bytes, width_pixels,
    height_pixels, received_hash, kept_hash, uploaded_by, uploaded_at, sealed_contents)
    SELECT id, evidence_id, case_id, organisation_id, media_type, size_bytes, width_pixels,
    height_pixels, received_hash, kept_hash, uploaded_by, uploaded_at, sealed_contents
    FROM evidence_files;
DROP TABLE evidence_files;
ALTER TABLE files_in_rows RENAME TO evidence_files;
CREATE INDEX evidence_files_by_case ON evidence_files (case_id);
