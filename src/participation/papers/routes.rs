use actix_web::web::{Data, Path};
use serde::Deserialize;
use utoipa::IntoParams;

use super::service;
use crate::access::{Caller, Transaction};
use crate::cases::CaseId;
use crate::code_lists::LanguageTag;
use crate::db::Database;
use crate::documents::drawing::drawn;
use crate::documents::paper::Paper;
use crate::error::{Checks, Result};
use crate::http::{Document, Query};
use crate::organisations::OrganisationId;
use crate::programmes::ProgrammeId;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PaperQuery {
    /// The language beside the Italian, as a tag of BCP 47; without it the person's, and for a programme English.
    /// Where its text was not reviewed it is English, and the paper says that it is explained aloud.
    #[param(max_length = 35)]
    lang: Option<String>,
}

impl PaperQuery {
    fn language(self) -> Result<Option<LanguageTag>> {
        let mut checks = Checks::default();
        let tag = self.lang.map(|it| LanguageTag::parse(&it));
        let tag = checks.optional(tag, "/lang");
        checks.finish(|| Some(tag))
    }
}

pub async fn agreement(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<PaperQuery>,
) -> Result<Document> {
    let of = move |tx: &mut Transaction, language: Option<&str>| {
        let paper = service::agreement(tx, &case, language)?;
        Ok((paper, tx.actor().organisation_id.clone()))
    };
    answer(database, caller, query, "participation-agreement", of).await
}

pub async fn notice(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<PaperQuery>,
) -> Result<Document> {
    let of = move |tx: &mut Transaction, language: Option<&str>| {
        let paper = service::notice(tx, &case, language)?;
        Ok((paper, tx.actor().organisation_id.clone()))
    };
    answer(database, caller, query, "privacy-notice", of).await
}

pub async fn notice_of_programme(
    database: Data<Database>,
    caller: Caller,
    programme: Path<ProgrammeId>,
    query: Query<PaperQuery>,
) -> Result<Document> {
    let of = move |tx: &mut Transaction, language: Option<&str>| {
        service::notice_of_programme(tx, &programme, language)
    };
    answer(database, caller, query, "privacy-notice", of).await
}

/// A paper in the look of its organisation, with today's date.
async fn answer<P: Paper + Send + 'static>(
    database: Data<Database>,
    caller: Caller,
    query: Query<PaperQuery>,
    name: &str,
    of: impl FnOnce(&mut Transaction, Option<&str>) -> Result<(P, OrganisationId)> + Send + 'static,
) -> Result<Document> {
    let language = query.0.language()?;
    let read = move |tx: &mut Transaction| {
        let language = language.as_ref().map(LanguageTag::as_str);
        Ok((of(tx, language)?, tx.today()))
    };
    let ((paper, organisation), today) = database.read(caller, read).await?;
    drawn(paper, organisation, name, today).await
}
