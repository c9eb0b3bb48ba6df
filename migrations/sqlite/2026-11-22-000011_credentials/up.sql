-- The id is the mail's that takes the link to its reader; the token is in no table, only its hash.
CREATE TABLE password_links (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX password_links_by_user ON password_links (user_id);

-- How the user showed who they are.
ALTER TABLE sign_ins ADD COLUMN methods TEXT NOT NULL DEFAULT 'pwd';

CREATE TABLE second_factors (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    sealed_secret TEXT,
    offered_secret TEXT,
    last_step BIGINT,
    confirmed_at TIMESTAMP
);

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);
