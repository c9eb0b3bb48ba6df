-- Questionnaires, worksheets and self-assessments as they are answered, and the codes by which people answer
-- them alone.
CREATE TABLE questionnaire_responses (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    definition_version INTEGER NOT NULL,
    moment TEXT NOT NULL,
    private BOOLEAN NOT NULL,
    answers_shown BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    answered INTEGER NOT NULL,
    sealed_answers TEXT NOT NULL,
    scores TEXT,
    started_by TEXT NOT NULL REFERENCES users (id),
    started_at TIMESTAMP NOT NULL,
    completed_at TIMESTAMP,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (case_id, questionnaire, moment)
);

CREATE TABLE questionnaire_links (
    id TEXT PRIMARY KEY NOT NULL,
    response_id TEXT NOT NULL REFERENCES questionnaire_responses (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX questionnaire_links_standing ON questionnaire_links (response_id)
    WHERE ended_at IS NULL;
