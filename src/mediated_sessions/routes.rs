use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{MediatedPerson, MediatedSession, service};
use crate::access::Caller;
use crate::db::Database;
use crate::error::Result;
use crate::http::{Item, Listed};
use crate::sessions::{SessionId, SessionKind, SessionMode, SessionStatus};

/// A session as its mediator sees it.
#[derive(Serialize, ToSchema)]
pub struct MediatedSessionBody {
    id: SessionId,
    kind: SessionKind,
    mode: SessionMode,
    status: SessionStatus,
    scheduled_from: DateTime<Utc>,
    scheduled_to: DateTime<Utc>,
    place: String,
    /// The language that the session is held in.
    language: String,
    /// Who is expected.
    people: Vec<MediatedPersonBody>,
}

#[derive(Serialize, ToSchema)]
pub struct MediatedPersonBody {
    given_name: String,
    family_name: String,
    preferred_language: String,
}

impl From<MediatedPerson> for MediatedPersonBody {
    fn from(person: MediatedPerson) -> Self {
        let MediatedPerson {
            case_id: _,
            given_name,
            family_name,
            preferred_language,
        } = person;
        Self {
            given_name,
            family_name,
            preferred_language,
        }
    }
}

impl From<(MediatedSession, Vec<MediatedPerson>)> for MediatedSessionBody {
    fn from((session, people): (MediatedSession, Vec<MediatedPerson>)) -> Self {
        let MediatedSession {
            id,
            kind,
            mode,
            status,
            scheduled_from,
            scheduled_to,
            place,
            language,
        } = session;
        Self {
            id,
            kind,
            mode,
            status,
            scheduled_from: scheduled_from.and_utc(),
            scheduled_to: scheduled_to.and_utc(),
            place,
            language,
            people: people.into_iter().map(Into::into).collect(),
        }
    }
}

pub async fn list(database: Data<Database>, caller: Caller) -> Result<Listed<MediatedSessionBody>> {
    let rows = database.read(caller, service::list).await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<SessionId>,
) -> Result<Item<MediatedSessionBody>> {
    let session = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Item(session.into()))
}
