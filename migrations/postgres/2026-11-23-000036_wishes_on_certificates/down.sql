ALTER TABLE certificates DROP COLUMN name_in_original_script;
ALTER TABLE certificates DROP COLUMN shows_birth;
