CREATE TABLE refresh_tokens (
    id TEXT PRIMARY KEY NOT NULL,
    sign_in_id TEXT NOT NULL REFERENCES sign_ins (id),
    token_hash TEXT NOT NULL UNIQUE,
    mode TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    successor_id TEXT,
    replaced_at TIMESTAMP
);
CREATE INDEX refresh_tokens_by_sign_in ON refresh_tokens (sign_in_id);
