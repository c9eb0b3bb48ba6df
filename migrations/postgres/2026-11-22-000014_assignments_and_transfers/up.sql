-- How many running cases one person should work on; above it the service warns.
ALTER TABLE organisations ADD COLUMN caseload_limit INTEGER;

-- Who has whose caseload, from the first to the last day.
CREATE TABLE stand_ins (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    absent_user_id TEXT NOT NULL REFERENCES users (id),
    stand_in_user_id TEXT NOT NULL REFERENCES users (id),
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    ended_at TIMESTAMP,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    CHECK (to_on >= from_on),
    CHECK (absent_user_id <> stand_in_user_id)
);
CREATE INDEX stand_ins_by_stand_in ON stand_ins (stand_in_user_id, to_on);
CREATE INDEX stand_ins_by_absent ON stand_ins (absent_user_id, to_on);
CREATE INDEX stand_ins_by_organisation ON stand_ins (organisation_id, id);

CREATE TABLE case_transfers (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    case_code TEXT NOT NULL,
    recipient_organisation_id TEXT NOT NULL REFERENCES organisations (id),
    authorisation_id TEXT NOT NULL REFERENCES sharing_authorisations (id),
    status TEXT NOT NULL,
    message TEXT NOT NULL,
    snapshot TEXT,
    expires_on DATE NOT NULL,
    refusal_reason TEXT,
    new_case_id TEXT UNIQUE REFERENCES cases (id),
    new_case_code TEXT,
    offered_by TEXT NOT NULL REFERENCES users (id),
    offered_at TIMESTAMP NOT NULL,
    decided_by TEXT REFERENCES users (id),
    decided_at TIMESTAMP,
    version INTEGER NOT NULL
);
CREATE INDEX case_transfers_by_case ON case_transfers (case_id, id);
CREATE UNIQUE INDEX case_transfers_one_offer ON case_transfers (case_id) WHERE status = 'offered';
CREATE INDEX case_transfers_by_recipient ON case_transfers (recipient_organisation_id, status, id);
