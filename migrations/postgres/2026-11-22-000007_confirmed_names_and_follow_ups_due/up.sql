-- That the person looked at their name as documents write it.
ALTER TABLE beneficiaries ADD COLUMN name_confirmed BOOLEAN NOT NULL DEFAULT FALSE;
-- When the person is to be asked next how they fare.
ALTER TABLE cases ADD COLUMN follow_up_due_on DATE;
CREATE INDEX cases_by_follow_up_due ON cases (organisation_id, follow_up_due_on)
WHERE follow_up_due_on IS NOT NULL;
