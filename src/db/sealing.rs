//! Sealing the activity log, where the two databases say it differently.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::dsl::min;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::schema::{activity_log, log_checkpoints, sealed_entries, signing_keys};
use super::{DbConnection, Target, migrations};
use crate::access::log::{Entry, append as append_entries};
use crate::access::{Caller, Role};
use crate::activity_log::chain::Link;
use crate::error::Result;
use crate::signing_keys::SigningKeyRow;

/// Whether this transaction may seal: one at a time over all instances. PostgreSQL gives the turn back
/// with the end of the transaction, and so with the end of its connection; on SQLite a transaction that
/// writes is alone.
///
/// What the turn reads is planned each time. A plan made once, while the log is short, looks at the whole
/// log for each of a thousand ids ever after: that took a fifth of both cores.
pub fn take_turn(connection: &mut DbConnection) -> Result<bool> {
    match connection {
        DbConnection::Postgres(connection) => {
            connection.batch_execute("SET LOCAL plan_cache_mode = force_custom_plan")?;
            let turn = diesel::dsl::sql::<Bool>("pg_try_advisory_xact_lock(7205140332)");
            Ok(diesel::select(turn).get_result(connection)?)
        }
        DbConnection::Sqlite(_) => Ok(true),
    }
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Text)]
    id: String,
}

/// The ids from one on that are in the log and not in the chain, in their order.
pub fn unsealed(connection: &mut DbConnection, from: Uuid, limit: i64) -> Result<Vec<String>> {
    let of_them = format!("{} ORDER BY e.id LIMIT {limit}", not_in_chain(from));
    let query = diesel::sql_query(format!("SELECT e.id {of_them}"));
    let ids: Vec<Id> = match connection {
        DbConnection::Postgres(connection) => query.load(connection)?,
        DbConnection::Sqlite(connection) => query.load(connection)?,
    };
    Ok(ids.into_iter().map(|row| row.id).collect())
}

/// How many ids from one on are in the log and not in the chain.
pub fn count_unsealed(connection: &mut DbConnection, from: Uuid) -> Result<i64> {
    let count = diesel::sql_query(format!("SELECT COUNT(*) AS count {}", not_in_chain(from)));
    let row: Count = match connection {
        DbConnection::Postgres(connection) => count.get_result(connection)?,
        DbConnection::Sqlite(connection) => count.get_result(connection)?,
    };
    Ok(row.count)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The bound stands in the text of the statement: planned for a bound that is not known, PostgreSQL
/// reads both tables whole.
fn not_in_chain(from: Uuid) -> String {
    format!(
        "FROM activity_log e WHERE e.id >= '{from}' AND NOT EXISTS (SELECT 1 \
         FROM sealed_entries s WHERE s.entry_id = e.id AND s.entry_id >= '{from}')"
    )
}

/// Appends links to the chain, each with its entry's id.
pub fn append(connection: &mut DbConnection, links: &[(Link, String)]) -> Result<()> {
    let row = |(link, id): &(Link, String)| json!([link.sequence, id, link.hash]);
    let rows = serde_json::Value::from_iter(links.iter().map(row)).to_string();
    match connection {
        DbConnection::Postgres(connection) => diesel::sql_query(
            "INSERT INTO sealed_entries (sequence, entry_id, hash) SELECT (r ->> 0)::bigint, \
             r ->> 1, r ->> 2 FROM json_array_elements($1::json) AS rows(r)",
        )
        .bind::<Text, _>(rows)
        .execute(connection)?,
        DbConnection::Sqlite(connection) => diesel::sql_query(
            "INSERT INTO sealed_entries (sequence, entry_id, hash) SELECT value ->> 0, \
             value ->> 1, value ->> 2 FROM json_each(?)",
        )
        .bind::<Text, _>(rows)
        .execute(connection)?,
    };
    Ok(())
}

/// Erases the oldest addresses of those whose entries are from before a time, a thousand at most; gives how
/// many those were. On PostgreSQL by a function of the tables' owner, which leaves the last 30 days alone
/// whatever it is asked: the service's role can erase nothing itself.
pub fn erase_addresses(connection: &mut DbConnection, before: NaiveDateTime) -> Result<usize> {
    Ok(match connection {
        DbConnection::Postgres(connection) => {
            let erased: Count = diesel::sql_query("SELECT erase_addresses($1) AS count")
                .bind::<Timestamp, _>(before)
                .get_result(connection)?;
            usize::try_from(erased.count).unwrap_or_default()
        }
        DbConnection::Sqlite(connection) => diesel::sql_query(
            "DELETE FROM log_addresses WHERE entry_id IN (SELECT a.entry_id FROM (SELECT \
             entry_id FROM log_addresses ORDER BY entry_id LIMIT 1000) a \
             JOIN activity_log e ON e.id = a.entry_id WHERE e.at < ?)",
        )
        .bind::<Timestamp, _>(before)
        .execute(connection)?,
    })
}

/// Drops the whole segments of the chain whose entries are all from before a day (UTC), and with them
/// what they tell; gives the place of their last checkpoint, which stays, signed anew by `sign`. That it
/// was done is an entry.
///
/// The service's role can do nothing of this: it is for the owner of the tables.
pub fn drop_log_before(
    target: &Target,
    before: NaiveDate,
    now: DateTime<Utc>,
    sign: impl FnOnce(&[SigningKeyRow], &Link) -> Result<String>,
) -> Result<Option<i64>> {
    let mut connection = migrations::connect(target)?;
    if let DbConnection::Postgres(connection) = &mut connection {
        connection.batch_execute("SET statement_timeout = 0")?;
    }
    connection.transaction(|connection| {
        let caller = Caller::worker("drop_old_log");
        let entry = Entry {
            role: Role::Worker.as_str(),
            ..Entry::new(&caller, None, now, None, Vec::new())
        };
        // Before anything is read: SQLite gives the lock for writing to who reads nothing stale.
        append_entries(connection, &[entry])?;
        let Some(link) = last_before(connection, before)? else {
            return Ok(None);
        };
        let keys = signing_keys::table
            .order(signing_keys::id)
            .select(SigningKeyRow::as_select())
            .load(connection)?;
        let statement = sign(&keys, &link)?;
        let place = link.sequence;
        let gone = format!("(SELECT entry_id FROM sealed_entries WHERE sequence <= {place})");
        connection.batch_execute(&format!(
            "DELETE FROM activity_log_records WHERE entry_id IN {gone}; \
             DELETE FROM log_addresses WHERE entry_id IN {gone}; \
             DELETE FROM activity_log WHERE id IN {gone}; \
             DELETE FROM security_events WHERE at < '{before}'; \
             DELETE FROM sealed_entries WHERE sequence <= {place}; \
             DELETE FROM log_checkpoints WHERE sequence < {place}; \
             UPDATE log_checkpoints SET statement = '{statement}' WHERE sequence = {place}"
        ))?;
        Ok(Some(place))
    })
}

/// The last checkpoint before which every entry is from before a day.
fn last_before(connection: &mut DbConnection, before: NaiveDate) -> Result<Option<Link>> {
    let first_to_stay = sealed_entries::table
        .inner_join(activity_log::table.on(activity_log::id.eq(sealed_entries::entry_id)))
        .filter(activity_log::at.ge(before.and_time(NaiveTime::MIN)))
        .select(min(sealed_entries::sequence))
        .first::<Option<i64>>(connection)?;
    let first = sealed_entries::table
        .select(min(sealed_entries::sequence))
        .first::<Option<i64>>(connection)?;
    let Some(first) = first else {
        return Ok(None);
    };
    let found = log_checkpoints::table
        .filter(log_checkpoints::sequence.ge(first))
        .filter(log_checkpoints::sequence.lt(first_to_stay.unwrap_or(i64::MAX)))
        .order(log_checkpoints::sequence.desc())
        .select((log_checkpoints::sequence, log_checkpoints::hash))
        .first::<(i64, String)>(connection)
        .optional()?;
    Ok(found.map(|(sequence, hash)| Link { sequence, hash }))
}
