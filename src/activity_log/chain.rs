//! The chain of hashes over the sealed entries.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{LoggedEntry, Touched};

/// Names the form in which an entry is hashed; another form has another name.
const FORM: &str = "bilancio-log-1";
/// That of an entry with the hash of an address.
const FORM_WITH_ADDRESS: &str = "bilancio-log-2";

/// The chain up to an entry. Its hash is SHA-256 over the hash before it and the entry with all that it
/// touched: whoever alters one must alter all that follow, and contradicts the next checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub sequence: i64,
    /// base64url, 43 characters; empty before the first entry.
    pub hash: String,
}

impl Link {
    /// Before the first entry.
    pub fn start() -> Self {
        Self {
            sequence: 0,
            hash: String::new(),
        }
    }

    pub fn at(sequence: i64, hash: &str) -> Self {
        Self {
            sequence,
            hash: hash.to_owned(),
        }
    }

    /// With one more entry. What it touched counts as a set: the database keeps no order of it.
    pub fn with(&self, logged: &LoggedEntry) -> Self {
        let sequence = self.sequence + 1;
        let it = &logged.entry;
        let mut touched: Vec<_> = logged.touched.iter().map(parts).collect();
        touched.sort_unstable();
        let who = (&it.user_id, &it.sign_in_id, &it.role, &it.organisation_id);
        let what = (&it.operation, &it.outcome, &it.reason_code);
        let at = it.at.and_utc().timestamp_micros();
        let (id, request_id) = (&it.id, &it.request_id);
        // In JSON no two entries read the same, whatever stands in their texts.
        let bytes = match &it.address_hash {
            None => {
                let form = (FORM, sequence, &self.hash);
                serde_json::to_vec(&(form, id, at, request_id, who, what, touched))
            }
            Some(address) => {
                let form = (FORM_WITH_ADDRESS, sequence, &self.hash);
                serde_json::to_vec(&(form, id, at, request_id, who, what, touched, address))
            }
        };
        let bytes = bytes.expect("texts and numbers are JSON");
        Self {
            sequence,
            hash: BASE64.encode(digest(&SHA256, &bytes)),
        }
    }
}

fn parts(touched: &Touched) -> [&str; 4] {
    let Touched {
        entry_id: _,
        action,
        resource,
        parent,
        parent_id,
    } = touched;
    [action, resource, parent, parent_id]
}

/// What a checkpoint says over the service's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    #[serde(flatten)]
    pub link: Link,
    pub made_at: DateTime<Utc>,
    /// Whether retention has dropped the chain up to here.
    #[serde(default)]
    pub dropped: bool,
}

impl Statement {
    /// The type of the signed statement (the `typ` of its header).
    pub const KIND: &str = "log-checkpoint+jwt";
}
