DROP TABLE record_imports;
