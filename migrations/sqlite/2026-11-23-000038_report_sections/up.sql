-- What helps or limits the person, each line with the day on which they agreed that the report says it.
ALTER TABLE cases ADD COLUMN resources_and_limits TEXT NOT NULL DEFAULT '[]';
-- What a competence is called in the Atlante del lavoro and in the repertories of regions, and where else it serves.
ALTER TABLE competences ADD COLUMN repertory_codes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE competences ADD COLUMN transferability TEXT NOT NULL DEFAULT '';
-- Whether a title can be recognised in Italy.
ALTER TABLE experiences ADD COLUMN recognition TEXT;
