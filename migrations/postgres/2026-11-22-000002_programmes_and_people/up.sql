CREATE TABLE pathway_templates (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    edition INTEGER NOT NULL,
    method TEXT NOT NULL,
    title TEXT NOT NULL,
    steps TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    UNIQUE (organisation_id, code, edition)
);

CREATE TABLE programmes (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    funder TEXT NOT NULL,
    fund TEXT NOT NULL,
    project_code TEXT,
    starts_on DATE NOT NULL,
    ends_on DATE,
    pathway_template_id TEXT NOT NULL REFERENCES pathway_templates (id),
    capacity INTEGER,
    minimum_attendance_percent INTEGER NOT NULL,
    certificate_rule TEXT NOT NULL,
    work_right_rule TEXT NOT NULL,
    eligibility_checks TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (organisation_id, code)
);

CREATE TABLE intake_referrals (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    sender_organisation_id TEXT NOT NULL REFERENCES organisations (id),
    sender_user_id TEXT NOT NULL REFERENCES users (id),
    programme_id TEXT REFERENCES programmes (id),
    status TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    birth_year INTEGER,
    preferred_language TEXT,
    contact TEXT NOT NULL,
    reason TEXT NOT NULL,
    expectations TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    consent_language TEXT NOT NULL,
    consent_on DATE NOT NULL,
    consent_withdrawn_on DATE,
    contacted_on DATE,
    decline_reason TEXT,
    decline_advice TEXT,
    case_id TEXT,
    sent_at TIMESTAMP NOT NULL,
    received_at TIMESTAMP,
    decided_at TIMESTAMP,
    decided_by TEXT REFERENCES users (id),
    version INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX intake_referrals_by_receiver ON intake_referrals (organisation_id, status, sent_at);
CREATE INDEX intake_referrals_by_sender ON intake_referrals (sender_organisation_id, status, sent_at);

CREATE TABLE intake_referral_name_keys (
    referral_id TEXT NOT NULL REFERENCES intake_referrals (id),
    sender_organisation_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (referral_id, name_key)
);
CREATE INDEX intake_referral_name_keys_by_key ON intake_referral_name_keys (sender_organisation_id, name_key);

CREATE TABLE beneficiaries (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    person_code TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    name_original_script TEXT,
    aliases TEXT NOT NULL,
    birth_on DATE,
    birth_precision TEXT,
    sex_registered TEXT NOT NULL,
    citizenships TEXT NOT NULL,
    birth_country TEXT,
    languages TEXT NOT NULL,
    preferred_language TEXT NOT NULL,
    interpreter_needed BOOLEAN NOT NULL,
    literacy TEXT NOT NULL,
    contacts TEXT NOT NULL,
    municipality TEXT,
    arrival_year INTEGER,
    dependants_count INTEGER,
    childcare_needed BOOLEAN NOT NULL,
    support_needs TEXT NOT NULL,
    vulnerability_reported BOOLEAN NOT NULL,
    driving_licences TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (organisation_id, person_code)
);

CREATE TABLE beneficiary_search_keys (
    beneficiary_id TEXT NOT NULL REFERENCES beneficiaries (id),
    organisation_id TEXT NOT NULL,
    search_key TEXT NOT NULL,
    PRIMARY KEY (beneficiary_id, search_key)
);
CREATE INDEX beneficiary_search_keys_by_key ON beneficiary_search_keys (organisation_id, search_key);

CREATE TABLE identifiers (
    id TEXT PRIMARY KEY NOT NULL,
    beneficiary_id TEXT NOT NULL REFERENCES beneficiaries (id),
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    sealed_value TEXT NOT NULL,
    blind_index TEXT NOT NULL,
    issuing_country TEXT,
    valid_from DATE,
    valid_to DATE,
    verified_on DATE,
    verified_by TEXT REFERENCES users (id),
    replaced_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id)
);
CREATE INDEX identifiers_by_beneficiary ON identifiers (beneficiary_id);
CREATE UNIQUE INDEX identifiers_by_value ON identifiers (organisation_id, kind, blind_index);

CREATE TABLE stay_permits (
    id TEXT PRIMARY KEY NOT NULL,
    beneficiary_id TEXT NOT NULL REFERENCES beneficiaries (id),
    organisation_id TEXT NOT NULL,
    permit_code TEXT NOT NULL,
    status TEXT NOT NULL,
    application_on DATE,
    issued_on DATE,
    expires_on DATE,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id)
);
CREATE INDEX stay_permits_by_beneficiary ON stay_permits (beneficiary_id);

CREATE TABLE reception_stays (
    id TEXT PRIMARY KEY NOT NULL,
    beneficiary_id TEXT NOT NULL REFERENCES beneficiaries (id),
    organisation_id TEXT NOT NULL,
    reception_organisation_id TEXT REFERENCES organisations (id),
    facility_kind TEXT NOT NULL,
    from_on DATE,
    to_on DATE,
    expected_exit_on DATE,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    CHECK (to_on IS NULL OR from_on IS NULL OR to_on >= from_on)
);
CREATE INDEX reception_stays_by_beneficiary ON reception_stays (beneficiary_id);
