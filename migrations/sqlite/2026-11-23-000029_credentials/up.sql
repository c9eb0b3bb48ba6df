-- The keys that an organisation's credentials are signed with. The private half is sealed; the public
-- half is shown to everybody, also of keys that sign no more.
CREATE TABLE issuer_keys (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    algorithm TEXT NOT NULL,
    sealed_private_key TEXT NOT NULL,
    public_jwk TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    compromised_at TIMESTAMP
);
CREATE UNIQUE INDEX issuer_keys_that_sign ON issuer_keys (organisation_id) WHERE retired_at IS NULL;

-- Which credentials ended, as a signed list that names nobody: a place for each, at random.
CREATE TABLE status_lists (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    places_given INTEGER NOT NULL,
    signed TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    signed_at TIMESTAMP NOT NULL
);
CREATE INDEX status_lists_by_organisation ON status_lists (organisation_id);

CREATE TABLE credentials (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL,
    certificate_id TEXT UNIQUE REFERENCES certificates (id),
    issuer_key_id TEXT NOT NULL REFERENCES issuer_keys (id),
    status_list_id TEXT NOT NULL REFERENCES status_lists (id),
    status_place INTEGER NOT NULL,
    token TEXT NOT NULL,
    issued_by TEXT NOT NULL REFERENCES users (id),
    issued_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    UNIQUE (status_list_id, status_place)
);
CREATE INDEX credentials_by_case ON credentials (case_id);
