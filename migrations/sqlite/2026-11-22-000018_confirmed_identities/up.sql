-- An identity that an administrator linked counts once its user has confirmed it.
ALTER TABLE external_identities ADD COLUMN confirmed_at TIMESTAMP;
UPDATE external_identities SET confirmed_at = created_at;
