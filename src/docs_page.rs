//! The browsable page of the API at `/docs`. All its assets are in the binary, and its content
//! security policy lets it load nothing else and call nobody but this service.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::web::{Path, ServiceConfig, get, resource};
use utoipa_swagger_ui::{Config, serve};

use crate::access::Resource;
use crate::error::{Error, Result};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/docs").route(get().to(redirect)))
        .service(resource("/docs/{file:.*}").route(get().to(file)));
}

/// The page's own links are relative to `/docs/`.
async fn redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/docs/"))
        .finish()
}

async fn file(file: Path<String>) -> Result<HttpResponse> {
    static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
        let config = Config::new(["/openapi.json"])
            .try_it_out_enabled(true)
            .filter(true)
            .persist_authorization(false);
        Arc::new(config)
    });
    let found =
        serve(&file, Arc::clone(&CONFIG)).map_err(|cause| Error::internal(cause.to_string()))?;
    let found = found.ok_or(Error::NotFound(Resource::Address))?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(found.content_type)
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header(("cache-control", "no-cache"));
    if found.gzpipped {
        answer.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(match found.bytes {
        Cow::Borrowed(bytes) => answer.body(bytes),
        Cow::Owned(bytes) => answer.body(bytes),
    })
}
