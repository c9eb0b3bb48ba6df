-- The record of the validation, or the certificate, that an attestation of the second or third party rests on.
ALTER TABLE competence_credentials ADD COLUMN act_reference TEXT;
