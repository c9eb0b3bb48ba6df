DROP TABLE recovery_codes;
DROP TABLE second_factors;
ALTER TABLE sign_ins DROP COLUMN methods;
DROP TABLE password_links;
