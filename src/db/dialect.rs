//! What the two databases say differently: one function each, both bodies side by side.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

use super::DbConnection;
use crate::error::Result;

/// Adds entries to the activity log from JSON arrays of rows, however many.
///
/// PostgreSQL does it in one statement, which is whole by itself.
pub fn append_log(connection: &mut DbConnection, entries: &str, records: &str) -> Result<()> {
    match connection {
        DbConnection::Postgres(connection) => {
            AppendLog { entries, records }.execute(connection)?;
        }
        DbConnection::Sqlite(connection) => {
            AppendEntries(entries).execute(connection)?;
            AppendRecords(records).execute(connection)?;
        }
    }
    Ok(())
}

/// Whether [`append_log`] is several statements.
pub fn needs_transaction_to_append(connection: &DbConnection) -> bool {
    matches!(connection, DbConnection::Sqlite(_))
}

/// A statement of our own, prepared once for each connection; `sql_query` is prepared each time.
macro_rules! statement {
    ($name:ident, $connection:ty) => {
        impl QueryId for $name<'_> {
            type QueryId = $name<'static>;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl RunQueryDsl<$connection> for $name<'_> {}
    };
}

struct AppendLog<'a> {
    entries: &'a str,
    records: &'a str,
}
statement!(AppendLog, PgConnection);

impl QueryFragment<Pg> for AppendLog<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "WITH entry AS (INSERT INTO activity_log (id, at, request_id, user_id, sign_in_id, \
             role, organisation_id, operation, outcome, reason_code) SELECT id, at, request_id, \
             user_id, sign_in_id, role, organisation_id, operation, outcome, reason_code \
             FROM json_to_recordset(",
        );
        out.push_bind_param::<Text, _>(self.entries)?;
        out.push_sql(
            "::json) AS e(id TEXT, at TIMESTAMP, request_id TEXT, user_id TEXT, \
             sign_in_id TEXT, role TEXT, organisation_id TEXT, operation TEXT, outcome TEXT, \
             reason_code TEXT)) INSERT INTO activity_log_records (entry_id, action, resource, \
             parent, parent_id) SELECT entry_id, action, resource, parent, parent_id \
             FROM json_to_recordset(",
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
             organisation_id, operation, outcome, reason_code) SELECT value ->> 'id', \
             value ->> 'at', value ->> 'request_id', value ->> 'user_id', \
             value ->> 'sign_in_id', value ->> 'role', value ->> 'organisation_id', \
             value ->> 'operation', value ->> 'outcome', value ->> 'reason_code' FROM json_each(",
        );
        out.push_bind_param::<Text, _>(self.0)?;
        out.push_sql(")");
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
