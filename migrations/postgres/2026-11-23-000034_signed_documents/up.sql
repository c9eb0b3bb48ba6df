-- A document that somebody signed outside: the issued file with the signature, beside the issued file itself.
ALTER TABLE documents ADD COLUMN signed_file_hash TEXT;
ALTER TABLE documents ADD COLUMN signed_by TEXT;
ALTER TABLE documents ADD COLUMN signed_file_added_at TIMESTAMP;
ALTER TABLE documents ADD COLUMN signed_file_added_by TEXT REFERENCES users (id);
ALTER TABLE documents ADD COLUMN signed_file BYTEA;
