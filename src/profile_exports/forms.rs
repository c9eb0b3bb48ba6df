//! The forms that a profile leaves in: each is a pure function of the profile.

mod bundle;
pub mod csv;
pub mod dossier;
pub mod elm;
pub mod europass;
pub mod portfolio;
pub mod tables;
pub mod transparency;
pub mod xlsx;
pub mod xml;
mod xml_element;

use super::papers::cv::CvPaper;
use super::papers::profile::ProfilePaper;
use super::papers::{Tongues, draw};
use super::portable::{PortableProfile, compose};
use super::words::Words;
use super::{ExportForm, ExportRequest, ExportSources, PortfolioSources};
use crate::code_lists::LanguageTag;
use crate::error::{Error, Result};
use crate::evidence_files::OpenFile;

/// The archive, sheet or document as it is handed over. `files` are for a dossier, `further` for a portfolio.
/// Beside the first language of a paper stands the second that was asked for, or the person's own.
pub fn write(
    sources: ExportSources,
    files: Vec<OpenFile>,
    further: &PortfolioSources,
    request: &ExportRequest,
) -> Result<Vec<u8>> {
    let profile = &compose(sources.clone(), request);
    let own = LanguageTag::parse(&sources.header.preferred_language).ok();
    let tongues = Tongues::two(&request.lang, request.lang2.as_ref().or(own.as_ref()));
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
        ExportForm::ProfilePdf => draw(&ProfilePaper::new(profile, tongues), profile),
        ExportForm::CvPdf => cv(profile, Tongues::one(&request.lang)),
        ExportForm::Portfolio => {
            let shown = compose(sources, &request.as_shown());
            portfolio::write(profile, &shown, further, tongues, &request.parts)
        }
    }
}

/// A CV in the first of the languages.
fn cv(profile: &PortableProfile, tongues: Tongues) -> Result<Vec<u8>> {
    let profile = &profile.clone().to_the_month();
    let europass = europass::write(profile, &tongues.first_tag())?;
    draw(&CvPaper::new(profile, tongues, europass), profile)
}

fn json(document: &impl serde::Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(document).map_err(Error::internal)
}

impl ExportForm {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json | Self::Transparency => "application/json",
            Self::Xml | Self::Europass => "application/xml",
            Self::Csv | Self::Dossier | Self::Portfolio => "application/zip",
            Self::ProfilePdf | Self::CvPdf => "application/pdf",
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
            Self::ProfilePdf => ("profile", "pdf"),
            Self::CvPdf => ("cv", "pdf"),
            Self::Portfolio => ("portfolio", "zip"),
        };
        format!("{kind}-{case_code}.{ending}")
    }
}
