-- Two records of one person that were made one. Reversed, the row stays as a trace.
CREATE TABLE beneficiary_merges (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    kept_id TEXT NOT NULL REFERENCES beneficiaries (id),
    merged_id TEXT NOT NULL REFERENCES beneficiaries (id),
    merged_code TEXT NOT NULL,
    -- Where the merged record's id leads now: the kept one, or what that was merged into later.
    standing_id TEXT NOT NULL REFERENCES beneficiaries (id),
    taken TEXT NOT NULL,
    moved TEXT NOT NULL,
    sealed_particulars TEXT NOT NULL,
    merged_at TIMESTAMP NOT NULL,
    merged_by TEXT NOT NULL REFERENCES users (id),
    reversed_at TIMESTAMP,
    reversed_by TEXT REFERENCES users (id)
);
CREATE UNIQUE INDEX beneficiary_merges_in_force ON beneficiary_merges (merged_id) WHERE reversed_at IS NULL;
CREATE INDEX beneficiary_merges_by_standing ON beneficiary_merges (standing_id);
CREATE INDEX beneficiary_merges_by_code ON beneficiary_merges (organisation_id, merged_code);

-- Under whose data key values are sealed, where that is not the present person's.
ALTER TABLE cases ADD COLUMN key_holder_id TEXT;
ALTER TABLE identifiers ADD COLUMN key_holder_id TEXT;

-- That two centres have records of one person: proposed by one, confirmed by the other.
CREATE TABLE beneficiary_matches (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    beneficiary_id TEXT NOT NULL REFERENCES beneficiaries (id),
    person_code TEXT NOT NULL,
    authorised_on DATE NOT NULL,
    other_organisation_id TEXT NOT NULL REFERENCES organisations (id),
    told_code TEXT NOT NULL,
    other_beneficiary_id TEXT REFERENCES beneficiaries (id),
    other_person_code TEXT,
    other_authorised_on DATE,
    status TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES users (id),
    expires_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    answered_by TEXT REFERENCES users (id),
    ended_at TIMESTAMP,
    ended_by TEXT REFERENCES users (id)
);
CREATE INDEX beneficiary_matches_by_proposer ON beneficiary_matches (organisation_id, id);
CREATE INDEX beneficiary_matches_by_addressee ON beneficiary_matches (other_organisation_id, id);
CREATE INDEX beneficiary_matches_by_expiry ON beneficiary_matches (status, expires_at);
