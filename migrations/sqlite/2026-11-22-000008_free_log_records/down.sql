CREATE TABLE bound_log_records (
    entry_id TEXT NOT NULL REFERENCES activity_log (id),
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    parent TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    PRIMARY KEY (entry_id, parent_id, resource, action)
);
INSERT INTO bound_log_records SELECT entry_id, action, resource, parent, parent_id
FROM activity_log_records;
DROP TABLE activity_log_records;
ALTER TABLE bound_log_records RENAME TO activity_log_records;
CREATE INDEX activity_log_records_by_parent ON activity_log_records (parent_id, entry_id);
