DROP INDEX competence_credentials_by_organisation;
ALTER TABLE certificates DROP COLUMN replacement_reason;
ALTER TABLE organisations DROP COLUMN legal_note;
