//! `Idempotency-Key`: a request that is repeated gets its first answer again, and does nothing twice.
//!
//! The key is the client's; the answer is kept in the transaction of the change itself, so that it
//! holds over restarts and over instances. A key used again for another request is refused.

use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::answer::{Keep, Kept};
use super::body;
use crate::access::log::Touched;
use crate::access::{Caller, Transaction};
use crate::accounts::kept_answers;
use crate::db::Database;
use crate::error::{Error, Result};

/// A JSON body that may come with an `Idempotency-Key`.
pub struct Once<T> {
    pub body: T,
    key: Option<Key>,
}

struct Key {
    key: String,
    request_hash: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for Once<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = body::read(request, payload, "application/json");
        let given = request.headers().get("idempotency-key").cloned();
        let address = format!("{} {}", request.method(), request.path());
        Box::pin(async move {
            let key = given
                .map(|value| match value.to_str() {
                    Ok(key) if (1..=128).contains(&key.len()) => Ok(key.to_owned()),
                    _ => Err(Error::Malformed("header_not_valid")),
                })
                .transpose()?;
            let bytes: Bytes = bytes.await?;
            let key = key.map(|key| Key {
                key,
                request_hash: request_hash(&address, &bytes),
            });
            Ok(Self {
                body: body::parse(&bytes)?,
                key,
            })
        })
    }
}

fn request_hash(address: &str, body: &[u8]) -> String {
    let text = [address.as_bytes(), b"\n", body].concat();
    BASE64.encode(digest(&SHA256, &text))
}

impl<T> Once<T> {
    /// Takes the body apart from the key that its work is done under.
    pub fn split(self) -> (T, Once<()>) {
        let Self { body, key } = self;
        (body, Once { body: (), key })
    }
}

impl Once<()> {
    /// Does `work` once, and gives its answer every time.
    pub async fn write<A: Keep>(
        self,
        database: &Database,
        caller: Caller,
        work: impl FnOnce(&mut Transaction) -> Result<A> + Send + 'static,
    ) -> Result<Repeatable<A>> {
        let kept = self.write_kept(database, caller, work).await?;
        Ok(Repeatable {
            kept,
            answer: PhantomData,
        })
    }

    async fn write_kept<A: Keep>(
        self,
        database: &Database,
        caller: Caller,
        work: impl FnOnce(&mut Transaction) -> Result<A> + Send + 'static,
    ) -> Result<Kept> {
        let Some(Key { key, request_hash }) = self.key else {
            return database
                .write(caller, move |tx| work(tx)?.keep().map_err(Error::internal))
                .await;
        };
        let (again, first_key, first_hash) = (caller.clone(), key.clone(), request_hash.clone());
        let first = database
            .write(caller, move |tx| {
                if let Some(answer) = kept_answers::find(tx, &first_key, &first_hash)? {
                    return repeat(tx, &answer);
                }
                // Taken before the work, so that a second request waits here and not in its middle.
                kept_answers::take(tx, &first_key, &first_hash)?;
                let first = First {
                    answer: work(tx)?.keep().map_err(Error::internal)?,
                    touched: tx.touched().to_vec(),
                };
                let text = serde_json::to_string(&first).map_err(Error::internal)?;
                kept_answers::keep(tx, &first_key, &text)?;
                Ok(first.answer)
            })
            .await;
        match first {
            // Another request with this key was faster: its answer is there now.
            Err(Error::Conflict("idempotency_key_taken")) => {
                database
                    .write(again, move |tx| {
                        kept_answers::find(tx, &key, &request_hash)?
                            .ok_or(Error::Conflict("idempotency_key_taken"))
                            .and_then(|answer| repeat(tx, &answer))
                    })
                    .await
            }
            other => other,
        }
    }
}

/// The answer of an operation that can be repeated: an `A`, as it was the first time.
pub struct Repeatable<A> {
    kept: Kept,
    answer: PhantomData<A>,
}

impl<A> Repeatable<A> {
    /// Where the first answer says that its record is.
    pub fn location(&self) -> Option<&str> {
        self.kept.location()
    }
}

impl<A> Responder for Repeatable<A> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.kept.respond_to(request)
    }
}

/// What is kept of the first request: its answer, and what it touched.
#[derive(Serialize, Deserialize)]
struct First {
    #[serde(flatten)]
    answer: Kept,
    #[serde(default)]
    touched: Vec<Touched>,
}

/// The first answer again. Whoever gets it has seen what the first request touched, and no more: the entry
/// says so.
fn repeat(tx: &mut Transaction, kept: &str) -> Result<Kept> {
    let First { answer, touched } = serde_json::from_str(kept).map_err(Error::internal)?;
    tx.touch_again(touched);
    Ok(answer)
}
