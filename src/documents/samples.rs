//! Documents about invented people, to look at templates and to test them.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::{AgreementContent, Document, NoticeContent, RegisterContent};
use crate::fixed_texts::TextLanguage;

const SAMPLES: [(&str, &str); 5] = [
    (
        "participation_certificate",
        include_str!("samples/participation_certificate.json"),
    ),
    (
        "assessment_report",
        include_str!("samples/assessment_report.json"),
    ),
    ("synthesis", include_str!("samples/synthesis.json")),
    (
        "transparency_document",
        include_str!("samples/transparency_document.json"),
    ),
    (
        "referral_letter",
        include_str!("samples/referral_letter.json"),
    ),
];

/// One of each kind, by name, with a language beside the Italian; the words of codes are as they were.
pub fn in_language(language: TextLanguage) -> Vec<(&'static str, Document)> {
    let mut samples: Vec<(&str, Document)> = SAMPLES
        .into_iter()
        .map(|(name, text)| (name, sample(text)))
        .collect();
    if let Document::Certificate(content) = &samples[0].1 {
        let statement = Document::AttendanceStatement(content.clone());
        samples.push(("attendance_statement", statement));
    }
    for (_, sample) in &mut samples {
        sample.put_beside(language);
    }
    samples
}

/// What the service prints, or draws on demand, about somebody invented.
pub enum Sample {
    Document(Box<Document>),
    Agreement(AgreementContent),
    Notice(NoticeContent),
    Register(RegisterContent),
}

/// All that there are samples of, by name, with a language beside the Italian; registers have English.
pub fn all_in(language: TextLanguage) -> Vec<(&'static str, Sample)> {
    let documents = in_language(language).into_iter();
    let mut samples: Vec<_> = documents
        .map(|(name, document)| (name, Sample::Document(Box::new(document))))
        .collect();
    let (agreement, notice) = explained_in(language);
    samples.push(("participation_agreement", Sample::Agreement(agreement)));
    samples.push(("privacy_notice", Sample::Notice(notice)));
    let registers = registers().into_iter();
    samples.extend(registers.map(|(name, register)| (name, Sample::Register(register))));
    samples
}

/// The papers that are explained, for invented people.
pub fn explained_in(language: TextLanguage) -> (AgreementContent, NoticeContent) {
    let mut agreement: AgreementContent =
        sample(include_str!("samples/participation_agreement.json"));
    let mut notice: NoticeContent = sample(include_str!("samples/privacy_notice.json"));
    agreement.second_language = language;
    notice.second_language = language;
    (agreement, notice)
}

/// The attendance registers of a group and of a person, by name.
pub fn registers() -> [(&'static str, RegisterContent); 2] {
    [
        (
            "group_register",
            sample(include_str!("samples/group_register.json")),
        ),
        (
            "individual_register",
            sample(include_str!("samples/individual_register.json")),
        ),
    ]
}

fn sample<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the samples are tested")
}

/// Somebody invented.
#[derive(Clone, Debug, Deserialize)]
pub struct SamplePerson {
    pub name: String,
    pub name_original_script: Option<String>,
    /// BCP 47; one that not all texts are in has English beside the Italian.
    language: String,
}

/// Ten people, whose names are in eight scripts.
pub fn people() -> Vec<SamplePerson> {
    sample(include_str!("samples/people.json"))
}

impl SamplePerson {
    pub fn language(&self) -> TextLanguage {
        TextLanguage::of(&self.language).unwrap_or(TextLanguage::English)
    }

    /// All that bears a name, about this person, in their language.
    pub fn samples(&self) -> Vec<(&'static str, Sample)> {
        let of = |sample| match sample {
            Sample::Document(document) => Some(Sample::Document(self.put_into(&document))),
            Sample::Agreement(paper) => Some(Sample::Agreement(self.put_into(&paper))),
            Sample::Notice(paper) => Some(Sample::Notice(self.put_into(&paper))),
            Sample::Register(_) => None,
        };
        let samples = all_in(self.language()).into_iter();
        samples
            .filter_map(|(name, sample)| Some((name, of(sample)?)))
            .collect()
    }

    fn put_into<T: Serialize + DeserializeOwned>(&self, content: &T) -> T {
        let mut content = serde_json::to_value(content).expect("a content is JSON");
        content["holder"]["name"] = Value::from(self.name.as_str());
        content["holder"]["name_original_script"] =
            Value::from(self.name_original_script.as_deref());
        serde_json::from_value(content).expect("every content has a holder")
    }
}
