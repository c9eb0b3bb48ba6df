ALTER TABLE questionnaire_responses ADD COLUMN scores TEXT;
