mod answering;
mod asking;
mod deciding;
mod evidence;
mod links;

pub use answering::{OpenedReference, answer, open};
pub use asking::{ask, list, read};
pub use deciding::{decide, dismiss, revoke, send_again};
pub use evidence::{check_channel, ensure_may_ask};
pub use links::enclose;

use chrono::NaiveDateTime;

use super::sealing::Sealed;
use super::{ReferenceRequest, ReferenceView};
use crate::access::Transaction;
use crate::error::{Error, Result};
use crate::vault::DataKey;

/// A sealed column of a request.
fn sealed<'a>(request: &'a ReferenceRequest, column: &'static str) -> Sealed<'a> {
    Sealed {
        column,
        request: &request.id,
        organisation: &request.organisation_id,
        asked_at: request.asked_at,
    }
}

/// A request with what is sealed of it, as far as there is a key.
fn shown(
    tx: &Transaction,
    key: Option<&DataKey>,
    request: ReferenceRequest,
    link_expires_at: Option<NaiveDateTime>,
) -> Result<ReferenceView> {
    let now = tx.now().naive_utc();
    let (contact, statement, words, dismissal) = match key {
        None => (None, None, None, None),
        Some(key) => (
            sealed(&request, "sealed_contact").open(key, &request.sealed_contact)?,
            sealed(&request, "sealed_statement").open(key, &request.sealed_statement)?,
            sealed(&request, "sealed_answer").open_any(key, request.sealed_answer.as_deref())?,
            sealed(&request, "sealed_dismissal")
                .open_any(key, request.sealed_dismissal.as_deref())?,
        ),
    };
    Ok(ReferenceView {
        status: request.status_at(now, link_expires_at),
        contact,
        statement,
        words,
        dismissal,
        link_expires_at: link_expires_at.filter(|end| *end > now),
        request,
    })
}

/// The next version of a request.
fn next(tx: &Transaction, request: ReferenceRequest) -> ReferenceRequest {
    ReferenceRequest {
        updated_at: tx.now().naive_utc(),
        version: request.version + 1,
        ..request
    }
}

fn ensure_seen(request: &ReferenceRequest, version: i32) -> Result<()> {
    if request.version == version {
        Ok(())
    } else {
        Err(Error::Stale {
            current: request.version,
        })
    }
}
