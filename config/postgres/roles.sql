-- The roles of the service: one owns the schema, another does the daily work, and takes one of four
-- more for what needs less: see src/db/row_security.sql.

-- Runs `bilancio migrate`: owns the database and every table, never serves a request.
CREATE ROLE bilancio_owner
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- Runs `bilancio serve`: owns nothing, so row level security holds for it; `migrate` grants it what
-- it needs. It has nothing of the four roles below until it takes one of them (NOINHERIT).
CREATE ROLE bilancio_service
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;

-- Requests without a sign-in, workers, partners who send or receive a referral, and who holds a code that
-- opens one record: a few tables each.
CREATE ROLE bilancio_anonymous
    NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE bilancio_worker
    NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE bilancio_partner
    NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE bilancio_link
    NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- The owner takes them too, for commands that are run as the owner.
GRANT bilancio_anonymous, bilancio_worker, bilancio_partner, bilancio_link
    TO bilancio_service, bilancio_owner;
