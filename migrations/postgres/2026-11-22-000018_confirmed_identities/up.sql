-- An identity that an administrator linked counts once its user has confirmed it.
ALTER TABLE external_identities ADD COLUMN confirmed_at TIMESTAMP;
UPDATE external_identities SET confirmed_at = created_at;

-- A key that somebody else may have is shown no more; one that was only rotated is, so that what it signed
-- can be checked. A compromised one ended when its successor was made.
ALTER TABLE signing_keys ADD COLUMN compromised_at TIMESTAMP;
UPDATE signing_keys SET compromised_at = retired_at
    WHERE retired_at IN (SELECT created_at FROM signing_keys);
