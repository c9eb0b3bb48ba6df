-- Sections of the interview's form that a programme does not ask, as a JSON list of their keys.
ALTER TABLE programmes ADD COLUMN hidden_form_sections TEXT NOT NULL DEFAULT '[]';
