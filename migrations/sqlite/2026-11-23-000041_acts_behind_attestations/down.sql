ALTER TABLE competence_credentials DROP COLUMN act_reference;
