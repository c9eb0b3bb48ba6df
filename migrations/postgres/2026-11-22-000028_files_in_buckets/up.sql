-- The sealed contents of a file of evidence are in its row, or in an object of a bucket.
ALTER TABLE evidence_files ALTER COLUMN sealed_contents DROP NOT NULL;
ALTER TABLE evidence_files ADD COLUMN object_name TEXT UNIQUE;
ALTER TABLE evidence_files ADD CONSTRAINT evidence_files_contents
    CHECK ((sealed_contents IS NULL) <> (object_name IS NULL));

-- Objects that are to be removed: those given up, and those put for rows that are not written yet.
CREATE TABLE object_removals (
    name TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL
);
CREATE INDEX object_removals_by_time ON object_removals (due_at);
