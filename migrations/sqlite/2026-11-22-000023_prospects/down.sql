ALTER TABLE sharing_authorisations DROP COLUMN includes_candidacy;
ALTER TABLE follow_ups DROP COLUMN esco_release;
ALTER TABLE follow_ups DROP COLUMN esco_label;
ALTER TABLE follow_ups DROP COLUMN esco_uri;
ALTER TABLE follow_ups DROP COLUMN isco_code;
DROP TABLE skill_decisions;
