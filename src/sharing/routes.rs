use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Authorised, NewSharingAuthorisation, SharingAuthorisation, SharingAuthorisationId,
    SharingInterpreter, SharingStatus, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::documents::DocumentId;
use crate::error::{Checks, Error, Result};
use crate::http::{Created, Day, Item, Listed, Once, Repeatable};
use crate::organisations::OrganisationId;
use crate::text::clean_text;

/// Documents that one authorisation may cover.
const DOCUMENTS: usize = 50;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSharingAuthorisationBody {
    recipient_organisation_id: OrganisationId,
    purpose: String,
    /// ISO 639 code of the language in which it was explained.
    explained_in: String,
    interpreter: SharingInterpreter,
    #[serde(default)]
    includes_contact: bool,
    #[serde(default)]
    includes_work_right: bool,
    /// Whether the profile itself may go to the recipient, as data.
    #[serde(default)]
    includes_profile: bool,
    /// Whether the person lets themselves be put forward for jobs to the recipient, without their name
    /// until then.
    #[serde(default)]
    includes_candidacy: bool,
    given_on: Day,
    /// The last day on which it holds.
    expires_on: Day,
    #[serde(default)]
    document_ids: Vec<DocumentId>,
}

impl TryFrom<NewSharingAuthorisationBody> for NewSharingAuthorisation {
    type Error = Error;

    fn try_from(body: NewSharingAuthorisationBody) -> Result<Self> {
        let mut checks = Checks::default();
        let purpose = checks.value(clean_text(&body.purpose, 1000), "/purpose");
        let explained_in = checks.value(language(body.explained_in), "/explained_in");
        let few = body.document_ids.len() <= DOCUMENTS;
        checks.ensure(few, "/document_ids", "out_of_range");
        checks.finish(|| {
            Some(Self {
                recipient_organisation_id: body.recipient_organisation_id,
                purpose: purpose?,
                explained_in: explained_in?,
                interpreter: body.interpreter,
                includes_contact: body.includes_contact,
                includes_work_right: body.includes_work_right,
                includes_profile: body.includes_profile,
                includes_candidacy: body.includes_candidacy,
                given_on: body.given_on.into(),
                expires_on: body.expires_on.into(),
                document_ids: body.document_ids,
            })
        })
    }
}

fn language(code: String) -> std::result::Result<String, &'static str> {
    let plain = code.bytes().all(|byte| byte.is_ascii_lowercase());
    if plain && (2..=3).contains(&code.len()) {
        Ok(code)
    } else {
        Err("wrong_form")
    }
}

/// To revoke takes no reason: the person owes none.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SharingRevocationBody {}

#[derive(Serialize, ToSchema)]
pub struct SharingAuthorisationBody {
    id: SharingAuthorisationId,
    case_id: CaseId,
    recipient_organisation_id: OrganisationId,
    status: SharingStatus,
    purpose: String,
    explained_in: String,
    interpreter: SharingInterpreter,
    includes_contact: bool,
    includes_work_right: bool,
    includes_profile: bool,
    includes_candidacy: bool,
    given_on: NaiveDate,
    expires_on: NaiveDate,
    revoked_at: Option<DateTime<Utc>>,
    document_ids: Vec<DocumentId>,
    recorded_by: UserId,
    recorded_at: DateTime<Utc>,
}

impl SharingAuthorisationBody {
    fn on(today: NaiveDate, authorised: Authorised) -> Self {
        let Authorised {
            authorisation,
            document_ids,
        } = authorised;
        let status = authorisation.status(today);
        let SharingAuthorisation {
            id,
            case_id,
            organisation_id: _,
            recipient_organisation_id,
            purpose,
            explained_in,
            interpreter,
            includes_contact,
            includes_work_right,
            includes_candidacy,
            given_on,
            expires_on,
            revoked_at,
            recorded_by,
            recorded_at,
            includes_profile,
        } = authorisation;
        Self {
            id,
            case_id,
            recipient_organisation_id,
            status,
            purpose,
            explained_in,
            interpreter,
            includes_contact,
            includes_work_right,
            includes_profile,
            includes_candidacy,
            given_on,
            expires_on,
            revoked_at: revoked_at.map(|at| at.and_utc()),
            document_ids,
            recorded_by,
            recorded_at: recorded_at.and_utc(),
        }
    }
}

fn today(database: &Database) -> NaiveDate {
    database.clock().now().with_timezone(&Rome).date_naive()
}

fn created(today: NaiveDate, authorised: Authorised) -> Created<SharingAuthorisationBody> {
    let location = format!("/v1/sharing-authorisations/{}", authorised.authorisation.id);
    let body = SharingAuthorisationBody::on(today, authorised);
    Created::new(location, None, body)
}

pub async fn record(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    body: Once<NewSharingAuthorisationBody>,
) -> Result<Repeatable<Created<SharingAuthorisationBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let authorised = service::record(tx, &case, new)?;
        Ok(created(tx.today(), authorised))
    })
    .await
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<SharingAuthorisationBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    let today = today(&database);
    let show = |row| SharingAuthorisationBody::on(today, row);
    Ok(Listed::whole(rows, show))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<SharingAuthorisationId>,
) -> Result<Item<SharingAuthorisationBody>> {
    let authorised = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    let today = today(&database);
    Ok(Item(SharingAuthorisationBody::on(today, authorised)))
}

pub async fn revoke(
    database: Data<Database>,
    caller: Caller,
    id: Path<SharingAuthorisationId>,
    body: Once<SharingRevocationBody>,
) -> Result<Repeatable<Created<SharingAuthorisationBody>>> {
    let (SharingRevocationBody {}, once) = body.split();
    once.write(&database, caller, move |tx| {
        let authorised = service::revoke(tx, &id)?;
        Ok(created(tx.today(), authorised))
    })
    .await
}
