ALTER TABLE experiences DROP COLUMN esco_release;
ALTER TABLE experiences DROP COLUMN esco_label;
ALTER TABLE experiences DROP COLUMN esco_uri;
ALTER TABLE competences DROP COLUMN esco_release;
ALTER TABLE competences DROP COLUMN esco_label;
DROP TABLE esco_catalogues;
