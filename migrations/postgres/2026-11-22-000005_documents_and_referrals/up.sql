CREATE TABLE documents (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    edition INTEGER NOT NULL,
    status TEXT NOT NULL,
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    file BYTEA,
    file_hash TEXT,
    author_id TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    approved_by TEXT REFERENCES users (id),
    issued_at TIMESTAMP,
    review_comment TEXT,
    version INTEGER NOT NULL,
    UNIQUE (case_id, kind, edition)
);
CREATE INDEX documents_by_case ON documents (case_id);

CREATE TABLE certificates (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    document_id TEXT NOT NULL REFERENCES documents (id),
    number TEXT NOT NULL UNIQUE,
    verification_code TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    minutes_attended INTEGER NOT NULL,
    minutes_planned INTEGER NOT NULL,
    issued_by TEXT NOT NULL REFERENCES users (id),
    issued_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_by TEXT REFERENCES users (id),
    ended_reason TEXT,
    replaced_by TEXT,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX certificates_one_valid ON certificates (case_id) WHERE status = 'valid';
CREATE INDEX certificates_by_organisation ON certificates (organisation_id, id);

CREATE TABLE certificate_counters (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    year INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, year)
);

CREATE TABLE sharing_authorisations (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    recipient_organisation_id TEXT NOT NULL REFERENCES organisations (id),
    purpose TEXT NOT NULL,
    explained_in TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    includes_contact BOOLEAN NOT NULL,
    includes_work_right BOOLEAN NOT NULL,
    given_on DATE NOT NULL,
    expires_on DATE NOT NULL,
    revoked_at TIMESTAMP,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX sharing_authorisations_by_case ON sharing_authorisations (case_id);

CREATE TABLE sharing_authorisation_documents (
    authorisation_id TEXT NOT NULL REFERENCES sharing_authorisations (id),
    document_id TEXT NOT NULL REFERENCES documents (id),
    organisation_id TEXT NOT NULL,
    PRIMARY KEY (authorisation_id, document_id)
);

CREATE TABLE outbound_referrals (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    recipient_organisation_id TEXT NOT NULL REFERENCES organisations (id),
    authorisation_id TEXT NOT NULL REFERENCES sharing_authorisations (id),
    letter_id TEXT REFERENCES documents (id),
    kind TEXT NOT NULL,
    request TEXT NOT NULL,
    status TEXT NOT NULL,
    work_right TEXT,
    sent_at TIMESTAMP,
    answered_at TIMESTAMP,
    outcome TEXT,
    reply TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX outbound_referrals_by_case ON outbound_referrals (case_id);
CREATE INDEX outbound_referrals_by_recipient ON outbound_referrals (recipient_organisation_id, status, id);

CREATE TABLE outbound_referral_documents (
    referral_id TEXT NOT NULL REFERENCES outbound_referrals (id),
    document_id TEXT NOT NULL REFERENCES documents (id),
    organisation_id TEXT NOT NULL,
    PRIMARY KEY (referral_id, document_id)
);
