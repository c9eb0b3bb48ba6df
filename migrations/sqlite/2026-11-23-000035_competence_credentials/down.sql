DROP TABLE competence_credentials;
DROP TABLE entitlements;
