use actix_web::web::{Data, Path};

use super::service;
use crate::access::Caller;
use crate::db::Database;
use crate::documents::DocumentId;
use crate::documents::routes::DocumentBody;
use crate::error::Result;
use crate::http::Versioned;
use crate::http::file::{Download, FileKind, Upload};

/// A document as it came back signed.
#[derive(Clone, Copy)]
pub struct SignedPdf;

impl FileKind for SignedPdf {
    const KINDS: &'static [Self] = &[Self];
    /// The issued file, a picture of a signature and a chain of certificates.
    const MOST: usize = 5 * 1024 * 1024;

    fn media_type(self) -> &'static str {
        "application/pdf"
    }
}

pub async fn add(
    database: Data<Database>,
    caller: Caller,
    id: Path<DocumentId>,
    upload: Upload<SignedPdf>,
) -> Result<Versioned<DocumentBody>> {
    let asked = id.clone();
    let issued = database
        .lookup(caller.clone(), move |tx| service::issued_file(tx, &asked))
        .await?;
    // The file is in memory until it is kept.
    let (signed, _turn) = upload
        .received(move |bytes| service::look_through(bytes, &issued))
        .await?;
    let document = database
        .write(caller, move |tx| service::keep(tx, &id, &signed))
        .await?;
    Ok(Versioned(document.version, document.into()))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<DocumentId>,
) -> Result<Download<SignedPdf>> {
    let (document, bytes) = database
        .read(caller, move |tx| service::file(tx, &id))
        .await?;
    let name = format!("{}-{}-signed.pdf", document.kind, document.edition);
    Ok(Download::new(SignedPdf, name, bytes))
}
