//! The answer to a public check: JSON for programs, a page for people.

use std::sync::LazyLock;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, HeaderName, RETRY_AFTER, VARY,
};
use actix_web::{HttpRequest, HttpResponse, Responder};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{CertificateStatus, PublicCertificate};
use crate::access::Resource;
use crate::clock::day_in_italy;
use crate::error::{Error, Result};
use crate::fixed_texts::{TextLanguage, day, say};
use crate::http::describe::{DescribeAnswer, Description};

const PAGE: &str = include_str!("check.html");
const COMPARISON: &str = include_str!("check_file.html");
const STYLE: &str = include_str!("check.css");
const SCRIPT: &str = include_str!("check.js");

/// The page may show its own style, run its own script, and nothing else: no request leaves it.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| BASE64.encode(digest(&SHA256, text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

/// What a certificate's code tells.
#[derive(Serialize, ToSchema)]
pub struct PublicCheckBody {
    status: CertificateStatus,
    number: String,
    issued_on: NaiveDate,
    /// The organisation that issued it.
    issuer: String,
    /// Hexadecimal SHA-256 of the file as it was issued.
    file_sha256: String,
    /// How long that file is: one that was signed by somebody outside begins with it.
    file_size: i32,
    /// The file as it came back signed, if it did.
    signed: Option<SignedFileBody>,
}

/// A signed file that the register has. Whether its signature is one to be trusted was not checked against
/// any list: that, programs that show PDFs tell. Its picture may lie over the page: what counts is what the
/// issued file says, with which this one begins.
#[derive(Serialize, ToSchema)]
pub struct SignedFileBody {
    /// Hexadecimal SHA-256.
    file_sha256: String,
    file_size: i32,
}

/// Seconds after which a service that is busy may be asked again.
const SOON: u32 = 2;

/// What is told of a code.
enum Told {
    Found(PublicCheckBody),
    Unknown,
    /// Too many ask, or the service is busy: nothing yet, to be asked for again after so many seconds.
    Later(StatusCode, u32),
}

/// An unknown code is 404, and for people the same page, which also says what cannot be told yet (429, 503).
pub struct CheckAnswer {
    told: Told,
    page_in: Option<TextLanguage>,
}

impl CheckAnswer {
    /// `language` is what the reader chose on the page.
    pub fn new(
        request: &HttpRequest,
        language: Option<&str>,
        found: Result<Option<PublicCertificate>>,
    ) -> Result<Self> {
        let header = |name: HeaderName| {
            let value = request.headers().get(name);
            value.and_then(|it| it.to_str().ok()).unwrap_or_default()
        };
        let language = language
            .and_then(TextLanguage::of)
            .unwrap_or_else(|| TextLanguage::accepted(header(ACCEPT_LANGUAGE)));
        let page_in = header(ACCEPT).contains("text/html").then_some(language);
        let show = |certificate: PublicCertificate| PublicCheckBody {
            status: certificate.status,
            number: certificate.number,
            issued_on: day_in_italy(certificate.issued_at),
            issuer: certificate.issuer,
            file_sha256: certificate.file_hash,
            file_size: certificate.file_size,
            signed: certificate
                .signed_file_hash
                .zip(certificate.signed_file_size)
                .map(|(file_sha256, file_size)| SignedFileBody {
                    file_sha256,
                    file_size,
                }),
        };
        let told = match found {
            Ok(Some(certificate)) => Told::Found(show(certificate)),
            Ok(None) if page_in.is_some() => Told::Unknown,
            Ok(None) => return Err(Error::NotFound(Resource::PublicCheck)),
            Err(error) => {
                let wait = match &error {
                    Error::TooManyRequests { wait } => Some(*wait),
                    Error::Unavailable(_) => Some(SOON),
                    _ => None,
                };
                let (Some(wait), Some(_)) = (wait, page_in) else {
                    return Err(error);
                };
                Told::Later(error.status(), wait)
            }
        };
        Ok(Self { told, page_in })
    }

    fn found(&self) -> Option<&PublicCheckBody> {
        match &self.told {
            Told::Found(found) => Some(found),
            Told::Unknown | Told::Later(..) => None,
        }
    }
}

impl Responder for CheckAnswer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(match self.told {
            Told::Found(_) => StatusCode::OK,
            Told::Unknown => StatusCode::NOT_FOUND,
            Told::Later(status, _) => status,
        });
        answer.insert_header((VARY, "Accept, Accept-Language"));
        if let Told::Later(_, wait) = self.told {
            answer.insert_header((RETRY_AFTER, wait.to_string()));
        }
        match self.page_in {
            Some(language) => answer
                .content_type("text/html; charset=utf-8")
                .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
                .insert_header(("x-robots-tag", "noindex"))
                .insert_header(("content-language", language.tag()))
                .body(page(&self.told, language)),
            None => answer.json(self.found()),
        }
    }
}

impl DescribeAnswer for CheckAnswer {
    fn describe(description: &mut Description) {
        let schema = description.schema::<PublicCheckBody>();
        let content = json!({
            "application/json": { "schema": schema },
            "text/html": { "schema": { "type": "string" } },
        });
        let meaning = "Whether the certificate stands; nothing of the person.";
        description.answers("200", meaning, &[], content);
    }
}

fn page(told: &Told, language: TextLanguage) -> String {
    let say = |key: &str| escape(&say(language, key));
    let help = |key: &str| format!("<p>{}</p>", say(key));
    let (class, mark, verdict) = match told {
        Told::Found(found) => {
            let (class, mark) = match found.status {
                CertificateStatus::Valid => ("valid", "✓"),
                CertificateStatus::Revoked | CertificateStatus::Replaced => ("ended", "✕"),
            };
            (class, mark, say(verdict_of(found.status)))
        }
        Told::Unknown => ("unknown", "?", say("check-unknown")),
        Told::Later(..) => ("later", "!", say("check-later")),
    };
    let (facts, compare) = match told {
        Told::Found(found) => (facts(found, language), comparison(found, language)),
        Told::Unknown => (help("check-unknown-help"), String::new()),
        Told::Later(..) => (help("check-later-help"), String::new()),
    };
    // What comes from outside is put in last, so that nothing in it is taken for a place of the page.
    PAGE.replace("{language}", language.tag())
        .replace("{direction}", language.direction())
        .replace("{style}", STYLE)
        .replace("{languages}", &say("check-languages"))
        .replace("{links}", &links(language))
        .replace("{title}", &say("check-title"))
        .replace("{class}", class)
        .replace("{mark}", mark)
        .replace("{verdict}", &verdict)
        .replace("{note}", &say("check-note"))
        .replace("{compare}", &compare)
        .replace("{facts}", &facts)
}

fn verdict_of(status: CertificateStatus) -> &'static str {
    match status {
        CertificateStatus::Valid => "check-valid",
        CertificateStatus::Revoked => "check-revoked",
        CertificateStatus::Replaced => "check-replaced",
    }
}

fn facts(found: &PublicCheckBody, language: TextLanguage) -> String {
    let fact = |key: &str, value: &str| {
        let (name, value) = (escape(&say(language, key)), escape(value));
        format!("<dt>{name}</dt><dd><bdi>{value}</bdi></dd>")
    };
    let facts = [
        fact("check-number", &found.number),
        fact("check-issued", &day(language, found.issued_on)),
        fact("check-issuer", &found.issuer),
    ];
    format!("<dl>{}</dl>", facts.concat())
}

/// The same page in each language, each named in its own.
fn links(current: TextLanguage) -> String {
    let link = |language: TextLanguage| {
        let mark = if language == current {
            " aria-current=\"true\""
        } else {
            ""
        };
        let (tag, name) = (language.tag(), say(language, "language-name"));
        let direction = language.direction();
        format!(
            "<li><a href=\"?lang={tag}\" lang=\"{tag}\" dir=\"{direction}\" hreflang=\"{tag}\"{mark}>{name}</a></li>"
        )
    };
    TextLanguage::ALL.into_iter().map(link).collect()
}

/// Where a file is compared with the one that was issued; shown where its script runs. That a file is genuine
/// is never told without that its certificate ended.
fn comparison(found: &PublicCheckBody, language: TextLanguage) -> String {
    let signed = found.signed.as_ref();
    let signed_sha256 = signed.map_or("", |it| &it.file_sha256);
    let signed_size = signed.map_or_else(String::new, |it| it.file_size.to_string());
    let ended = match found.status {
        CertificateStatus::Valid => String::new(),
        ended => {
            let verdict = escape(&say(language, verdict_of(ended)));
            format!(" data-ended=\"{verdict}\"")
        }
    };
    let mut html = COMPARISON
        .replace("{script}", SCRIPT)
        .replace("{sha256}", &escape(&found.file_sha256))
        .replace("{size}", &found.file_size.to_string())
        .replace("{signed_sha256}", &escape(signed_sha256))
        .replace("{signed_size}", &signed_size)
        .replace("{ended}", &ended);
    for (place, key) in [
        ("{compare}", "check-compare"),
        ("{help}", "check-compare-help"),
        ("{choose}", "check-choose"),
        ("{same}", "check-same"),
        ("{signed}", "check-signed"),
        ("{begins}", "check-begins"),
        ("{added}", "check-added"),
        ("{other}", "check-other"),
        ("{reading}", "check-reading"),
        ("{failed}", "check-failed"),
    ] {
        html = html.replace(place, &escape(&say(language, key)));
    }
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
