ALTER TABLE next_steps DROP COLUMN responsible;
ALTER TABLE cases DROP COLUMN starting_request;
