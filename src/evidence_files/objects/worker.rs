//! The worker that removes objects whose time has come. Any number of them may run, in any number of instances.

use std::time::Duration;

use super::{Bucket, Fault, FileStore, service};
use crate::access::Caller;
use crate::app::Service;
use crate::db::Database;
use crate::error::Result;

const PAUSE: Duration = Duration::from_secs(60);

/// Makes sure that the bucket can be used, and starts the worker of a service, inside its runtime. A bucket
/// that is not there, or that refuses the key, is an error, one plain sentence; one that cannot be reached
/// at the moment is not: all else goes on without it.
pub async fn start(service: &Service) -> std::result::Result<(), String> {
    let Some(bucket) = service.files.bucket() else {
        return Ok(());
    };
    ensure_usable(bucket).await?;
    let (database, files) = (service.database.clone(), service.files.clone());
    actix_web::rt::spawn(async move {
        loop {
            if let Err(error) = remove_due(&database, &files).await {
                tracing::warn!(code = error.code(), "not all objects were removed");
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
    Ok(())
}

pub async fn ensure_usable(bucket: &Bucket) -> std::result::Result<(), String> {
    match bucket.try_out().await {
        Ok(()) => Ok(()),
        Err(Fault::Missing) => {
            Err("the bucket of the setting \"evidence_files.bucket\" is not there".to_owned())
        }
        Err(Fault::Refused) => {
            Err("the bucket of the settings \"evidence_files\" refuses the key".to_owned())
        }
        Err(Fault::Unanswered) => {
            tracing::warn!("the bucket for files of evidence does not answer");
            Ok(())
        }
    }
}

/// One round: removes what is due, as far as the store does it; what it refuses stays on the list. Gives how
/// many were removed, where all were.
pub async fn remove_due(database: &Database, files: &FileStore) -> Result<usize> {
    let Some(bucket) = files.bucket() else {
        return Ok(0);
    };
    if !bucket.is_reached() {
        bucket.try_out().await?;
    }
    let (due, waiting) = database
        .read(Caller::worker("look_for_objects"), service::due)
        .await?;
    database.metrics().objects_to_remove(waiting);
    let (mut removed, mut fault) = (Vec::new(), None);
    for name in due {
        match bucket.delete(&name).await {
            Ok(()) => removed.push(name),
            // One object may be locked, and the next one not.
            Err(Fault::Refused) => fault = Some(Fault::Refused),
            Err(it) => {
                fault = Some(it);
                break;
            }
        }
    }
    let count = removed.len();
    if count > 0 {
        database
            .write(Caller::worker("remove_objects"), move |tx| {
                service::forget(tx, &removed)
            })
            .await?;
    }
    fault.map_or(Ok(count), |fault| Err(fault.into()))
}
