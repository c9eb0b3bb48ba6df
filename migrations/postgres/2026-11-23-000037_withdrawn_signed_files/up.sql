-- A signed file that was taken back, with what the register had said of it, and why. A row is added and never
-- changed; the same file of the same document is taken back once.
CREATE TABLE signed_file_withdrawals (
    id TEXT PRIMARY KEY NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    file_hash TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    added_by TEXT NOT NULL REFERENCES users (id),
    file BYTEA NOT NULL,
    withdrawn_at TIMESTAMP NOT NULL,
    withdrawn_by TEXT NOT NULL REFERENCES users (id),
    reason_code TEXT NOT NULL,
    sealed_reason TEXT NOT NULL
);
CREATE UNIQUE INDEX signed_file_withdrawals_once ON signed_file_withdrawals (document_id, file_hash);

-- How often the service itself failed at a certificate of a batch.
ALTER TABLE certificate_batch_items ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
