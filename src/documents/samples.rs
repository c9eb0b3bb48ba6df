//! Documents about invented people, to look at templates and to test them.

use serde::Deserialize;
use serde_json::Value;

use super::content::Document;
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
        .map(|(name, text)| {
            (
                name,
                serde_json::from_str(text).expect("the samples are tested"),
            )
        })
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
    serde_json::from_str(include_str!("samples/people.json")).expect("the samples are tested")
}

impl SamplePerson {
    pub fn language(&self) -> TextLanguage {
        TextLanguage::of(&self.language).unwrap_or(TextLanguage::English)
    }

    /// One of each kind about this person, in their language.
    pub fn documents(&self) -> Vec<(&'static str, Document)> {
        let samples = in_language(self.language()).into_iter();
        samples
            .map(|(name, sample)| (name, self.put_into(&sample)))
            .collect()
    }

    fn put_into(&self, sample: &Document) -> Document {
        let mut content = serde_json::to_value(sample).expect("a document is JSON");
        content["holder"]["name"] = Value::from(self.name.as_str());
        content["holder"]["name_original_script"] =
            Value::from(self.name_original_script.as_deref());
        serde_json::from_value(content).expect("every document has a holder")
    }
}
