DROP TABLE past_assignments;
