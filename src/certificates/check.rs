//! The answer to a public check: JSON for programs, a page for people.

use std::sync::LazyLock;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, HeaderName, VARY};
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
use crate::error::texts::Language;
use crate::error::{Error, Result};
use crate::http::describe::{DescribeAnswer, Description};

const PAGE: &str = include_str!("check.html");
const STYLE: &str = include_str!("check.css");

/// The page may show its own style and nothing else.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64.encode(digest(&SHA256, STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
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
}

/// An unknown code is 404, for people on the same page.
pub struct CheckAnswer {
    found: Option<PublicCheckBody>,
    page_in: Option<Language>,
}

impl CheckAnswer {
    pub fn new(request: &HttpRequest, found: Option<PublicCertificate>) -> Result<Self> {
        let header = |name: HeaderName| {
            let value = request.headers().get(name);
            value.and_then(|it| it.to_str().ok()).unwrap_or_default()
        };
        let language = Language::accepted(header(ACCEPT_LANGUAGE));
        let page_in = header(ACCEPT).contains("text/html").then_some(language);
        if found.is_none() && page_in.is_none() {
            return Err(Error::NotFound(Resource::PublicCheck));
        }
        let show = |certificate: PublicCertificate| PublicCheckBody {
            status: certificate.status,
            number: certificate.number,
            issued_on: day_in_italy(certificate.issued_at),
            issuer: certificate.issuer,
        };
        Ok(Self {
            found: found.map(show),
            page_in,
        })
    }
}

impl Responder for CheckAnswer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(match self.found {
            Some(_) => StatusCode::OK,
            None => StatusCode::NOT_FOUND,
        });
        answer.insert_header((VARY, "Accept, Accept-Language"));
        match self.page_in {
            Some(language) => answer
                .content_type("text/html; charset=utf-8")
                .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
                .insert_header(("x-robots-tag", "noindex"))
                .insert_header(("content-language", language.as_str()))
                .body(page(self.found.as_ref(), language)),
            None => answer.json(self.found),
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

fn page(found: Option<&PublicCheckBody>, language: Language) -> String {
    let say = |it: &'static str, en: &'static str| match language {
        Language::Italian => it,
        Language::English => en,
    };
    let (class, verdict) = match found.map(|it| it.status) {
        Some(CertificateStatus::Valid) => (
            "valid",
            say("Questo attestato è valido.", "This certificate is valid."),
        ),
        Some(CertificateStatus::Revoked) => (
            "ended",
            say(
                "Questo attestato è stato revocato.",
                "This certificate was revoked.",
            ),
        ),
        Some(CertificateStatus::Replaced) => (
            "ended",
            say(
                "Questo attestato è stato sostituito da un altro.",
                "This certificate was replaced by another.",
            ),
        ),
        None => (
            "unknown",
            say(
                "Nessun attestato ha questo codice.",
                "No certificate has this code.",
            ),
        ),
    };
    let facts = found.map_or_else(String::new, |found| {
        let fact = |name: &str, value: &str| format!("<dt>{name}</dt><dd>{}</dd>", escape(value));
        [
            fact(say("Numero", "Number"), &found.number),
            fact(
                say("Rilasciato il", "Issued on"),
                &found.issued_on.format("%d/%m/%Y").to_string(),
            ),
            fact(say("Rilasciato da", "Issued by"), &found.issuer),
        ]
        .concat()
    });
    PAGE.replace("{language}", language.as_str())
        .replace("{style}", STYLE)
        .replace(
            "{title}",
            say("Verifica di un attestato", "Certificate check"),
        )
        .replace("{class}", class)
        .replace("{verdict}", verdict)
        .replace(
            "{note}",
            say(
                "La verifica non mostra nulla della persona. L'attestato documenta la \
                 partecipazione, non le competenze.",
                "The check shows nothing of the person. The certificate records participation, \
                 not competences.",
            ),
        )
        .replace("{facts}", &facts)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
