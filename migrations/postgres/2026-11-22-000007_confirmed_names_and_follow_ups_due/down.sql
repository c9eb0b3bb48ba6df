DROP INDEX cases_by_follow_up_due;
ALTER TABLE cases DROP COLUMN follow_up_due_on;
ALTER TABLE beneficiaries DROP COLUMN name_confirmed;
