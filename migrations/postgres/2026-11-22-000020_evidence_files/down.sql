DROP TABLE evidence_files;
ALTER TABLE evidence DROP COLUMN pertinence;
ALTER TABLE evidence DROP COLUMN exhaustiveness;
ALTER TABLE evidence DROP COLUMN completeness;
ALTER TABLE evidence DROP COLUMN quality;
ALTER TABLE evidence DROP COLUMN legalisation;
ALTER TABLE evidence DROP COLUMN translation;
ALTER TABLE evidence DROP COLUMN original_language;
ALTER TABLE evidence DROP COLUMN verification_channel;
