//! What the activity log says of cases and people across organisations: on PostgreSQL row level security
//! keeps them apart, and a function says this much.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamp};

use super::DbConnection;
use crate::activity_log::views::Look;
use crate::error::Result;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Timestamp)]
    at: NaiveDateTime,
    #[diesel(sql_type = Nullable<Text>)]
    user_id: Option<String>,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Nullable<Text>)]
    organisation_id: Option<String>,
    #[diesel(sql_type = Text)]
    operation: String,
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Nullable<Text>)]
    reason_code: Option<String>,
}

impl From<Row> for Look {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            user_id: row.user_id,
            role: row.role,
            organisation_id: row.organisation_id,
            operation: row.operation,
            outcome: row.outcome,
            reason_code: row.reason_code,
            user_name: None,
            organisation_name: None,
        }
    }
}

/// Entries that name one of these cases or people, with ids before one, the newest first. On PostgreSQL
/// of the acting organisation's cases and people alone.
pub fn entries_about(
    connection: &mut DbConnection,
    ids: &[String],
    before: &str,
    limit: i64,
) -> Result<Vec<Look>> {
    let rows: Vec<Row> = match connection {
        DbConnection::Postgres(connection) => {
            diesel::sql_query("SELECT * FROM entries_about($1, $2, $3)")
                .bind::<Array<Text>, _>(ids)
                .bind::<Text, _>(before)
                .bind::<BigInt, _>(limit)
                .load(connection)?
        }
        DbConnection::Sqlite(connection) => diesel::sql_query(
            "SELECT id, at, user_id, role, organisation_id, operation, outcome, reason_code \
             FROM activity_log WHERE id IN (SELECT entry_id FROM activity_log_records \
             WHERE parent_id IN (SELECT value FROM json_each(?)) AND entry_id < ?) \
             ORDER BY id DESC LIMIT ?",
        )
        .bind::<Text, _>(serde_json::json!(ids).to_string())
        .bind::<Text, _>(before)
        .bind::<BigInt, _>(limit)
        .load(connection)?,
    };
    Ok(rows.into_iter().map(Into::into).collect())
}
