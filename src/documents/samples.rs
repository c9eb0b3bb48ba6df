//! Documents about an invented person, to look at templates and to test them.

use super::content::{AgreementContent, Document, NoticeContent, RegisterContent};
use crate::fixed_texts::TextLanguage;

const SAMPLES: [(&str, &str); 3] = [
    (
        "participation_certificate",
        include_str!("samples/participation_certificate.json"),
    ),
    (
        "assessment_report",
        include_str!("samples/assessment_report.json"),
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

/// The papers that are explained, for invented people.
pub fn explained_in(language: TextLanguage) -> (AgreementContent, NoticeContent) {
    let agreement = include_str!("samples/participation_agreement.json");
    let notice = include_str!("samples/privacy_notice.json");
    let tested = "the samples are tested";
    let mut agreement: AgreementContent = serde_json::from_str(agreement).expect(tested);
    let mut notice: NoticeContent = serde_json::from_str(notice).expect(tested);
    agreement.second_language = language;
    notice.second_language = language;
    (agreement, notice)
}

/// The attendance registers of a group and of a person, by name.
pub fn registers() -> [(&'static str, RegisterContent); 2] {
    [
        (
            "group_register",
            include_str!("samples/group_register.json"),
        ),
        (
            "individual_register",
            include_str!("samples/individual_register.json"),
        ),
    ]
    .map(|(name, text)| {
        (
            name,
            serde_json::from_str(text).expect("the samples are tested"),
        )
    })
}
