-- Scores follow from the sealed answers and are not kept beside them in the clear.
ALTER TABLE questionnaire_responses DROP COLUMN scores;
