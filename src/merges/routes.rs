use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    BeneficiaryMerge, CoreValue, MergeGuard, MergeId, MergePreview, MergeView, NewMerge, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Body, Created, Item, Listed, Once, Page, Query, Repeatable};
use crate::text::clean_line;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePreviewBody {
    kept_id: BeneficiaryId,
    merged_id: BeneficiaryId,
}

/// What a merge would do. Nothing has changed.
#[derive(Serialize, ToSchema)]
pub struct MergePreviewResultBody {
    /// What would go from the merged record to the kept one.
    #[schema(minimum = 0, maximum = 100000)]
    cases: i64,
    #[schema(minimum = 0, maximum = 100000)]
    identifiers: i64,
    #[schema(minimum = 0, maximum = 100000)]
    stay_permits: i64,
    #[schema(minimum = 0, maximum = 100000)]
    reception_stays: i64,
    /// What the two records say differently, to be chosen from in `taken`.
    differing: Vec<CoreValue>,
    /// What keeps the records apart.
    unmet: Vec<MergeGuard>,
}

impl From<MergePreview> for MergePreviewResultBody {
    fn from(preview: MergePreview) -> Self {
        Self {
            cases: preview.weighed.cases,
            identifiers: preview.weighed.identifiers,
            stay_permits: preview.weighed.stay_permits,
            reception_stays: preview.weighed.reception_stays,
            differing: preview.differing,
            unmet: preview.unmet,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMergeBody {
    kept_id: BeneficiaryId,
    merged_id: BeneficiaryId,
    /// What the kept record takes from the merged one; all else stays as the kept one has it.
    #[serde(default)]
    taken: Vec<CoreValue>,
    /// Why the two are one person.
    reason: String,
}

impl TryFrom<NewMergeBody> for NewMerge {
    type Error = Error;

    fn try_from(body: NewMergeBody) -> Result<Self> {
        let mut checks = Checks::default();
        let reason = checks.value(clean_line(&body.reason, 500), "/reason");
        let mut taken = body.taken;
        taken.sort_unstable();
        taken.dedup();
        checks.finish(|| {
            Some(Self {
                kept_id: body.kept_id,
                merged_id: body.merged_id,
                taken,
                reason: reason?,
            })
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct MergeBody {
    id: MergeId,
    kept_id: BeneficiaryId,
    /// Leads to the kept record until this is reversed.
    merged_id: BeneficiaryId,
    taken: Vec<CoreValue>,
    /// Of one merge, not in lists; gone once the person was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    merged_at: DateTime<Utc>,
    merged_by: UserId,
    reversed_at: Option<DateTime<Utc>>,
    reversed_by: Option<UserId>,
}

impl From<MergeView> for MergeBody {
    fn from(view: MergeView) -> Self {
        let BeneficiaryMerge {
            id,
            organisation_id: _,
            kept_id,
            merged_id,
            merged_code: _,
            standing_id: _,
            taken,
            moved: _,
            sealed_particulars: _,
            merged_at,
            merged_by,
            reversed_at,
            reversed_by,
        } = view.merge;
        Self {
            id,
            kept_id,
            merged_id,
            taken: taken.get(),
            reason: view.reason,
            merged_at: merged_at.and_utc(),
            merged_by,
            reversed_at: reversed_at.map(|at| at.and_utc()),
            reversed_by,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeReversalBody {}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MergesQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn preview(
    database: Data<Database>,
    caller: Caller,
    body: Body<MergePreviewBody>,
) -> Result<Item<MergePreviewResultBody>> {
    let MergePreviewBody { kept_id, merged_id } = body.0;
    let preview = database
        .read(caller, move |tx| service::preview(tx, &kept_id, &merged_id))
        .await?;
    Ok(Item(preview.into()))
}

pub async fn merge(
    database: Data<Database>,
    caller: Caller,
    body: Once<NewMergeBody>,
) -> Result<Repeatable<Created<MergeBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        service::merge(tx, new).map(created)
    })
    .await
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<MergesQuery>,
) -> Result<Listed<MergeBody>> {
    let MergesQuery { limit, cursor } = query.0;
    let vault = database.vault();
    let page = Page::read(&vault, "beneficiary_merges", &[], limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted))
        .await?;
    let position = |row: &MergeView| row.merge.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<MergeId>,
) -> Result<Item<MergeBody>> {
    let view = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Item(view.into()))
}

pub async fn reverse(
    database: Data<Database>,
    caller: Caller,
    id: Path<MergeId>,
    body: Once<MergeReversalBody>,
) -> Result<Repeatable<Created<MergeBody>>> {
    let (MergeReversalBody {}, once) = body.split();
    once.write(&database, caller, move |tx| {
        service::reverse(tx, &id).map(created)
    })
    .await
}

fn created(view: MergeView) -> Created<MergeBody> {
    let location = format!("/v1/beneficiary-merges/{}", view.merge.id);
    Created::new(location, None, view.into())
}
