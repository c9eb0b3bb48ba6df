-- How often somebody came from an address, and how often in a row a sign-in failed. Neither the address
-- nor the account stands here: the keys are keyed hashes. Times are milliseconds since 1970.
CREATE TABLE address_turns (
    kind TEXT NOT NULL,
    address_key TEXT NOT NULL,
    spent_until_ms BIGINT NOT NULL,
    PRIMARY KEY (kind, address_key)
);
CREATE INDEX address_turns_by_end ON address_turns (spent_until_ms);

CREATE TABLE sign_in_failures (
    account_key TEXT PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    open_at_ms BIGINT NOT NULL,
    counted_at_ms BIGINT NOT NULL,
    last_attempt TEXT NOT NULL
);
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (counted_at_ms);
