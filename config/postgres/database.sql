-- The database of the service and the passwords of its two roles, for psql as superuser, once.
-- The passwords come from the files the roles connect with, so none is written here.

\set ON_ERROR_STOP on
\set owner_password `sed -n 's/^password=//p' /run/secrets/migrate.conf`
\set service_password `sed -n 's/^password=//p' /run/secrets/serve.conf`

ALTER ROLE bilancio_owner PASSWORD :'owner_password';
ALTER ROLE bilancio_service PASSWORD :'service_password';

CREATE DATABASE bilancio
    OWNER bilancio_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';

-- Without these, any role could connect and make temporary tables.
REVOKE ALL ON DATABASE bilancio FROM PUBLIC;
GRANT CONNECT ON DATABASE bilancio TO bilancio_service;
