pub mod assignments;
mod bodies;
mod resources_and_limits;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use bodies::{CaseBody, CasePatch, CasesQuery, LeadFilter, ListedCaseBody, NewCaseBody};
pub use bodies::{CasePersonBody, CaseProgrammeBody, PlanSummaryBody};

use super::resources_and_limits::AT;
use super::{Case, CaseFilter, CaseId, CaseStatus, ListedCase, service};
use crate::access::Caller;
use crate::code_lists::iso;
use crate::db::Database;
use crate::db::types::Json;
use crate::error::{Checks, Result};
use crate::http::{Created, IfMatch, Listed, Once, Page, Patch, Query, Repeatable, Versioned};
use crate::text::clean_text;

/// The longest needs analysis, and the longest observations, in code points.
const TEXT_MAX: usize = 10_000;
/// The longest starting request, in code points: the report says it whole.
const STARTING_REQUEST_MAX: usize = 2_000;

pub async fn open(
    database: Data<Database>,
    caller: Caller,
    once: Once<NewCaseBody>,
) -> Result<Repeatable<Created<CaseBody>>> {
    let (body, once) = once.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let id = service::open(tx, new)?.id;
        let view = service::read(tx, &id)?;
        let location = format!("/v1/cases/{id}");
        Ok(Created::new(location, view.case.version, view.into()))
    })
    .await
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<CasesQuery>,
) -> Result<Listed<ListedCaseBody>> {
    let CasesQuery {
        status,
        programme_id,
        follow_up_due_by,
        lead,
        limit,
        cursor,
    } = query.0;
    let follow_up_due_by = follow_up_due_by.map(NaiveDate::from);
    let due = follow_up_due_by.map(|day| day.to_string());
    let bound = [
        status.map_or("", CaseStatus::as_str),
        programme_id.as_ref().map_or("", |id| id.as_str()),
        due.as_deref().unwrap_or(""),
        lead.map_or("", LeadFilter::as_str),
    ];
    let vault = database.vault();
    let page = Page::read(&vault, "cases", &bound, limit, cursor.as_deref())?;
    let filter = CaseFilter {
        status,
        programme_id,
        follow_up_due_by,
        without_lead: lead.is_some(),
    };
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list(tx, &wanted, &filter))
        .await?;
    let position = |row: &ListedCase| row.summary.id.to_string();
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
    id: Path<CaseId>,
) -> Result<Versioned<CaseBody>> {
    let view = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(view.case.version, view.into()))
}

pub async fn update(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
    if_match: IfMatch,
    patch: Patch<CasePatch>,
) -> Result<Versioned<CaseBody>> {
    let CasePatch {
        starting_request,
        needs_analysis,
        synthesis_given_on,
        synthesis_language,
        observations,
        without_observations,
        without_next_steps,
        resources_and_limits,
    } = patch.0;
    let mut checks = Checks::default();
    let text = |text: String| clean_text(&text, TEXT_MAX);
    let starting_request = starting_request.try_map(
        |it| clean_text(&it, STARTING_REQUEST_MAX),
        "/starting_request",
        &mut checks,
    );
    let needs_analysis = needs_analysis.try_map(text, "/needs_analysis", &mut checks);
    let synthesis_language =
        synthesis_language.try_map(|it| iso::language(&it), "/synthesis_language", &mut checks);
    let observations = observations.try_map(text, "/observations", &mut checks);
    let without_observations = without_observations.required("/without_observations", &mut checks);
    let without_next_steps = without_next_steps.required("/without_next_steps", &mut checks);
    let resources_and_limits = resources_and_limits
        .required(AT, &mut checks)
        .map(|lines| Json::new(&resources_and_limits::read(lines, &mut checks)));
    checks.finish(|| Some(()))?;
    let view = database
        .write(caller, move |tx| {
            service::update(tx, &id, if_match.0, |before| Case {
                starting_request: starting_request.apply(before.starting_request),
                needs_analysis: needs_analysis
                    .apply(Some(before.needs_analysis))
                    .unwrap_or_default(),
                synthesis_given_on: synthesis_given_on
                    .map(Into::into)
                    .apply(before.synthesis_given_on),
                synthesis_language: synthesis_language.apply(before.synthesis_language),
                observations: observations.apply(before.observations),
                without_observations: without_observations.unwrap_or(before.without_observations),
                without_next_steps: without_next_steps.unwrap_or(before.without_next_steps),
                resources_and_limits: resources_and_limits.unwrap_or(before.resources_and_limits),
                ..before
            })
        })
        .await?;
    Ok(Versioned(view.case.version, view.into()))
}
