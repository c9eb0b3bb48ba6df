ALTER TABLE programmes DROP COLUMN hidden_form_sections;
