-- The sealed contents of a file of evidence are in its row, or in an object of a bucket.
CREATE TABLE files_anywhere (
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
    sealed_contents BLOB,
    object_name TEXT UNIQUE,
    CHECK ((sealed_contents IS NULL) <> (object_name IS NULL))
);
INSERT INTO files_anywhere (id, evidence_id, case_id, organisation_id, media_type, size_bytes, width_pixels,
    height_pixels, received_hash, kept_hash, uploaded_by, uploaded_at, sealed_contents)
    SELECT id, evidence_id, case_id, organisation_id, media_type, size_bytes, width_pixels,
    height_pixels, received_hash, kept_hash, uploaded_by, uploaded_at, sealed_contents
    FROM evidence_files;
DROP TABLE evidence_files;
ALTER TABLE files_anywhere RENAME TO evidence_files;
CREATE INDEX evidence_files_by_case ON evidence_files (case_id);

-- Objects that are to be removed: those given up, and those put for rows that are not written yet.
CREATE TABLE object_removals (
    name TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL
);
CREATE INDEX object_removals_by_time ON object_removals (due_at);
