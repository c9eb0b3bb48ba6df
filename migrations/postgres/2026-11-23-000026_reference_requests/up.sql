-- Who is asked to confirm a piece of evidence, what they read and answer, and the links by which they do.
CREATE TABLE reference_requests (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL REFERENCES evidence (id),
    language TEXT NOT NULL,
    sealed_contact TEXT NOT NULL,
    sealed_statement TEXT NOT NULL,
    agreed_on DATE NOT NULL,
    explained_in TEXT NOT NULL,
    origin_contact BOOLEAN NOT NULL,
    origin_authorised_on DATE,
    status TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES users (id),
    asked_at TIMESTAMP NOT NULL,
    decided_by TEXT REFERENCES users (id),
    decided_at TIMESTAMP,
    revocation_reason TEXT,
    answer TEXT,
    sealed_answer TEXT,
    answered_at TIMESTAMP,
    sealed_dismissal TEXT,
    dismissed_by TEXT REFERENCES users (id),
    dismissed_at TIMESTAMP,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX reference_requests_open ON reference_requests (evidence_id)
    WHERE status IN ('awaiting_approval', 'asked');
CREATE INDEX reference_requests_by_case ON reference_requests (case_id);

CREATE TABLE reference_links (
    id TEXT PRIMARY KEY NOT NULL,
    request_id TEXT NOT NULL REFERENCES reference_requests (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX reference_links_standing ON reference_links (request_id)
    WHERE ended_at IS NULL;
