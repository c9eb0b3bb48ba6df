-- How the person wants to be named. What was issued before shows the birth date as far as it was known.
ALTER TABLE certificates ADD COLUMN shows_birth TEXT NOT NULL DEFAULT 'date';
ALTER TABLE certificates ADD COLUMN name_in_original_script BOOLEAN NOT NULL DEFAULT TRUE;
