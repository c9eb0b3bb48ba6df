DROP TABLE case_transfers;
DROP TABLE stand_ins;
ALTER TABLE organisations DROP COLUMN caseload_limit;
