ALTER TABLE documents DROP COLUMN signed_file;
ALTER TABLE documents DROP COLUMN signed_file_added_by;
ALTER TABLE documents DROP COLUMN signed_file_added_at;
ALTER TABLE documents DROP COLUMN signed_by;
ALTER TABLE documents DROP COLUMN signed_file_hash;
