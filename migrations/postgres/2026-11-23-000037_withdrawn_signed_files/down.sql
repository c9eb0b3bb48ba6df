ALTER TABLE certificate_batch_items DROP COLUMN attempts;
DROP TABLE signed_file_withdrawals;
