//! Moving the contents of all files to where the settings would put them, one after the other. It may be broken
//! off at any point and begun again, while the service goes on.

use super::service::{self, MovableFile};
use super::{Bucket, Keeping};
use crate::access::Caller;
use crate::db::Database;
use crate::error::Result;
use crate::evidence_files::{Contents, EvidenceFileId};

/// Gives how many files were moved; `told` hears of each. Contents are moved sealed, and opened nowhere.
pub async fn move_all(
    database: &Database,
    bucket: &Bucket,
    to: Keeping,
    mut told: impl FnMut(u64),
) -> Result<u64> {
    let (mut moved, mut last) = (0, EvidenceFileId::nil());
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
        if move_one(database, bucket, file).await? {
            moved += 1;
            told(moved);
        }
    }
}

async fn move_one(database: &Database, bucket: &Bucket, file: MovableFile) -> Result<bool> {
    let contents = match &file.contents {
        Contents::Object(name) => Contents::Here(bucket.get(name).await?),
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
    database
        .write(Caller::worker("move_evidence_file"), move |tx| {
            service::settle_move(tx, &file, &contents)
        })
        .await
}
