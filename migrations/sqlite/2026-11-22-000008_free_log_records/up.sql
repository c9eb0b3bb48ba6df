-- Entry and records are written together, one statement after the other, and never changed: the keys
-- told nothing more. Their checks cost most of what a list cost: a look at the whole log for each
-- record while the server had no statistics of a table that grows by the second, and a wide index.
CREATE TABLE free_log_records (
    entry_id TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    parent TEXT NOT NULL,
    parent_id TEXT NOT NULL
);
INSERT INTO free_log_records SELECT entry_id, action, resource, parent, parent_id
FROM activity_log_records;
DROP TABLE activity_log_records;
ALTER TABLE free_log_records RENAME TO activity_log_records;
CREATE INDEX activity_log_records_by_parent ON activity_log_records (parent_id, entry_id);
CREATE INDEX activity_log_records_by_entry ON activity_log_records (entry_id);
