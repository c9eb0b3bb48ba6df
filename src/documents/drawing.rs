//! Where papers are drawn: on threads of their own, few at a time.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::content::{self, content_hash};
use super::paper::Paper;
use super::{Document as Edition, press};
use crate::error::Result;
use crate::http::Document;
use crate::http::turns::{Turns, work_in};
use crate::organisations::OrganisationId;

/// A long paper takes a processor for a while, a portfolio with its files memory too.
pub static DRAWINGS: Turns = Turns::new(2, Duration::from_secs(3));

/// A paper as a file that is kept nowhere, in the look of an organisation. The same content on the same day gives
/// the same bytes.
pub async fn drawn(
    paper: impl Paper + Send + 'static,
    organisation: OrganisationId,
    name: &str,
    on: NaiveDate,
) -> Result<Document> {
    let at = midnight(on);
    let draw = move || press::draw(&paper, Some(&organisation), &content_hash(&paper), at);
    Ok(Document {
        media_type: "application/pdf",
        name: format!("{name}.pdf"),
        bytes: work_in(DRAWINGS.take().await?, draw).await?,
    })
}

/// The pages of an edition that was not approved.
pub(super) async fn drafted(edition: &Edition, content: content::Document) -> Result<Vec<u8>> {
    let (id, organisation) = (edition.id.clone(), edition.organisation_id.clone());
    let at = edition.created_at.and_utc();
    let draw = move || press::draft(&content, Some(&organisation), id.as_str(), at);
    work_in(DRAWINGS.take().await?, draw).await
}

/// What a document would say today, as a draft. The same content on the same day gives the same bytes.
pub(super) async fn previewed(
    content: content::Document,
    organisation: OrganisationId,
    on: NaiveDate,
) -> Result<Vec<u8>> {
    let (ident, at) = (content.content_hash(), midnight(on));
    let draw = move || press::draft(&content, Some(&organisation), &ident, at);
    work_in(DRAWINGS.take().await?, draw).await
}

fn midnight(on: NaiveDate) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_utc()
}
