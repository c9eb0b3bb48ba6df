//! The entries of the activity log: who did what, with which records, and whether it was allowed.
//!
//! Entries hold ids and codes, never a name or a text.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Actor, Caller, Identity, Resource};
use crate::db::{DbConnection, dialect};
use crate::error::{Error, Result};
use crate::id_type;

id_type!(EntryId);

/// One operation.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub id: EntryId,
    pub at: String,
    pub request_id: String,
    pub user_id: Option<String>,
    pub sign_in_id: Option<String>,
    pub role: &'static str,
    pub organisation_id: Option<String>,
    pub operation: &'static str,
    pub outcome: &'static str,
    /// Why it was refused; of a reading under an access grant, the grant's reason.
    pub reason_code: Option<&'static str>,
    #[serde(skip)]
    pub touched: Vec<Touched>,
}

/// A right that was asked for: `action` on the `resource`s under one `parent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Touched {
    action: Action,
    resource: Resource,
    parent: Resource,
    parent_id: String,
}

impl Touched {
    pub fn new(
        action: Action,
        resource: Resource,
        parent: Resource,
        parent_id: &impl ToString,
    ) -> Self {
        Self {
            action,
            resource,
            parent,
            parent_id: parent_id.to_string(),
        }
    }
}

impl Entry {
    pub fn new(
        caller: &Caller,
        actor: Option<&Actor>,
        at: DateTime<Utc>,
        refused: Option<&Error>,
        touched: Vec<Touched>,
    ) -> Self {
        let user = actor.filter(|actor| actor.sign_in.is_some());
        let sign_in_id = match &caller.identity {
            Identity::SignIn(id) => Some(id.to_string()),
            Identity::Anonymous | Identity::Worker => None,
        };
        Self {
            id: EntryId::new(),
            // What both databases read as a timestamp without zone.
            at: at
                .to_rfc3339_opts(SecondsFormat::Micros, true)
                .trim_end_matches('Z')
                .replace('T', " "),
            request_id: caller.request_id.clone(),
            user_id: user.map(|actor| actor.user_id.to_string()),
            sign_in_id,
            role: actor.map_or("anonymous", |actor| actor.role.as_str()),
            organisation_id: user.map(|actor| actor.organisation_id.to_string()),
            operation: caller.operation,
            outcome: if refused.is_some() { "refused" } else { "done" },
            reason_code: refused.map(Error::code),
            touched,
        }
    }
}

impl Entry {
    /// The same entry of an operation that was refused, though something of it stands.
    pub fn refused_as(self, code: &'static str) -> Self {
        Self {
            outcome: "refused",
            reason_code: Some(code),
            ..self
        }
    }

    /// The same entry of a reading that an access grant opened, with the grant's reason.
    pub fn done_for(self, reason: &'static str) -> Self {
        Self {
            reason_code: Some(reason),
            ..self
        }
    }
}

#[derive(Serialize)]
struct TouchedRow<'a> {
    entry_id: &'a EntryId,
    action: Action,
    resource: Resource,
    parent: Resource,
    parent_id: &'a str,
}

/// Adds entries to the log, however many at once.
pub fn append(connection: &mut DbConnection, entries: &[Entry]) -> Result<()> {
    let mut rows: Vec<TouchedRow> = Vec::new();
    for entry in entries {
        for (index, touched) in entry.touched.iter().enumerate() {
            if entry.touched[..index].contains(touched) {
                continue;
            }
            rows.push(TouchedRow {
                entry_id: &entry.id,
                action: touched.action,
                resource: touched.resource,
                parent: touched.parent,
                parent_id: &touched.parent_id,
            });
        }
    }
    let entries = serde_json::to_string(entries).map_err(Error::internal)?;
    let rows = serde_json::to_string(&rows).map_err(Error::internal)?;
    dialect::append_log(connection, &entries, &rows)
}
