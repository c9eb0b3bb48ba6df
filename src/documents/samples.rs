//! Documents about invented people, to look at templates and to test them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::content::{AgreementContent, Document, NoticeContent, RegisterContent};
use super::paper::{Attached, Paper};
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
    Paper(SamplePaper),
}

impl Sample {
    pub fn paper(paper: &impl Paper) -> Self {
        Self::Paper(SamplePaper::new(paper))
    }
}

/// A paper of whatever kind.
pub struct SamplePaper {
    pub template: &'static str,
    /// The one that comes first, and the one beside it.
    pub languages: [TextLanguage; 2],
    pub attached: Vec<Attached>,
    pub content: Value,
}

impl SamplePaper {
    fn new<P: Paper>(paper: &P) -> Self {
        Self {
            template: P::TEMPLATE,
            languages: [paper.language(), paper.second_language()],
            attached: paper.attached().to_vec(),
            content: serde_json::to_value(paper).expect("a content is JSON"),
        }
    }
}

/// All documents, and the papers of before and during the path, by name, with a language beside the Italian;
/// registers have English.
pub fn all_in(language: TextLanguage) -> Vec<(&'static str, Sample)> {
    let documents = in_language(language).into_iter();
    let mut samples: Vec<_> = documents
        .map(|(name, document)| (name, Sample::Document(Box::new(document))))
        .collect();
    let (agreement, notice) = explained_in(language);
    samples.push(("participation_agreement", Sample::paper(&agreement)));
    samples.push(("privacy_notice", Sample::paper(&notice)));
    let registers = registers().into_iter();
    samples.extend(registers.map(|(name, register)| (name, Sample::paper(&register))));
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

    /// All of [`all_in`] that bears a name, about this person, in their language.
    pub fn samples(&self) -> Vec<(&'static str, Sample)> {
        let samples = all_in(self.language()).into_iter();
        samples
            .filter_map(|(name, sample)| Some((name, self.put_into(sample)?)))
            .collect()
    }

    /// None of what has no holder.
    fn put_into(&self, sample: Sample) -> Option<Sample> {
        match sample {
            Sample::Document(document) => {
                let mut content = serde_json::to_value(&document).expect("a content is JSON");
                self.name(&mut content)?;
                let document = serde_json::from_value(content).expect("as it was, but for a name");
                Some(Sample::Document(document))
            }
            Sample::Paper(mut paper) => {
                self.name(&mut paper.content)?;
                Some(Sample::Paper(paper))
            }
        }
    }

    fn name(&self, content: &mut Value) -> Option<()> {
        let holder = content.get_mut("holder")?;
        holder["name"] = Value::from(self.name.as_str());
        holder["name_original_script"] = Value::from(self.name_original_script.as_deref());
        Some(())
    }
}
