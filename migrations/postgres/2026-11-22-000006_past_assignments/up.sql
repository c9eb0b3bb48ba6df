-- Who no longer works on a case: four eyes look at them too.
CREATE TABLE past_assignments (
    id TEXT PRIMARY KEY NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    organisation_id TEXT NOT NULL,
    part TEXT NOT NULL,
    assigned_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP NOT NULL
);
CREATE INDEX past_assignments_by_case ON past_assignments (case_id, user_id);
