use actix_web::web::{Data, Path};

use super::bodies::{
    MadeReferenceRequestBody, NewReferenceRequestBody, ReferenceDecisionBody,
    ReferenceDismissalBody, ReferenceRequestBody, ReferenceRevocationBody,
};
use crate::access::{Caller, Transaction};
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::{Body, Created, IfMatch, Listed, Once, Repeatable, Versioned};
use crate::reference_confirmations::{ReferenceRequestId, ReferenceView, service};
use crate::text::clean_text;

pub async fn ask(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    body: Once<NewReferenceRequestBody>,
) -> Result<Repeatable<Created<MadeReferenceRequestBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    let work = move |tx: &mut Transaction| {
        let view = service::ask(tx, &case, new)?;
        let (id, version) = (&view.request.id, view.request.version);
        let location = format!("/v1/cases/{case}/reference-requests/{id}");
        Ok(Created::new(location, version, view.into()))
    };
    once.write(&database, caller, work).await
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<ReferenceRequestBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ReferenceRequestId)>,
) -> Result<Versioned<ReferenceRequestBody>> {
    let (case, id) = path.into_inner();
    let view = database
        .read(caller, move |tx| service::read(tx, &case, &id))
        .await?;
    Ok(versioned(view))
}

pub async fn decide(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ReferenceRequestId)>,
    if_match: IfMatch,
    body: Body<ReferenceDecisionBody>,
) -> Result<Versioned<ReferenceRequestBody>> {
    let (case, id) = path.into_inner();
    let approved = body.0.approved;
    let view = database
        .write(caller, move |tx| {
            service::decide(tx, &case, &id, if_match.0, approved)
        })
        .await?;
    Ok(versioned(view))
}

pub async fn send_again(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ReferenceRequestId)>,
    if_match: IfMatch,
) -> Result<Versioned<ReferenceRequestBody>> {
    let (case, id) = path.into_inner();
    let view = database
        .write(caller, move |tx| {
            service::send_again(tx, &case, &id, if_match.0)
        })
        .await?;
    Ok(versioned(view))
}

pub async fn revoke(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ReferenceRequestId)>,
    if_match: IfMatch,
    body: Body<ReferenceRevocationBody>,
) -> Result<Versioned<ReferenceRequestBody>> {
    let (case, id) = path.into_inner();
    let reason = body.0.reason;
    let view = database
        .write(caller, move |tx| {
            service::revoke(tx, &case, &id, if_match.0, reason)
        })
        .await?;
    Ok(versioned(view))
}

pub async fn dismiss(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ReferenceRequestId)>,
    if_match: IfMatch,
    body: Body<ReferenceDismissalBody>,
) -> Result<Versioned<ReferenceRequestBody>> {
    let (case, id) = path.into_inner();
    let reason = clean_text(&body.0.reason, 1000);
    let reason = reason.map_err(|problem| Error::invalid("/reason", problem.into()))?;
    let view = database
        .write(caller, move |tx| {
            service::dismiss(tx, &case, &id, if_match.0, &reason)
        })
        .await?;
    Ok(versioned(view))
}

fn versioned(view: ReferenceView) -> Versioned<ReferenceRequestBody> {
    Versioned(view.request.version, view.into())
}
