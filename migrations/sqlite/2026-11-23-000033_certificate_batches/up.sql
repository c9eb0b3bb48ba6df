-- The certificates of a whole group, asked for at once and issued one after the other. A batch belongs to the
-- worker that took it until a time; a group has one that is not finished at most.
CREATE TABLE certificate_batches (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    asked_by TEXT NOT NULL REFERENCES users (id),
    asked_at TIMESTAMP NOT NULL,
    worker TEXT,
    worked_until TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE UNIQUE INDEX certificate_batches_one_open ON certificate_batches (group_id) WHERE finished_at IS NULL;

-- A case of a batch, and what became of it.
CREATE TABLE certificate_batch_items (
    batch_id TEXT NOT NULL REFERENCES certificate_batches (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    certificate_id TEXT REFERENCES certificates (id),
    unmet TEXT NOT NULL,
    PRIMARY KEY (batch_id, case_id)
);
CREATE INDEX certificate_batch_items_by_case ON certificate_batch_items (case_id);
