DROP INDEX activity_log_records_by_entry;
ALTER TABLE activity_log_records ADD PRIMARY KEY (entry_id, parent_id, resource, action);
ALTER TABLE activity_log_records ADD CONSTRAINT activity_log_records_entry_id_fkey
FOREIGN KEY (entry_id) REFERENCES activity_log (id);
