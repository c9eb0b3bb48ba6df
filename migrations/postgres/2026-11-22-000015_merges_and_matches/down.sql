DROP TABLE beneficiary_matches;
ALTER TABLE identifiers DROP COLUMN key_holder_id;
ALTER TABLE cases DROP COLUMN key_holder_id;
DROP TABLE beneficiary_merges;
