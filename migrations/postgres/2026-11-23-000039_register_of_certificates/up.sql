-- What certificates and attendance statements say at their foot, as the law has the issuer say it, in Italian.
ALTER TABLE organisations ADD COLUMN legal_note TEXT;
-- Why another certificate came in the place of a revoked one; the reason of one that was valid is that of its end.
ALTER TABLE certificates ADD COLUMN replacement_reason TEXT;
CREATE INDEX competence_credentials_by_organisation ON competence_credentials (organisation_id, id);
