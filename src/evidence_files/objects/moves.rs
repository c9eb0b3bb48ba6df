//! Moving the contents of all files to where the settings would put them, one after the other. It may be broken
//! off at any point and begun again, while the service goes on.

use super::service::{self, MovableFile};
use super::{Bucket, Fault, Keeping};
use crate::access::Caller;
use crate::db::Database;
use crate::error::Result;
use crate::evidence_files::{Contents, EvidenceFileId};

/// What came of moving all files.
#[derive(Debug, Default)]
pub struct Moved {
    pub files: u64,
    /// Files that were left as they are, for the bucket has nothing of them.
    pub missing: Vec<EvidenceFileId>,
}

enum Step {
    Moved,
    /// The file was replaced or deleted meanwhile.
    Overtaken,
    Missing,
}

/// Moves every file that is there; `told` hears of each. Contents are moved sealed, and opened nowhere.
pub async fn move_all(
    database: &Database,
    bucket: &Bucket,
    to: Keeping,
    mut told: impl FnMut(u64),
) -> Result<Moved> {
    let (mut moved, mut last) = (Moved::default(), EvidenceFileId::nil());
    loop {
        let after = last.clone();
        let from_bucket = to == Keeping::Database;
        let next = database
            .read(Caller::worker("look_for_files"), move |tx| {
                service::next_in(tx, from_bucket, &after)
            })
            .await?;
        let Some(file) = next else {
            return Ok(moved);
        };
        last = file.id.clone();
        match move_one(database, bucket, file).await? {
            Step::Moved => {
                moved.files += 1;
                told(moved.files);
            }
            Step::Overtaken => {}
            Step::Missing => moved.missing.push(last.clone()),
        }
    }
}

async fn move_one(database: &Database, bucket: &Bucket, file: MovableFile) -> Result<Step> {
    let contents = match &file.contents {
        Contents::Object(name) => match bucket.get(name).await {
            Ok(sealed) => Contents::Here(sealed),
            Err(Fault::Missing) => return Ok(Step::Missing),
            Err(fault) => return Err(fault.into()),
        },
        Contents::Here(sealed) => {
            let organisation = file.organisation_id.clone();
            let name = database
                .prepare(Caller::worker("move_evidence_file"), move |tx| {
                    service::announce_move(tx, &organisation)
                })
                .await?;
            bucket.put(&name, sealed.clone()).await?;
            Contents::Object(name)
        }
    };
    let is_settled = database
        .write(Caller::worker("move_evidence_file"), move |tx| {
            service::settle_move(tx, &file, &contents)
        })
        .await?;
    Ok(match is_settled {
        true => Step::Moved,
        false => Step::Overtaken,
    })
}
