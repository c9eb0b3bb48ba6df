ALTER TABLE memberships DROP COLUMN identity_provider;
ALTER TABLE sign_ins DROP COLUMN identity_provider;
DROP TABLE authentication_requests;
DROP TABLE external_identities;
