mod bodies;
mod notes;
mod outcome;
mod plan;

pub use notes::{read_notes, write_note};
pub use outcome::record_outcome;
pub use plan::{plan_for_case, plan_for_group, update};

use actix_web::web::{Data, Path};

use super::{SessionId, service};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::Result;
use crate::groups::GroupId;
use crate::http::{Listed, Versioned};
use crate::text::{clean_line, clean_text};
use bodies::{SessionBody, SessionRowBody};

pub async fn list_of_case(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
) -> Result<Listed<SessionRowBody>> {
    let rows = database
        .read(caller, move |tx| service::list_of_case(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn list_of_group(
    database: Data<Database>,
    caller: Caller,
    id: Path<GroupId>,
) -> Result<Listed<SessionRowBody>> {
    let rows = database
        .read(caller, move |tx| service::list_of_group(tx, &id))
        .await?;
    Ok(Listed::whole(rows, |session| (session, None).into()))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<SessionId>,
) -> Result<Versioned<SessionBody>> {
    let view = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(view.session.version, view.into()))
}

/// The summary that the person may read; it may be empty.
fn summary(text: &str) -> std::result::Result<String, &'static str> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    Ok(clean_text(text, 5_000)?)
}

/// Why something is changed.
fn reason(text: &str) -> std::result::Result<String, &'static str> {
    Ok(clean_line(text, 500)?)
}
