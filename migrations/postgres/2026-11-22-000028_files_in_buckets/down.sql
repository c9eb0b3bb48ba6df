-- Fails while contents are in a bucket: move them to the database first.
DROP TABLE object_removals;
ALTER TABLE evidence_files DROP CONSTRAINT evidence_files_contents;
ALTER TABLE evidence_files DROP COLUMN object_name;
ALTER TABLE evidence_files ALTER COLUMN sealed_contents SET NOT NULL;
