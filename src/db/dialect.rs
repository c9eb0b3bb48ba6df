//! What the two databases say differently: one function each, both bodies side by side.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::DbConnection;
use crate::error::Result;

/// Adds entries to the activity log from JSON arrays of rows, one statement a table.
pub fn append_log(connection: &mut DbConnection, entries: &str, records: &str) -> Result<()> {
    const ENTRY: &str = "(id, at, request_id, user_id, sign_in_id, role, organisation_id, \
        operation, outcome, reason_code)";
    const RECORD: &str = "(entry_id, action, resource, parent, parent_id)";
    match connection {
        DbConnection::Postgres(connection) => {
            diesel::sql_query(format!(
                "INSERT INTO activity_log {ENTRY} SELECT id, at, request_id, user_id, sign_in_id, \
                 role, organisation_id, operation, outcome, reason_code \
                 FROM json_to_recordset($1::json) AS e(id TEXT, at TIMESTAMP, request_id TEXT, \
                 user_id TEXT, sign_in_id TEXT, role TEXT, organisation_id TEXT, operation TEXT, \
                 outcome TEXT, reason_code TEXT)"
            ))
            .bind::<Text, _>(entries)
            .execute(connection)?;
            diesel::sql_query(format!(
                "INSERT INTO activity_log_records {RECORD} SELECT entry_id, action, resource, \
                 parent, parent_id FROM json_to_recordset($1::json) AS r(entry_id TEXT, \
                 action TEXT, resource TEXT, parent TEXT, parent_id TEXT)"
            ))
            .bind::<Text, _>(records)
            .execute(connection)?;
        }
        DbConnection::Sqlite(connection) => {
            diesel::sql_query(format!(
                "INSERT INTO activity_log {ENTRY} SELECT value ->> 'id', value ->> 'at', \
                 value ->> 'request_id', value ->> 'user_id', value ->> 'sign_in_id', \
                 value ->> 'role', value ->> 'organisation_id', value ->> 'operation', \
                 value ->> 'outcome', value ->> 'reason_code' FROM json_each(?)"
            ))
            .bind::<Text, _>(entries)
            .execute(connection)?;
            diesel::sql_query(format!(
                "INSERT INTO activity_log_records {RECORD} SELECT value ->> 'entry_id', \
                 value ->> 'action', value ->> 'resource', value ->> 'parent', \
                 value ->> 'parent_id' FROM json_each(?)"
            ))
            .bind::<Text, _>(records)
            .execute(connection)?;
        }
    }
    Ok(())
}
