use futures_util::future::try_join_all;
use tokio::task::spawn_blocking;

use super::{Bucket, FileStoreSettings, Keeping};
use crate::error::{Error, Result};
use crate::evidence_files::{Contents, KeptFile, OpenFile};
use crate::telemetry::metrics::Exchanges;

/// Where files of evidence are: new ones as the settings say, and those of other days where they were put.
pub struct FileStore {
    bucket: Option<Bucket>,
    keeping: Keeping,
}

impl FileStore {
    /// The error is one plain sentence.
    pub fn new(
        settings: &FileStoreSettings,
        exchanges: Exchanges,
    ) -> std::result::Result<Self, String> {
        let bucket = match settings.bucket.as_str() {
            "" => None,
            _ => Some(Bucket::new(settings, exchanges)?),
        };
        Ok(Self {
            bucket,
            keeping: settings.store,
        })
    }

    pub fn bucket(&self) -> Option<&Bucket> {
        self.bucket.as_ref()
    }

    /// The bucket that new files go to; none where they are kept in the database.
    pub fn bucket_for_new(&self) -> Option<&Bucket> {
        self.bucket().filter(|_| self.keeping == Keeping::S3)
    }

    /// Whether what is not in the database was within reach when it was last asked for.
    pub fn is_reached(&self) -> bool {
        self.bucket().is_none_or(Bucket::is_reached)
    }

    /// Fetches and opens a file, outside of any transaction.
    pub async fn open(&self, kept: KeptFile) -> Result<OpenFile> {
        let KeptFile {
            file,
            contents,
            data_key,
        } = kept;
        let sealed = match contents {
            Contents::Here(sealed) => sealed,
            Contents::Object(name) => {
                let bucket = self.bucket().ok_or_else(|| {
                    tracing::error!("a file is in a bucket, and the settings name none");
                    Error::Unavailable("file_store_unavailable")
                })?;
                bucket.get(&name).await?
            }
        };
        let opened = spawn_blocking(move || {
            let place = file.id.place(&file.organisation_id);
            let bytes = data_key.open_bytes_since(place, &sealed, file.uploaded_at);
            let bytes = bytes.map_err(Error::internal)?.ok_or(Error::Gone)?;
            Ok(OpenFile { file, bytes })
        });
        opened.await.map_err(Error::internal)?
    }

    /// As [`FileStore::open`], in their order.
    pub async fn open_all(&self, kept: Vec<KeptFile>) -> Result<Vec<OpenFile>> {
        try_join_all(kept.into_iter().map(|it| self.open(it))).await
    }
}
