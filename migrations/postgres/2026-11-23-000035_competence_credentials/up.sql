-- That an organisation is entitled (ente titolato) by a public holder (ente titolare) to attest competences
-- as a second or third party, from a first to a last day.
CREATE TABLE entitlements (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    legal_reference TEXT NOT NULL,
    public_holder TEXT NOT NULL,
    levels TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX entitlements_by_organisation ON entitlements (organisation_id);

-- A credential of competences, on the person's own request; the token is the credential's.
CREATE TABLE competence_credentials (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    credential_id TEXT NOT NULL UNIQUE REFERENCES credentials (id),
    status TEXT NOT NULL,
    requested_on DATE NOT NULL,
    request_form TEXT NOT NULL,
    attestation_level TEXT NOT NULL,
    entitlement_id TEXT REFERENCES entitlements (id),
    name_in_original_script BOOLEAN NOT NULL,
    competences TEXT NOT NULL,
    issued_by TEXT NOT NULL REFERENCES users (id),
    issued_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_by TEXT REFERENCES users (id),
    ended_reason TEXT,
    version INTEGER NOT NULL
);
CREATE INDEX competence_credentials_by_case ON competence_credentials (case_id);
