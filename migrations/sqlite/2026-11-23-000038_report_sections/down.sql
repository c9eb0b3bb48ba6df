ALTER TABLE experiences DROP COLUMN recognition;
ALTER TABLE competences DROP COLUMN transferability;
ALTER TABLE competences DROP COLUMN repertory_codes;
ALTER TABLE cases DROP COLUMN resources_and_limits;
