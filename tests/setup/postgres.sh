# For tests/run: a throw-away PostgreSQL of its own, with the roles of the service.
# shellcheck shell=bash disable=SC2154

# Runs a PostgreSQL program from the cluster's folder, as an ordinary user: the server refuses root.
postgres_program() {
    local program=$postgres_programs/$1
    shift
    if ((EUID == 0)); then
        (cd "$cluster" && runuser -u "$postgres_user" -- "$program" "$@")
    else
        (cd "$cluster" && "$program" "$@")
    fi
}

start_postgres() {
    heading "PostgreSQL of its own ($("$postgres_programs/postgres" --version))"
    # Not in TMPDIR: the server's user must be able to enter, and a socket's path is short.
    cluster=$(mktemp -d /tmp/bilancio-postgres.XXXXXX)
    if ((EUID == 0)); then
        postgres_user=postgres
        id -u postgres >/dev/null 2>&1 || postgres_user=nobody
        chown "$postgres_user" "$cluster"
    fi
    unset "${!PG@}" # settings of the caller's own databases
    # trust: only this machine's users reach it, and only while the tests run.
    if ! postgres_program initdb -D "$cluster/base" -U postgres -E UTF8 --locale=C \
        --auth=trust --no-sync >"$cluster/initdb.log" 2>&1; then
        cat "$cluster/initdb.log" >&2
        fail 'initdb failed.'
    fi
    listen_on_a_free_port
    local superuser="postgres://postgres@127.0.0.1:$port/postgres"
    postgres_program psql -X -q -v ON_ERROR_STOP=1 "$superuser" <config/postgres/roles.sql
    postgres_program psql -X -q -v ON_ERROR_STOP=1 "$superuser" \
        -c 'ALTER ROLE bilancio_owner CREATEDB; GRANT pg_signal_backend TO bilancio_owner'
    export TEST_DATABASE_OWNER_URL="postgres://bilancio_owner@127.0.0.1:$port/postgres"
    export TEST_DATABASE_URL="postgres://bilancio_service@127.0.0.1:$port/postgres"
    echo "TEST_DATABASE_OWNER_URL=$TEST_DATABASE_OWNER_URL"
    echo "TEST_DATABASE_URL=$TEST_DATABASE_URL"
}

listen_on_a_free_port() {
    cat >>"$cluster/base/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$cluster'
max_connections = 300
# Nothing here outlives the run.
fsync = off
synchronous_commit = off
full_page_writes = off
SETTINGS
    local attempt
    for attempt in {1..20}; do
        port=$((20000 + RANDOM % 12000)) # below the ports the system lends to clients
        : >"$cluster/start.log"
        if postgres_program pg_ctl start -w -D "$cluster/base" -o "-p $port" \
            >>"$cluster/start.log" 2>&1 </dev/null; then
            return
        fi
        # Losing a race for the port only costs another attempt.
        grep -q 'already in use' "$cluster/start.log" || break
    done
    cat "$cluster/start.log" >&2
    fail "PostgreSQL did not start (attempt $attempt)."
}

stop_postgres() {
    [[ $cluster ]] || return 0
    if [[ -e $cluster/base/postmaster.pid ]]; then
        postgres_program pg_ctl stop -w -m immediate -D "$cluster/base" >/dev/null 2>&1 || true
    fi
    rm -rf "$cluster"
    cluster=
    unset TEST_DATABASE_OWNER_URL TEST_DATABASE_URL
}
