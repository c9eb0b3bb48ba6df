-- What was decided of a skill that the occupation of an experience suggests: once for each.
CREATE TABLE skill_decisions (
    experience_id TEXT NOT NULL REFERENCES experiences (id) ON DELETE CASCADE,
    esco_uri TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    organisation_id TEXT NOT NULL,
    decision TEXT NOT NULL,
    competence_id TEXT REFERENCES competences (id) ON DELETE CASCADE,
    esco_label TEXT,
    esco_release TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES users (id),
    decided_at TIMESTAMP NOT NULL,
    PRIMARY KEY (experience_id, esco_uri)
);
CREATE INDEX skill_decisions_by_case ON skill_decisions (case_id);
CREATE INDEX skill_decisions_by_competence ON skill_decisions (competence_id);

-- The job that a person was found in at a follow-up contact.
ALTER TABLE follow_ups ADD COLUMN isco_code TEXT;
ALTER TABLE follow_ups ADD COLUMN esco_uri TEXT;
ALTER TABLE follow_ups ADD COLUMN esco_label TEXT;
ALTER TABLE follow_ups ADD COLUMN esco_release TEXT;

-- Whether the person lets themselves be put forward for jobs to the recipient.
ALTER TABLE sharing_authorisations ADD COLUMN includes_candidacy BOOLEAN NOT NULL DEFAULT false;
