-- Whom an identity provider knows as whom: its issuer and the name that it never gives to another.
CREATE TABLE external_identities (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (issuer, subject)
);
CREATE INDEX external_identities_by_user ON external_identities (user_id);

-- Somebody who was sent to a provider. What its answer is compared with follows from a secret that
-- only their client has; the hash finds the row.
CREATE TABLE authentication_requests (
    id TEXT PRIMARY KEY NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    identity_provider TEXT NOT NULL,
    mode TEXT NOT NULL,
    sign_in_id TEXT REFERENCES sign_ins (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX authentication_requests_by_end ON authentication_requests (expires_at);

-- Through which provider a sign-in came, and which one gave a role; none for what people did here.
ALTER TABLE sign_ins ADD COLUMN identity_provider TEXT;
ALTER TABLE memberships ADD COLUMN identity_provider TEXT;
