CREATE TABLE experiences (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    employer TEXT NOT NULL,
    country TEXT,
    place TEXT NOT NULL,
    started TEXT,
    ended TEXT,
    ongoing BOOLEAN NOT NULL,
    completion TEXT NOT NULL,
    hours_per_week INTEGER,
    setting TEXT NOT NULL,
    tasks TEXT NOT NULL,
    tools TEXT NOT NULL,
    context TEXT NOT NULL,
    isced_level TEXT,
    isco_code TEXT,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX experiences_by_case ON experiences (case_id);

CREATE TABLE evidence (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    experience_id TEXT REFERENCES experiences (id),
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    verification TEXT NOT NULL,
    original_seen BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX evidence_by_case ON evidence (case_id);

CREATE TABLE language_skills (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    language TEXT NOT NULL,
    mother_tongue BOOLEAN NOT NULL,
    listening TEXT NOT NULL,
    reading TEXT NOT NULL,
    spoken_interaction TEXT NOT NULL,
    spoken_production TEXT NOT NULL,
    writing TEXT NOT NULL,
    source TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (case_id, language)
);

CREATE TABLE competences (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    setting TEXT NOT NULL,
    self_level INTEGER,
    agreed_level INTEGER,
    last_used_year INTEGER,
    esco_uri TEXT,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CHECK (self_level IS NULL OR self_level BETWEEN 0 AND 5),
    CHECK (agreed_level IS NULL OR agreed_level BETWEEN 0 AND 5)
);
CREATE INDEX competences_by_case ON competences (case_id);

CREATE TABLE competence_experiences (
    competence_id TEXT NOT NULL REFERENCES competences (id),
    experience_id TEXT NOT NULL REFERENCES experiences (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    PRIMARY KEY (competence_id, experience_id)
);
CREATE INDEX competence_experiences_by_case ON competence_experiences (case_id);

CREATE TABLE competence_evidence (
    competence_id TEXT NOT NULL REFERENCES competences (id),
    evidence_id TEXT NOT NULL REFERENCES evidence (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    PRIMARY KEY (competence_id, evidence_id)
);
CREATE INDEX competence_evidence_by_case ON competence_evidence (case_id);

CREATE TABLE expectations (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    description TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX expectations_by_case ON expectations (case_id);

CREATE TABLE professional_goals (
    case_id TEXT PRIMARY KEY NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    goal TEXT NOT NULL,
    horizon TEXT,
    no_goal_reason TEXT,
    alternatives TEXT NOT NULL,
    favourable_factors TEXT NOT NULL,
    unfavourable_factors TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

CREATE TABLE assessments (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    assessor_id TEXT NOT NULL REFERENCES users (id),
    assessed_on DATE NOT NULL,
    methods TEXT NOT NULL,
    summary TEXT NOT NULL,
    items TEXT NOT NULL,
    item_count INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX assessments_by_case ON assessments (case_id);
CREATE UNIQUE INDEX assessments_one_final ON assessments (case_id) WHERE kind = 'final';

CREATE TABLE assessment_competences (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    competence_id TEXT NOT NULL REFERENCES competences (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    PRIMARY KEY (assessment_id, competence_id)
);
CREATE INDEX assessment_competences_by_competence ON assessment_competences (competence_id);
