-- The two roles of the service: one owns the schema, the other does the daily work.

-- Runs `bilancio migrate`: owns the database and every table, never serves a request.
CREATE ROLE bilancio_owner
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- Runs `bilancio serve`: owns nothing, so row level security holds for it; the migrations grant
-- it what it needs, table by table.
CREATE ROLE bilancio_service
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
