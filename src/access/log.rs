//! The entries of the activity log: who did what, with which records, and whether it was allowed.
//!
//! Entries hold ids and codes, never a name or a text. The network address that a request came from
//! stands in a row of its own, which can be erased, and its salted hash in the entry.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Actor, Caller, Identity, Resource};
use crate::db::{DbConnection, dialect};
use crate::error::{Error, Result};
use crate::id_type;
use crate::vault::random_bytes;

id_type!(EntryId);

/// Whether an operation has its entry: written in the change's own transaction, or handed to the log's
/// writer, whom the answer waits for.
#[derive(Clone, Debug, Default)]
pub struct Logged(Arc<AtomicBool>);

impl Logged {
    pub fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

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
    /// Why it was refused; of a reading under an access grant, the grant's reason; of a profile taken out,
    /// what for, in which form and with what.
    pub reason_code: Option<Cow<'static, str>>,
    pub address_hash: Option<String>,
    #[serde(flatten)]
    pub source: Option<Source>,
    #[serde(skip)]
    pub touched: Vec<Touched>,
}

/// Where a request came from. The salt goes with the address: an address alone could be guessed from its
/// hash.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    address: String,
    salt: String,
}

impl Source {
    fn new(address: IpAddr) -> Self {
        Self {
            address: address.to_string(),
            salt: BASE64.encode(random_bytes::<16>()),
        }
    }
}

/// What stands in an entry for an address. Salts are of one length.
pub fn address_hash(address: &str, salt: &str) -> String {
    BASE64.encode(digest(&SHA256, format!("{salt}{address}").as_bytes()))
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
    /// The same records, only looked at.
    pub fn as_read(self) -> Self {
        Self {
            action: Action::Read,
            ..self
        }
    }

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
        refused: Option<&'static str>,
        touched: Vec<Touched>,
    ) -> Self {
        let source = caller.address.map(Source::new);
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
            reason_code: refused.map(Cow::Borrowed),
            address_hash: source
                .as_ref()
                .map(|it| address_hash(&it.address, &it.salt)),
            source,
            touched,
        }
    }
}

impl Entry {
    /// The same entry of an operation that was refused, though something of it stands.
    pub fn refused_as(self, code: &'static str) -> Self {
        Self {
            outcome: "refused",
            reason_code: Some(Cow::Borrowed(code)),
            ..self
        }
    }

    /// The same entry of a reading with why it is done: the reason of the access grant that opened it, or
    /// what a profile is taken out for.
    pub fn done_for(self, reason: Cow<'static, str>) -> Self {
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
