-- Whom questions about personal data go to: the data protection officer, as privacy notices name them.
ALTER TABLE organisations ADD COLUMN privacy_contact TEXT;
