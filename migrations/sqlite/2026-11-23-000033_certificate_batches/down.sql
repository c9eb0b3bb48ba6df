DROP TABLE certificate_batch_items;
DROP TABLE certificate_batches;
