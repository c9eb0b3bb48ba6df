//! Files as bodies and as answers: bytes as they are, of the media types that an operation takes.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use futures_util::StreamExt;

use super::Document;
use super::turns::{Turn, Turns};
use crate::config::Settings;
use crate::error::{Error, Result};

/// The kinds of file that an operation takes or gives.
pub trait FileKind: Copy + 'static {
    const KINDS: &'static [Self];
    /// The bytes of the largest one.
    const MOST: usize;

    fn media_type(self) -> &'static str;
}

/// A body that is a file, with what its sender says it is, before any of it is read. One that says it is too
/// large is refused before it comes, and one of another media type is not waited for.
pub struct Upload<K> {
    pub kind: K,
    payload: Payload,
    patience: Duration,
}

/// So many files are taken into memory at once; the next one waits for its turn.
static TURNS: Turns = Turns::new(8, Duration::from_secs(2));

/// 200 with a file of one of the kinds.
pub struct Download<K> {
    media_type: &'static str,
    name: String,
    bytes: Vec<u8>,
    kind: PhantomData<K>,
}

impl<K: FileKind> Download<K> {
    /// Under an ASCII name without quotes, made by the service.
    pub fn new(kind: K, name: String, bytes: Vec<u8>) -> Self {
        Self {
            media_type: kind.media_type(),
            name,
            bytes,
            kind: PhantomData,
        }
    }
}

impl<K> Responder for Download<K> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Self {
            media_type,
            name,
            bytes,
            kind: _,
        } = self;
        let document = Document {
            media_type,
            name,
            bytes,
        };
        document.respond_to(request)
    }
}

impl<K: FileKind> FromRequest for Upload<K> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let header = |name| request.headers().get(name).and_then(|it| it.to_str().ok());
        let said = header(CONTENT_TYPE).and_then(|it| it.parse::<mime::Mime>().ok());
        let mut kinds = K::KINDS.iter().copied();
        let kind = said.and_then(|said| kinds.find(|it| it.media_type() == said.essence_str()));
        let length = header(CONTENT_LENGTH).and_then(|it| it.parse::<u64>().ok());
        let announced = usize::try_from(length.unwrap_or_default()).unwrap_or(usize::MAX);
        let settings = request.app_data::<Data<Settings>>();
        let patience = settings.map_or(0, |settings| settings.patience.body_milliseconds);
        ready(match kind {
            None => Err(Error::MediaType),
            Some(_) if announced > K::MOST => Err(Error::TooLarge),
            Some(kind) => Ok(Self {
                kind,
                payload: payload.take(),
                patience: Duration::from_millis(patience),
            }),
        })
    }
}

impl<K: FileKind> Upload<K> {
    /// The whole file, for `work` on a thread that may be long at it. Refuses one that is too large as soon
    /// as it is, and one that does not come. The work keeps its turn to its end, though nobody should wait for
    /// it any more; whoever keeps what came of it in memory keeps the turn too.
    pub async fn received<T: Send + 'static>(
        self,
        work: impl FnOnce(Vec<u8>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Turn)> {
        let turn = TURNS.take().await?;
        let whole = collect(self.payload, K::MOST);
        let bytes = tokio::time::timeout(self.patience, whole)
            .await
            .map_err(|_elapsed| Error::SlowBody)??;
        web::block(move || Ok((work(bytes)?, turn)))
            .await
            .map_err(Error::internal)?
    }
}

async fn collect(mut payload: Payload, most: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(part) = payload.next().await {
        let part = part.map_err(|_cause| Error::Malformed("body_broken_off"))?;
        if bytes.len() + part.len() > most {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use actix_web::error::PayloadError;
    use actix_web::test::TestRequest;
    use actix_web::web::Bytes;
    use futures_util::stream::{self, LocalBoxStream};

    use super::*;
    use crate::config::Overrides;

    #[derive(Clone, Copy, Debug)]
    struct Note;

    impl FileKind for Note {
        const KINDS: &'static [Self] = &[Self];
        const MOST: usize = 10;

        fn media_type(self) -> &'static str {
            "text/plain"
        }
    }

    type Part = std::result::Result<Bytes, PayloadError>;

    async fn sent(parts: LocalBoxStream<'static, Part>) -> Result<Vec<u8>> {
        let mut settings = Settings::read(None, &Overrides::default()).expect("the defaults");
        settings.patience.body_milliseconds = 1;
        let request = TestRequest::default()
            .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
            .app_data(Data::new(settings))
            .to_http_request();
        let mut payload = Payload::Stream { payload: parts };
        let upload = Upload::<Note>::from_request(&request, &mut payload).await?;
        upload.received(Ok).await.map(|(bytes, _turn)| bytes)
    }

    fn part(text: &'static str) -> Part {
        Ok(Bytes::from_static(text.as_bytes()))
    }

    #[actix_web::test]
    async fn no_more_is_read_of_a_file_than_it_may_be_large() {
        let whole = sent(Box::pin(stream::iter([part("12345"), part("67890")]))).await;
        assert_eq!(whole.expect("ten bytes"), b"1234567890");
        let endless = stream::repeat_with(|| part("12345"));
        assert!(matches!(
            sent(Box::pin(endless)).await,
            Err(Error::TooLarge)
        ));
    }

    #[actix_web::test]
    async fn a_file_that_does_not_come_is_not_waited_for() {
        let begun = stream::iter([part("12345")]).chain(stream::pending());
        assert!(matches!(sent(Box::pin(begun)).await, Err(Error::SlowBody)));
        let broken = stream::iter([Err(PayloadError::Incomplete(None))]);
        assert!(matches!(
            sent(Box::pin(broken)).await,
            Err(Error::Malformed(_))
        ));
    }
}
