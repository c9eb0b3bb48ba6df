CREATE TABLE cases (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    case_code TEXT NOT NULL,
    beneficiary_id TEXT NOT NULL REFERENCES beneficiaries (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    pathway_template_id TEXT NOT NULL REFERENCES pathway_templates (id),
    intake_referral_id TEXT REFERENCES intake_referrals (id),
    status TEXT NOT NULL,
    suspended_from TEXT,
    suspension_reason TEXT,
    suspension_review_on DATE,
    closure_reason TEXT,
    needs_analysis TEXT NOT NULL,
    waived_steps_reason TEXT,
    waived_steps_by TEXT REFERENCES users (id),
    attendance_waiver_reason TEXT,
    attendance_waiver_by TEXT REFERENCES users (id),
    synthesis_given_on DATE,
    synthesis_language TEXT,
    observations TEXT,
    without_observations BOOLEAN NOT NULL,
    without_next_steps BOOLEAN NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    ended_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (organisation_id, case_code)
);
CREATE INDEX cases_by_beneficiary ON cases (beneficiary_id, programme_id);
CREATE UNIQUE INDEX cases_one_active ON cases (beneficiary_id, programme_id) WHERE ended_at IS NULL;
CREATE INDEX cases_by_organisation ON cases (organisation_id, status, id);
CREATE INDEX cases_by_programme ON cases (programme_id, status);

CREATE TABLE case_operators (
    case_id TEXT NOT NULL REFERENCES cases (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    organisation_id TEXT NOT NULL,
    part TEXT NOT NULL,
    assigned_at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, user_id)
);
CREATE UNIQUE INDEX case_operators_one_lead ON case_operators (case_id) WHERE part = 'lead';
CREATE INDEX case_operators_by_user ON case_operators (user_id, case_id);

CREATE TABLE case_moves (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    event TEXT NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    reason TEXT,
    at TIMESTAMP NOT NULL,
    moved_by TEXT NOT NULL REFERENCES users (id)
);
CREATE INDEX case_moves_by_case ON case_moves (case_id, at);

CREATE TABLE eligibility_answers (
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    check_code TEXT NOT NULL,
    satisfied BOOLEAN NOT NULL,
    evidence TEXT NOT NULL,
    override_reason TEXT,
    answered_by TEXT NOT NULL REFERENCES users (id),
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, check_code)
);

CREATE TABLE privacy_notices (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    text_version TEXT NOT NULL,
    text_language TEXT NOT NULL,
    explained_in TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    delivered_on DATE NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX privacy_notices_by_case ON privacy_notices (case_id);

CREATE TABLE participation_agreements (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    text_version TEXT NOT NULL,
    text_language TEXT NOT NULL,
    explained_in TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    signed_on DATE NOT NULL,
    guardian_signed_on DATE,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX participation_agreements_by_case ON participation_agreements (case_id);

CREATE TABLE follow_ups (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    contacted_on DATE NOT NULL,
    reached BOOLEAN NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX follow_ups_by_case ON follow_ups (case_id);

CREATE TABLE next_steps (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    due_on DATE,
    done BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX next_steps_by_case ON next_steps (case_id);

CREATE TABLE groups (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    label TEXT NOT NULL,
    language TEXT NOT NULL,
    conductor_id TEXT NOT NULL REFERENCES users (id),
    mediator TEXT,
    capacity INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX groups_by_organisation ON groups (organisation_id, id);

CREATE TABLE group_members (
    group_id TEXT NOT NULL REFERENCES groups (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    joined_on DATE NOT NULL,
    left_on DATE,
    PRIMARY KEY (group_id, case_id)
);
CREATE INDEX group_members_by_case ON group_members (case_id);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    case_id TEXT REFERENCES cases (id),
    group_id TEXT REFERENCES groups (id),
    kind TEXT NOT NULL,
    step INTEGER,
    mode TEXT NOT NULL,
    status TEXT NOT NULL,
    scheduled_from TIMESTAMP NOT NULL,
    scheduled_to TIMESTAMP NOT NULL,
    held_from TIMESTAMP,
    held_to TIMESTAMP,
    place TEXT NOT NULL,
    language TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    conductor_id TEXT NOT NULL REFERENCES users (id),
    mediator TEXT,
    topics TEXT NOT NULL,
    shared_summary TEXT NOT NULL,
    cancelled_reason TEXT,
    held_recorded_at TIMESTAMP,
    locked_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    updated_at TIMESTAMP NOT NULL,
    CHECK ((case_id IS NULL) <> (group_id IS NULL)),
    CHECK (scheduled_to > scheduled_from)
);
CREATE INDEX sessions_by_case ON sessions (case_id, scheduled_from);
CREATE INDEX sessions_by_group ON sessions (group_id, scheduled_from);
CREATE INDEX sessions_by_conductor ON sessions (conductor_id, scheduled_from);

CREATE TABLE session_changes (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    before TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    changed_by TEXT NOT NULL REFERENCES users (id)
);
CREATE INDEX session_changes_by_session ON session_changes (session_id);

CREATE TABLE attendances (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    status TEXT NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes >= 0),
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (session_id, case_id)
);
CREATE INDEX attendances_by_case ON attendances (case_id);

CREATE TABLE working_notes (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES users (id),
    sealed_text TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (session_id, case_id, author_id)
);

CREATE TABLE access_grants (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    scope TEXT NOT NULL,
    reason_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    granted_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX access_grants_by_user ON access_grants (case_id, user_id);
