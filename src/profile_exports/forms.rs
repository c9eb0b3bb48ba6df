//! The forms that a profile leaves in: each is a pure function of the profile.

pub mod csv;
pub mod dossier;
pub mod elm;
pub mod europass;
pub mod tables;
pub mod transparency;
pub mod xlsx;
pub mod xml;
mod xml_element;

use super::portable::PortableProfile;
use super::words::Words;
use super::{ExportForm, ExportRequest};
use crate::error::{Error, Result};
use crate::evidence_files::OpenFile;

/// The archive, sheet or document as it is handed over.
pub fn write(
    profile: &PortableProfile,
    files: Vec<OpenFile>,
    request: &ExportRequest,
) -> Result<Vec<u8>> {
    let words = Words::new(request.lang.clone(), request.lang2.clone());
    let codes = &request.repertory_codes;
    match request.form {
        ExportForm::Json => json(profile),
        ExportForm::Xml => xml::write(profile),
        ExportForm::Csv => csv::write(&tables::of(profile, &words)),
        ExportForm::Xlsx => xlsx::write(&tables::of(profile, &words), profile.made_at),
        ExportForm::Europass => europass::write(profile, words.language()),
        ExportForm::Elm => json(&elm::write(profile)),
        ExportForm::Transparency => json(&transparency::of(profile, codes)),
        ExportForm::Dossier => dossier::write(profile, codes, files),
    }
}

fn json(document: &impl serde::Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(document).map_err(Error::internal)
}

impl ExportForm {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json | Self::Transparency => "application/json",
            Self::Xml | Self::Europass => "application/xml",
            Self::Csv | Self::Dossier => "application/zip",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Elm => "application/ld+json",
        }
    }

    /// The name of the file: what it is and whose case, nothing of the person.
    pub fn file_name(self, case_code: &str) -> String {
        let (kind, ending) = match self {
            Self::Json => ("profile", "json"),
            Self::Xml => ("profile", "xml"),
            Self::Csv => ("profile-tables", "zip"),
            Self::Xlsx => ("profile", "xlsx"),
            Self::Europass => ("europass", "xml"),
            Self::Elm => ("competences", "jsonld"),
            Self::Transparency => ("transparency", "json"),
            Self::Dossier => ("dossier", "zip"),
        };
        format!("{kind}-{case_code}.{ending}")
    }
}
