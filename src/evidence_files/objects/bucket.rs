use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{BackoffConfig, ObjectStoreExt, RetryConfig};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::FileStoreSettings;
use super::connection::Connection;
use crate::error::Error;
use crate::evidence_files::ObjectName;
use crate::http::agent::agent;
use crate::telemetry::metrics::Exchanges;

/// So many exchanges go on at once, each with a file in memory.
const AT_ONCE: usize = 8;

/// A bucket of an S3-compatible store. Each exchange, its turn and its second attempts included, ends in the
/// time that the settings give.
pub struct Bucket {
    store: AmazonS3,
    prefix: Path,
    patience: Duration,
    turns: Semaphore,
    /// Whether the last exchange succeeded; that a file is not there is an answer.
    reached: AtomicBool,
    exchanges: Exchanges,
}

/// Why the store did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such object, or no such bucket.
    Missing,
    /// It does not let this key do it.
    Refused,
    /// It did not answer, or not in time, or with an error of its own.
    Unanswered,
}

impl Fault {
    fn of(error: &object_store::Error) -> Self {
        use object_store::Error as E;
        match error {
            E::NotFound { .. } => Self::Missing,
            E::PermissionDenied { .. } | E::Unauthenticated { .. } => Self::Refused,
            _ => Self::Unanswered,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
        }
    }
}

impl From<Fault> for Error {
    fn from(_: Fault) -> Self {
        Self::Unavailable("file_store_unavailable")
    }
}

impl Bucket {
    /// The error is one plain sentence that names the setting and never its value.
    pub fn new(settings: &FileStoreSettings, exchanges: Exchanges) -> Result<Self, String> {
        settings.check()?;
        let secret = settings.secret()?;
        let patience = Duration::from_millis(settings.patience_milliseconds);
        let address = settings.address();
        let retry = RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(50),
                max_backoff: Duration::from_millis(200),
                base: 2.0,
            },
            max_retries: 2,
            retry_timeout: patience,
        };
        let store = AmazonS3Builder::new()
            .with_http_connector(Connection(agent(patience)))
            .with_retry(retry)
            .with_allow_http(address.starts_with("http://"))
            .with_endpoint(address)
            .with_virtual_hosted_style_request(!settings.path_style)
            .with_region(&settings.region)
            .with_bucket_name(&settings.bucket)
            .with_access_key_id(&settings.key_id)
            .with_secret_access_key(secret.as_str())
            .with_disable_bulk_delete(true)
            .build()
            .map_err(|_cause| "the settings \"evidence_files\" name no bucket".to_owned())?;
        let prefix = Path::parse(&settings.prefix);
        Ok(Self {
            store,
            prefix: prefix.map_err(|cause| cause.to_string())?,
            patience,
            turns: Semaphore::new(AT_ONCE),
            reached: AtomicBool::new(true),
            exchanges,
        })
    }

    /// Whether the last exchange succeeded.
    pub fn is_reached(&self) -> bool {
        self.reached.load(Ordering::Relaxed)
    }

    pub async fn put(&self, name: &ObjectName, sealed: Vec<u8>) -> Result<(), Fault> {
        self.put_at(&self.path(name.as_str()), sealed).await
    }

    pub async fn get(&self, name: &ObjectName) -> Result<Vec<u8>, Fault> {
        let path = self.path(name.as_str());
        let work = async { self.store.get(&path).await?.bytes().await };
        let bytes = self.exchange("get", work).await?;
        Ok(bytes.into())
    }

    /// Removes an object; that there is none is as good, where the bucket itself is there.
    pub async fn delete(&self, name: &ObjectName) -> Result<(), Fault> {
        match self.delete_at(&self.path(name.as_str())).await {
            Err(Fault::Missing) => self.try_out().await,
            ended => ended,
        }
    }

    /// Makes sure that the bucket is there, and that the key may write to it and delete from it.
    pub async fn try_out(&self) -> Result<(), Fault> {
        let path = self.path("trial");
        self.put_at(&path, b"trial".to_vec()).await?;
        match self.delete_at(&path).await {
            // Another instance that tries it out was faster.
            Err(Fault::Missing) => Ok(()),
            ended => ended,
        }
    }

    fn path(&self, name: &str) -> Path {
        self.prefix.clone().join(name)
    }

    async fn put_at(&self, path: &Path, sealed: Vec<u8>) -> Result<(), Fault> {
        let work = self.store.put(path, sealed.into());
        self.exchange("put", work).await.map(|_put| ())
    }

    async fn delete_at(&self, path: &Path) -> Result<(), Fault> {
        self.exchange("delete", self.store.delete(path)).await
    }

    /// The log gets what was asked and what came of it, never an address or what the store said.
    async fn exchange<T>(
        &self,
        kind: &'static str,
        work: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, Fault> {
        let in_turn = async {
            let _turn = self
                .turns
                .acquire()
                .await
                .map_err(|_closed| Fault::Unanswered)?;
            work.await.map_err(|error| Fault::of(&error))
        };
        let ended = timeout(self.patience, in_turn).await;
        let ended = ended.unwrap_or(Err(Fault::Unanswered));
        let fault = ended.as_ref().err().copied();
        self.exchanges
            .count(kind, fault.map_or("done", Fault::as_str));
        let reached = match fault {
            None => true,
            Some(Fault::Missing) => kind == "get",
            Some(Fault::Refused | Fault::Unanswered) => false,
        };
        self.reached.store(reached, Ordering::Relaxed);
        if let Some(fault) = fault {
            tracing::warn!(
                kind,
                fault = fault.as_str(),
                "the bucket did not do what it was asked"
            );
        }
        ended
    }
}
