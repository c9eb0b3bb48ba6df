ALTER TABLE sharing_authorisations DROP COLUMN includes_profile;
