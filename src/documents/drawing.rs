//! Where papers are drawn: on threads of their own, few at a time, for a long one takes a processor for a while.

use std::time::Duration;

use actix_web::web;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use tokio::sync::Semaphore;

use super::content::{self, content_hash};
use super::paper::Paper;
use super::{Document as Edition, press};
use crate::error::{Error, Result};
use crate::http::Document;
use crate::organisations::OrganisationId;

static TURNS: Semaphore = Semaphore::const_new(2);

/// How long one waits for its turn.
const WAIT: Duration = Duration::from_secs(3);

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
        bytes: in_turn(draw).await?,
    })
}

/// The pages of an edition that was not approved.
pub(super) async fn drafted(edition: &Edition, content: content::Document) -> Result<Vec<u8>> {
    let (id, organisation) = (edition.id.clone(), edition.organisation_id.clone());
    let at = edition.created_at.and_utc();
    in_turn(move || press::draft(&content, Some(&organisation), id.as_str(), at)).await
}

/// What a document would say today, as a draft. The same content on the same day gives the same bytes.
pub(super) async fn previewed(
    content: content::Document,
    organisation: OrganisationId,
    on: NaiveDate,
) -> Result<Vec<u8>> {
    let (ident, at) = (content.content_hash(), midnight(on));
    in_turn(move || press::draft(&content, Some(&organisation), &ident, at)).await
}

fn midnight(on: NaiveDate) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_utc()
}

async fn in_turn(draw: impl FnOnce() -> Result<Vec<u8>> + Send + 'static) -> Result<Vec<u8>> {
    let turn = tokio::time::timeout(WAIT, TURNS.acquire())
        .await
        .map_err(|_elapsed| Error::Unavailable("too_busy"))?
        .map_err(Error::internal)?;
    let work = move || {
        // The turn goes with the work, which goes on when the client does not wait for it.
        let _turn = turn;
        draw()
    };
    web::block(work).await.map_err(Error::internal)?
}
