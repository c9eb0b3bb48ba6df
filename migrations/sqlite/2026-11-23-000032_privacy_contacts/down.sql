ALTER TABLE organisations DROP COLUMN privacy_contact;
