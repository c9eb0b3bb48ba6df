use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{EntitledLevel, Entitlement, EntitlementId, NewEntitlement, service};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Change, Created, Day, IfMatch, Listed, Once, Patch, Repeatable, Versioned};
use crate::organisations::OrganisationId;
use crate::text::clean_line;

/// That an organisation may attest competences as a second or third party.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntitlementBody {
    /// The act by which it was given, as it is to be quoted in attestations.
    legal_reference: String,
    /// The public holder (*ente titolare*) that gave it.
    public_holder: String,
    /// At least one, each once.
    levels: Vec<EntitledLevel>,
    valid_from: Day,
    /// The last day; none where no end is known.
    valid_to: Option<Day>,
}

impl TryFrom<NewEntitlementBody> for NewEntitlement {
    type Error = Error;

    fn try_from(body: NewEntitlementBody) -> Result<Self> {
        let mut checks = Checks::default();
        let reference = checks.value(clean_line(&body.legal_reference, 300), "/legal_reference");
        let holder = checks.value(clean_line(&body.public_holder, 200), "/public_holder");
        let levels = EntitledLevel::ALL.iter().copied();
        let levels: Vec<_> = levels.filter(|it| body.levels.contains(it)).collect();
        let each_once = !levels.is_empty() && levels.len() == body.levels.len();
        checks.ensure(each_once, "/levels", "out_of_range");
        checks.finish(|| {
            Some(Self {
                legal_reference: reference?,
                public_holder: holder?,
                levels,
                valid_from: body.valid_from.into(),
                valid_to: body.valid_to.map(Into::into),
            })
        })
    }
}

/// A merge patch of an entitlement.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntitlementPatch {
    /// The last day; null where no end is known.
    #[serde(default)]
    valid_to: Change<Day>,
}

#[derive(Serialize, ToSchema)]
pub struct EntitlementBody {
    id: EntitlementId,
    organisation_id: OrganisationId,
    legal_reference: String,
    public_holder: String,
    levels: Vec<EntitledLevel>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    recorded_by: UserId,
    recorded_at: DateTime<Utc>,
}

impl From<Entitlement> for EntitlementBody {
    fn from(entitlement: Entitlement) -> Self {
        let Entitlement {
            id,
            organisation_id,
            legal_reference,
            public_holder,
            levels,
            valid_from,
            valid_to,
            recorded_by,
            recorded_at,
            version: _,
        } = entitlement;
        Self {
            id,
            organisation_id,
            legal_reference,
            public_holder,
            levels: levels.get(),
            valid_from,
            valid_to,
            recorded_by,
            recorded_at: recorded_at.and_utc(),
        }
    }
}

pub async fn record(
    database: Data<Database>,
    caller: Caller,
    organisation: Path<OrganisationId>,
    once: Once<NewEntitlementBody>,
) -> Result<Repeatable<Created<EntitlementBody>>> {
    let (body, once) = once.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let made = service::record(tx, &organisation, new)?;
        let location = format!("/v1/organisations/{organisation}/entitlements/{}", made.id);
        Ok(Created::new(location, made.version, made.into()))
    })
    .await
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    organisation: Path<OrganisationId>,
) -> Result<Listed<EntitlementBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &organisation))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    path: Path<(OrganisationId, EntitlementId)>,
) -> Result<Versioned<EntitlementBody>> {
    let (organisation, id) = path.into_inner();
    let found = database
        .read(caller, move |tx| service::read(tx, &organisation, &id))
        .await?;
    Ok(Versioned(found.version, found.into()))
}

pub async fn change(
    database: Data<Database>,
    caller: Caller,
    path: Path<(OrganisationId, EntitlementId)>,
    if_match: IfMatch,
    patch: Patch<EntitlementPatch>,
) -> Result<Versioned<EntitlementBody>> {
    let (organisation, id) = path.into_inner();
    let EntitlementPatch { valid_to } = patch.0;
    let changed = database
        .write(caller, move |tx| {
            service::change_end(tx, &organisation, &id, if_match.0, |before| {
                valid_to.map(Into::into).apply(before)
            })
        })
        .await?;
    Ok(Versioned(changed.version, changed.into()))
}
