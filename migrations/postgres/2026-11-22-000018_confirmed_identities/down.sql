ALTER TABLE signing_keys DROP COLUMN compromised_at;
-- What nobody confirmed must not count where nothing asks for it.
DELETE FROM external_identities WHERE confirmed_at IS NULL;
ALTER TABLE external_identities DROP COLUMN confirmed_at;
