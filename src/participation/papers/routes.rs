use actix_web::web::{Data, Path};
use serde::Deserialize;
use utoipa::IntoParams;

use super::service;
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::LanguageTag;
use crate::db::Database;
use crate::documents::drawing::drawn;
use crate::error::{Checks, Result};
use crate::http::{Document, Query};
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
    let language = query.0.language()?;
    let (paper, own, today) = database
        .read(caller, move |tx| {
            let language = language.as_ref().map(LanguageTag::as_str);
            let paper = service::agreement(tx, &case, language)?;
            Ok((paper, tx.actor().organisation_id.clone(), tx.today()))
        })
        .await?;
    drawn(paper, own, "participation-agreement", today).await
}

pub async fn notice(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<PaperQuery>,
) -> Result<Document> {
    let language = query.0.language()?;
    let (paper, own, today) = database
        .read(caller, move |tx| {
            let language = language.as_ref().map(LanguageTag::as_str);
            let paper = service::notice(tx, &case, language)?;
            Ok((paper, tx.actor().organisation_id.clone(), tx.today()))
        })
        .await?;
    drawn(paper, own, "privacy-notice", today).await
}

pub async fn notice_of_programme(
    database: Data<Database>,
    caller: Caller,
    programme: Path<ProgrammeId>,
    query: Query<PaperQuery>,
) -> Result<Document> {
    let language = query.0.language()?;
    let (paper, own, today) = database
        .read(caller, move |tx| {
            let language = language.as_ref().map(LanguageTag::as_str);
            let (paper, of) = service::notice_of_programme(tx, &programme, language)?;
            Ok((paper, of, tx.today()))
        })
        .await?;
    drawn(paper, own, "privacy-notice", today).await
}
