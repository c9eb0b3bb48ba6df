use actix_web::web::{Data, Path};

use super::bodies::{AnswersBody, ComparisonBody, LinkBody, NewResponseBody, ResponseBody};
use super::definitions::ShownQuery;
use crate::access::{Caller, Transaction};
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::Result;
use crate::esco::routes::Shown;
use crate::http::{
    Created, Done, IfMatch, Item, Listed, Once, Patch, Query, Repeatable, Versioned,
};
use crate::questionnaires::{NewResponse, QuestionnaireResponseId, ResponseView, service};

pub async fn start(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<ShownQuery>,
    body: Once<NewResponseBody>,
) -> Result<Repeatable<Created<ResponseBody>>> {
    let shown = query.0.shown()?;
    let (body, once) = body.split();
    let new = NewResponse::try_from(body)?;
    let work = move |tx: &mut Transaction| {
        let view = service::start(tx, &case, new)?;
        let (id, version) = (&view.response.id, view.response.version);
        let location = format!("/v1/cases/{case}/questionnaire-responses/{id}");
        let body = ResponseBody::new(view, &shown);
        Ok(Created::new(location, version, body))
    };
    once.write(&database, caller, work).await
}

pub async fn list_responses(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<ShownQuery>,
) -> Result<Listed<ResponseBody>> {
    let shown = query.0.shown()?;
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, |view| ResponseBody::new(view, &shown)))
}

pub async fn read_response(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, QuestionnaireResponseId)>,
    query: Query<ShownQuery>,
) -> Result<Versioned<ResponseBody>> {
    let shown = query.0.shown()?;
    let (case, id) = path.into_inner();
    let view = database
        .read(caller, move |tx| service::read(tx, &case, &id))
        .await?;
    Ok(versioned(view, &shown))
}

pub async fn answer(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, QuestionnaireResponseId)>,
    if_match: IfMatch,
    query: Query<ShownQuery>,
    patch: Patch<AnswersBody>,
) -> Result<Versioned<ResponseBody>> {
    let shown = query.0.shown()?;
    let (case, id) = path.into_inner();
    let answers = patch.0.answers;
    let view = database
        .write(caller, move |tx| {
            service::answer(tx, &case, &id, if_match.0, answers)
        })
        .await?;
    Ok(versioned(view, &shown))
}

pub async fn complete(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, QuestionnaireResponseId)>,
    if_match: IfMatch,
    query: Query<ShownQuery>,
) -> Result<Versioned<ResponseBody>> {
    let shown = query.0.shown()?;
    let (case, id) = path.into_inner();
    let view = database
        .write(caller, move |tx| {
            service::complete(tx, &case, &id, if_match.0)
        })
        .await?;
    Ok(versioned(view, &shown))
}

fn versioned(view: ResponseView, shown: &Shown) -> Versioned<ResponseBody> {
    Versioned(view.response.version, ResponseBody::new(view, shown))
}

pub async fn remove(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, QuestionnaireResponseId)>,
    if_match: IfMatch,
) -> Result<Done> {
    let (case, id) = path.into_inner();
    database
        .write(caller, move |tx| {
            service::remove(tx, &case, &id, if_match.0)
        })
        .await?;
    Ok(Done)
}

pub async fn compare(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<ComparisonBody>> {
    let found = database
        .read(caller, move |tx| service::compare(tx, &case))
        .await?;
    Ok(Listed::whole(found, Into::into))
}

pub async fn make_link(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, QuestionnaireResponseId)>,
) -> Result<Item<LinkBody>> {
    let (case, id) = path.into_inner();
    let (code, link) = database
        .write(caller, move |tx| service::make_link(tx, &case, &id))
        .await?;
    Ok(Item(LinkBody::new(&code, &link)))
}

pub async fn revoke_link(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, QuestionnaireResponseId)>,
) -> Result<Done> {
    let (case, id) = path.into_inner();
    database
        .write(caller, move |tx| service::revoke_link(tx, &case, &id))
        .await?;
    Ok(Done)
}
