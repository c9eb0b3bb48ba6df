//! What the two databases say differently: one function each, both bodies side by side.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Integer, Text};
use diesel::sqlite::Sqlite;

use super::DbConnection;
use crate::error::Result;

/// Adds entries to the activity log from JSON arrays of rows, however many; with each the address that
/// it came from, in a row of its own.
///
/// PostgreSQL does it in one statement, which is whole by itself.
pub fn append_log(connection: &mut DbConnection, entries: &str, records: &str) -> Result<()> {
    match connection {
        DbConnection::Postgres(connection) => {
            AppendLog { entries, records }.execute(connection)?;
        }
        DbConnection::Sqlite(connection) => {
            AppendEntries(entries).execute(connection)?;
            AppendAddresses(entries).execute(connection)?;
            AppendRecords(records).execute(connection)?;
        }
    }
    Ok(())
}

/// Whether [`append_log`] is several statements.
pub fn needs_transaction_to_append(connection: &DbConnection) -> bool {
    matches!(connection, DbConnection::Sqlite(_))
}

struct AppendLog<'a> {
    entries: &'a str,
    records: &'a str,
}
statement!(AppendLog, PgConnection);

impl QueryFragment<Pg> for AppendLog<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH e AS MATERIALIZED (SELECT * FROM json_to_recordset(");
        out.push_bind_param::<Text, _>(self.entries)?;
        out.push_sql(
            "::json) AS e(id TEXT, at TIMESTAMP, request_id TEXT, user_id TEXT, \
             sign_in_id TEXT, role TEXT, organisation_id TEXT, operation TEXT, outcome TEXT, \
             reason_code TEXT, address_hash TEXT, address TEXT, salt TEXT)), \
             entry AS (INSERT INTO activity_log (id, at, request_id, user_id, sign_in_id, role, \
             organisation_id, operation, outcome, reason_code, address_hash) SELECT id, at, \
             request_id, user_id, sign_in_id, role, organisation_id, operation, outcome, \
             reason_code, address_hash FROM e), \
             address AS (INSERT INTO log_addresses (entry_id, address, salt) SELECT id, address, \
             salt FROM e WHERE address IS NOT NULL) \
             INSERT INTO activity_log_records (entry_id, action, resource, parent, parent_id) \
             SELECT entry_id, action, resource, parent, parent_id FROM json_to_recordset(",
        );
        out.push_bind_param::<Text, _>(self.records)?;
        out.push_sql(
            "::json) AS r(entry_id TEXT, action TEXT, resource TEXT, parent TEXT, parent_id TEXT)",
        );
        Ok(())
    }
}

struct AppendEntries<'a>(&'a str);
statement!(AppendEntries, SqliteConnection);

impl QueryFragment<Sqlite> for AppendEntries<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO activity_log (id, at, request_id, user_id, sign_in_id, role, \
             organisation_id, operation, outcome, reason_code, address_hash) SELECT value ->> 'id', \
             value ->> 'at', value ->> 'request_id', value ->> 'user_id', \
             value ->> 'sign_in_id', value ->> 'role', value ->> 'organisation_id', \
             value ->> 'operation', value ->> 'outcome', value ->> 'reason_code', \
             value ->> 'address_hash' FROM json_each(",
        );
        out.push_bind_param::<Text, _>(self.0)?;
        out.push_sql(")");
        Ok(())
    }
}

struct AppendAddresses<'a>(&'a str);
statement!(AppendAddresses, SqliteConnection);

impl QueryFragment<Sqlite> for AppendAddresses<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO log_addresses (entry_id, address, salt) SELECT value ->> 'id', \
             value ->> 'address', value ->> 'salt' FROM json_each(",
        );
        out.push_bind_param::<Text, _>(self.0)?;
        out.push_sql(") WHERE value ->> 'address' IS NOT NULL");
        Ok(())
    }
}

struct AppendRecords<'a>(&'a str);
statement!(AppendRecords, SqliteConnection);

impl QueryFragment<Sqlite> for AppendRecords<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO activity_log_records (entry_id, action, resource, parent, parent_id) \
             SELECT value ->> 'entry_id', value ->> 'action', value ->> 'resource', \
             value ->> 'parent', value ->> 'parent_id' FROM json_each(",
        );
        out.push_bind_param::<Text, _>(self.0)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Has whoever asks for the same name later wait until this transaction ends: for rules about rows that
/// are not there yet. On SQLite a transaction that writes is alone.
pub fn wait_for(connection: &mut DbConnection, name: &str) -> Result<()> {
    if let DbConnection::Postgres(connection) = connection {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind::<Text, _>(name)
            .execute(connection)?;
    }
    Ok(())
}

/// Where an allowance stands after a turn was taken from it.
#[derive(QueryableByName)]
pub struct TurnTaken {
    #[diesel(sql_type = BigInt)]
    pub spent_until_ms: i64,
}

/// Takes a turn of `every_ms` from an allowance, unless it would then be spent beyond `last_ms`; none
/// where it would. One statement, so that instances that ask at once count each other.
pub fn take_turn(
    connection: &mut DbConnection,
    (kind, address_key): (&str, &str),
    now_ms: i64,
    every_ms: i64,
    last_ms: i64,
) -> Result<Option<TurnTaken>> {
    const TAKE: &str = "INSERT INTO address_turns (kind, address_key, spent_until_ms) \
        VALUES ($1, $2, $3 + $4) ON CONFLICT (kind, address_key) DO UPDATE SET spent_until_ms = \
        CASE WHEN address_turns.spent_until_ms > $3 THEN address_turns.spent_until_ms ELSE $3 END \
        + $4 WHERE address_turns.spent_until_ms + $4 <= $5 RETURNING spent_until_ms";
    let query = diesel::sql_query(TAKE)
        .bind::<Text, _>(kind)
        .bind::<Text, _>(address_key)
        .bind::<BigInt, _>(now_ms)
        .bind::<BigInt, _>(every_ms)
        .bind::<BigInt, _>(last_ms);
    Ok(match connection {
        DbConnection::Postgres(connection) => query.get_result(connection).optional()?,
        DbConnection::Sqlite(connection) => query.get_result(connection).optional()?,
    })
}

/// An account's failures in a row, and who was the last that might try.
#[derive(QueryableByName)]
pub struct AttemptCounted {
    #[diesel(sql_type = Integer)]
    pub failures: i32,
    #[diesel(sql_type = BigInt)]
    pub open_at_ms: i64,
    #[diesel(sql_type = Text)]
    pub last_attempt: String,
}

/// Counts an attempt as a failure where the account is open, and leaves all as it is where it is not.
/// `waits_ms` are the waits after the first failures, the last one after all others; after `most` the
/// account opens at `next_day_ms`. Failures that are a day old count no more.
pub fn count_attempt(
    connection: &mut DbConnection,
    (account_key, attempt): (&str, &str),
    now_ms: i64,
    next_day_ms: i64,
    (waits_ms, most): (&[i64], i32),
) -> Result<AttemptCounted> {
    const DAY_MS: i64 = 86_400_000;
    let wait = |index: usize| {
        let wait = waits_ms.get(index).or(waits_ms.last());
        wait.copied().unwrap_or_default()
    };
    let waits: String = (1..waits_ms.len())
        .map(|failures| format!("WHEN f.failures = {failures} THEN $3 + {} ", wait(failures)))
        .collect();
    let (first, last) = (wait(0), wait(waits_ms.len()));
    let again = format!("f.failures >= {most} OR f.counted_at_ms < $3 - {DAY_MS}");
    // The names tell the row as it was; what the row becomes is decided by whether it is open.
    let count = format!(
        "INSERT INTO sign_in_failures AS f \
         (account_key, last_attempt, counted_at_ms, failures, open_at_ms) \
         VALUES ($1, $2, $3, 1, $3 + {first}) ON CONFLICT (account_key) DO UPDATE SET \
         last_attempt = CASE WHEN f.open_at_ms > $3 THEN f.last_attempt ELSE $2 END, \
         counted_at_ms = CASE WHEN f.open_at_ms > $3 THEN f.counted_at_ms ELSE $3 END, \
         failures = CASE WHEN f.open_at_ms > $3 THEN f.failures WHEN {again} THEN 1 \
         ELSE f.failures + 1 END, \
         open_at_ms = CASE WHEN f.open_at_ms > $3 THEN f.open_at_ms WHEN {again} THEN $3 + {first} \
         WHEN f.failures + 1 >= {most} THEN $4 {waits}ELSE $3 + {last} END \
         RETURNING failures, open_at_ms, last_attempt"
    );
    let query = diesel::sql_query(count)
        .bind::<Text, _>(account_key)
        .bind::<Text, _>(attempt)
        .bind::<BigInt, _>(now_ms)
        .bind::<BigInt, _>(next_day_ms);
    Ok(match connection {
        DbConnection::Postgres(connection) => query.get_result(connection)?,
        DbConnection::Sqlite(connection) => query.get_result(connection)?,
    })
}

/// Forgets some of the rows whose time in `column` is before `before_ms`. Rows that another instance
/// has in its hands are left to it, so that two never wait for each other.
pub fn forget_before(
    connection: &mut DbConnection,
    (table, column): (&'static str, &'static str),
    before_ms: i64,
) -> Result<()> {
    match connection {
        DbConnection::Postgres(connection) => diesel::sql_query(format!(
            "DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} \
             WHERE {column} < $1 LIMIT 100 FOR UPDATE SKIP LOCKED))"
        ))
        .bind::<BigInt, _>(before_ms)
        .execute(connection)?,
        DbConnection::Sqlite(connection) => diesel::sql_query(format!(
            "DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} \
             WHERE {column} < $1 LIMIT 100)"
        ))
        .bind::<BigInt, _>(before_ms)
        .execute(connection)?,
    };
    Ok(())
}
