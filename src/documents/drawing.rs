//! Where papers are drawn: on threads of their own, few at a time, for a long one takes a processor for a while.

use std::time::Duration;

use actix_web::web;
use chrono::{NaiveDate, NaiveTime};
use tokio::sync::Semaphore;

use super::content::content_hash;
use super::paper::Paper;
use super::press;
use crate::error::{Error, Result};
use crate::http::Document;
use crate::organisations::OrganisationId;

static TURNS: Semaphore = Semaphore::const_new(2);

/// How long one waits for its turn.
const WAIT: Duration = Duration::from_secs(3);

/// A paper as a file that is kept nowhere, in the look of an organisation. The same content on the same day gives the same bytes.
pub async fn drawn(
    paper: impl Paper + Send + 'static,
    organisation: OrganisationId,
    name: &str,
    on: NaiveDate,
) -> Result<Document> {
    let turn = tokio::time::timeout(WAIT, TURNS.acquire())
        .await
        .map_err(|_elapsed| Error::Unavailable("too_busy"))?
        .map_err(Error::internal)?;
    let work = move || {
        // The turn goes with the work, which goes on when the client does not wait for it.
        let _turn = turn;
        press::draw(
            &paper,
            Some(&organisation),
            &content_hash(&paper),
            on.and_time(NaiveTime::MIN).and_utc(),
        )
    };
    Ok(Document {
        media_type: "application/pdf",
        name: format!("{name}.pdf"),
        bytes: web::block(work).await.map_err(Error::internal)??,
    })
}
