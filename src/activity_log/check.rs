//! Checks the chain of a database, page after page, so that nobody waits for it.

use serde::Deserialize;

use super::chain::Statement;
use super::service;
use super::verify::{Flaw, Verified, Verifier};
use crate::access::Caller;
use crate::db::Database;
use crate::error::Result;
use crate::signing_keys::statements::Reader;

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// The whole chain, or the first thing that is wrong.
    pub chain: std::result::Result<Verified, Flaw>,
    /// The place behind which it begins; what was before it retention has dropped.
    pub begins_behind: i64,
    /// Entries that are not sealed yet, and so not protected.
    pub unsealed: i64,
}

/// A checkpoint as the service prints it.
#[derive(Deserialize)]
struct Printed {
    log_checkpoint: String,
    sequence: i64,
}

/// Checks the chain against its checkpoints, and against those in `copy`: lines as the service prints
/// them. Other lines there are passed over.
pub async fn check(database: &Database, copy: &str) -> Result<Report> {
    let worker = || Caller::worker("verify_log");
    let kept = database.read(worker(), service::kept).await?;
    let reader = Reader::new(&kept.keys, &database.vault())?;
    let read = |statement: &str| reader.read::<Statement>(Statement::KIND, statement);
    let here: Vec<_> = kept
        .checkpoints
        .iter()
        .map(|it| (it.sequence, read(&it.statement)))
        .collect();
    let elsewhere: Vec<_> = copy
        .lines()
        .filter_map(|line| serde_json::from_str::<Printed>(line).ok())
        .map(|it| (it.sequence, read(&it.log_checkpoint)))
        .collect();
    let (chain, begins_behind) = match Verifier::new(&here, &elsewhere, kept.first) {
        Ok(verifier) => {
            let begins_behind = verifier.begins_behind();
            (follow(database, verifier).await?, begins_behind)
        }
        Err(flaw) => (Err(flaw), 0),
    };
    Ok(Report {
        chain,
        begins_behind,
        unsealed: database.read(worker(), service::count_unsealed).await?,
    })
}

async fn follow(
    database: &Database,
    mut verifier: Verifier,
) -> Result<std::result::Result<Verified, Flaw>> {
    let mut after = verifier.begins_behind();
    loop {
        let page = database
            .read(Caller::worker("verify_log"), move |tx| {
                service::places(tx, after)
            })
            .await?;
        let Some((last, _)) = page.last() else {
            return Ok(verifier.end());
        };
        after = last.sequence;
        for (place, logged) in &page {
            if let Err(flaw) = verifier.take(place, logged.as_ref()) {
                return Ok(Err(flaw));
            }
        }
    }
}
