-- Entry and records are written together, one statement after the other, and never changed: the keys
-- told nothing more. Their checks cost most of what a list cost: a look at the whole log for each
-- record while the server had no statistics of a table that grows by the second, and a wide index.
ALTER TABLE activity_log_records DROP CONSTRAINT activity_log_records_entry_id_fkey;
ALTER TABLE activity_log_records DROP CONSTRAINT activity_log_records_pkey;
CREATE INDEX activity_log_records_by_entry ON activity_log_records (entry_id);
