CREATE TABLE organisations (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    tax_code TEXT,
    municipality TEXT NOT NULL,
    address TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    certificate_prefix TEXT UNIQUE,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE agreements (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    signed_on DATE NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX agreements_by_partner ON agreements (organisation_id, partner_id);

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE memberships (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (user_id, organisation_id, role)
);
CREATE INDEX memberships_by_organisation ON memberships (organisation_id);

CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    membership_id TEXT NOT NULL REFERENCES memberships (id),
    authenticated_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id);

CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY NOT NULL,
    sealed_private_key TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP
);

CREATE TABLE data_keys (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL,
    wrapped_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE service_marks (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE idempotency_keys (
    user_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, idempotency_key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE outbox_mails (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    link TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    next_attempt_at TIMESTAMP,
    attempts INTEGER NOT NULL,
    sent_at TIMESTAMP,
    failure TEXT
);
CREATE INDEX outbox_mails_by_due ON outbox_mails (next_attempt_at);

CREATE TABLE activity_log (
    id TEXT PRIMARY KEY NOT NULL,
    at TIMESTAMP NOT NULL,
    request_id TEXT NOT NULL,
    user_id TEXT,
    sign_in_id TEXT,
    role TEXT NOT NULL,
    organisation_id TEXT,
    operation TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason_code TEXT
);
CREATE INDEX activity_log_by_time ON activity_log (at);

CREATE TABLE activity_log_records (
    entry_id TEXT NOT NULL REFERENCES activity_log (id),
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    parent TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    PRIMARY KEY (entry_id, parent_id, resource, action)
);
CREATE INDEX activity_log_records_by_parent ON activity_log_records (parent_id, entry_id);
