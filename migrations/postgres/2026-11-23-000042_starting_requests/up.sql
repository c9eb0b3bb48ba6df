-- What the person came for, in their words, and who sees to a next step: the report says both.
ALTER TABLE cases ADD COLUMN starting_request TEXT;
ALTER TABLE next_steps ADD COLUMN responsible TEXT;
