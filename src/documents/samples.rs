//! Documents about an invented person, to look at templates and to test them.

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
