-- The catalogue of skills and occupations that was imported last. It is read whole, into memory: no query
-- looks into it.
CREATE TABLE esco_catalogues (
    id TEXT PRIMARY KEY NOT NULL,
    release TEXT NOT NULL,
    digest TEXT NOT NULL,
    contents BLOB NOT NULL,
    imported_at TIMESTAMP NOT NULL
);

-- What a record names of it, as it was called in the release that was in use then.
ALTER TABLE competences ADD COLUMN esco_label TEXT;
ALTER TABLE competences ADD COLUMN esco_release TEXT;
ALTER TABLE experiences ADD COLUMN esco_uri TEXT;
ALTER TABLE experiences ADD COLUMN esco_label TEXT;
ALTER TABLE experiences ADD COLUMN esco_release TEXT;
