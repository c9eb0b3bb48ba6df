use chrono::NaiveDateTime;
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::log::address_hash;
use crate::access::{Protected, Resource};
use crate::db::schema::{
    activity_log, activity_log_records, log_addresses, log_checkpoints, sealed_entries,
};

/// An entry as the database has it. Every column is plain text: one that somebody altered is still read.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = activity_log)]
pub struct Entry {
    pub id: String,
    pub at: NaiveDateTime,
    pub request_id: String,
    pub user_id: Option<String>,
    pub sign_in_id: Option<String>,
    pub role: String,
    pub organisation_id: Option<String>,
    pub operation: String,
    pub outcome: String,
    pub reason_code: Option<String>,
    /// None of workers, and of entries from before addresses were noted.
    pub address_hash: Option<String>,
}

/// Where an entry's request came from, until that is erased.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = log_addresses)]
pub struct LoggedAddress {
    pub entry_id: String,
    pub address: String,
    pub salt: String,
}

impl Protected for LoggedAddress {
    const RESOURCE: Resource = Resource::LogAddress;
}

impl LoggedAddress {
    /// What stands for it in its entry.
    pub fn hash(&self) -> String {
        address_hash(&self.address, &self.salt)
    }
}

/// The least id of an entry that is made at a time, or later (RFC 9562, 5.7).
pub fn first_id_at(at: NaiveDateTime) -> Uuid {
    let milliseconds = u128::try_from(at.and_utc().timestamp_millis()).unwrap_or_default();
    Uuid::from_u128(milliseconds << 80)
}

/// A right that an operation asked for: `action` on the `resource`s under one `parent`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable)]
#[diesel(table_name = activity_log_records)]
pub struct Touched {
    pub entry_id: String,
    pub action: String,
    pub resource: String,
    pub parent: String,
    pub parent_id: String,
}

/// An entry with all that its operation touched.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedEntry {
    pub entry: Entry,
    pub touched: Vec<Touched>,
    /// Read to check the log; else none, as where it was erased.
    pub address: Option<LoggedAddress>,
}

impl Protected for LoggedEntry {
    const RESOURCE: Resource = Resource::ActivityLog;
}

/// A place in the chain.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = sealed_entries)]
pub struct SealedEntry {
    /// From 1 on, without a gap.
    pub sequence: i64,
    pub entry_id: String,
    pub hash: String,
}

/// How far the chain went at a time; `statement` says so over the service's signature.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = log_checkpoints)]
pub struct Checkpoint {
    pub sequence: i64,
    pub hash: String,
    pub made_at: NaiveDateTime,
    pub statement: String,
}
