//! Documents about invented people, to look at templates and to test them.

mod coded;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::DocumentKind;
use super::content::{
    AgreementContent, AttendanceStatementContent, CertificateContent, Document, NoticeContent,
    RegisterContent,
};
use super::paper::{Attached, Paper};
use crate::fixed_texts::{TextLanguage, say};

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

const AGREEMENT: &str = include_str!("samples/participation_agreement.json");
const NOTICE: &str = include_str!("samples/privacy_notice.json");

/// One of each kind, by name, with a language beside the Italian; a letter has English.
pub fn in_language(language: TextLanguage) -> Vec<(&'static str, Document)> {
    let mut samples: Vec<(&str, Document)> = SAMPLES
        .into_iter()
        .map(|(name, text)| (name, sample(text, language)))
        .collect();
    if let Document::Certificate(content) = &samples[0].1 {
        let statement = Document::AttendanceStatement(stated(content));
        samples.push(("attendance_statement", statement));
    }
    samples
}

/// The one of a kind.
pub fn of_kind(kind: DocumentKind, language: TextLanguage) -> Document {
    let mut samples = in_language(language).into_iter();
    let found = samples.find(|(_, sample)| sample.kind() == kind);
    found.expect("there is one of each kind").1
}

/// What a statement says of the same facts: its number is that of the case with its edition, and nobody can check
/// it in public.
fn stated(certificate: &CertificateContent) -> AttendanceStatementContent {
    AttendanceStatementContent {
        number: format!("{}/1", certificate.number),
        verification_code: None,
        ..certificate.clone()
    }
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

/// The papers that are explained, for invented people, of the edition of the texts that there is.
pub fn explained_in(language: TextLanguage) -> (AgreementContent, NoticeContent) {
    let mut agreement: AgreementContent = sample(AGREEMENT, language);
    let mut notice: NoticeContent = sample(NOTICE, language);
    let version = say(TextLanguage::Italian, "paper-version");
    agreement.text_version.clone_from(&version);
    notice.text_version = version;
    (agreement, notice)
}

/// The attendance registers of a group and of a person, by name.
pub fn registers() -> [(&'static str, RegisterContent); 2] {
    [
        (
            "group_register",
            read(include_str!("samples/group_register.json")),
        ),
        (
            "individual_register",
            read(include_str!("samples/individual_register.json")),
        ),
    ]
}

/// With its codes in words, in the language that is asked for where the content names a second one at all, else in
/// English.
fn sample<T: DeserializeOwned>(text: &str, language: TextLanguage) -> T {
    let mut content: Value = read(text);
    let second = match content.get_mut("second_language") {
        Some(named) => {
            *named = Value::from(language.tag());
            language
        }
        None => TextLanguage::English,
    };
    coded::say_codes(&mut content, second);
    serde_json::from_value(content).expect("the samples are tested")
}

fn read<T: DeserializeOwned>(text: &str) -> T {
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
    read(include_str!("samples/people.json"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code_lists::{self, LanguageTag};
    use crate::questionnaires::definitions;

    fn second_language(sample: &Sample) -> TextLanguage {
        match sample {
            Sample::Document(document) => document.second_language(),
            Sample::Paper(paper) => paper.languages[1],
        }
    }

    fn content(sample: &Sample) -> Value {
        match sample {
            Sample::Document(document) => serde_json::to_value(document).unwrap(),
            Sample::Paper(paper) => paper.content.clone(),
        }
    }

    /// The words beside the Italian that are the same in both.
    fn alike<'a>(english: &'a Value, other: &'a Value, found: &mut Vec<&'a str>) {
        match (english, other) {
            (Value::Object(english), Value::Object(other)) => {
                let second = english.get("second");
                if second == other.get("second") {
                    found.extend(second.and_then(Value::as_str));
                }
                for (name, member) in english {
                    alike(member, &other[name], found);
                }
            }
            (Value::Array(english), Value::Array(other)) => {
                assert_eq!(english.len(), other.len());
                let both = english.iter().zip(other);
                both.for_each(|(english, other)| alike(english, other, found));
            }
            _ => {}
        }
    }

    /// Whether a code list says the same in English and in this language, or a questionnaire has its title in
    /// English for want of one.
    fn are_of(language: TextLanguage, words: &str) -> bool {
        let codes = code_lists::ALL.iter().flat_map(|list| &list.items);
        let mut labels = codes.map(|it| (it.label.get("en"), it.label.get(language.tag())));
        let tag = LanguageTag::parse(language.tag()).unwrap();
        let titles = definitions::all();
        labels.any(|(english, other)| english == other && english.is_some_and(|it| *it == words))
            || titles.iter().any(|it| it.title.label(&tag).text == words)
    }

    #[test]
    fn no_sample_has_english_words_beside_the_italian_for_who_reads_another_language() {
        for language in [
            TextLanguage::French,
            TextLanguage::Spanish,
            TextLanguage::Arabic,
        ] {
            let (english, other) = (all_in(TextLanguage::English), all_in(language));
            let both = english.iter().zip(&other);
            // An office reads letters and registers.
            let theirs: Vec<_> = both
                .filter(|(_, (_, it))| second_language(it) == language)
                .collect();
            assert_eq!(theirs.len(), english.len() - 3);
            for ((name, english), (_, other)) in theirs {
                let (english, other) = (content(english), content(other));
                let mut found = Vec::new();
                alike(&english, &other, &mut found);
                for words in found {
                    assert!(are_of(language, words), "{name} {language:?} {words}");
                }
            }
        }
    }

    #[test]
    fn words_of_a_sample_are_in_the_language_of_the_person() {
        let Document::Report(report) =
            of_kind(DocumentKind::AssessmentReport, TextLanguage::French)
        else {
            panic!("a report");
        };
        let seen = &report.training[0].evidence[0];
        assert_eq!(seen.it, "diploma (documento visto)");
        assert_eq!(seen.second.as_deref(), Some("diplôme (document vu)"));
        let spoken = report.circumstances.languages.unwrap();
        assert_eq!(spoken.it, "italiano, bengalese");
        assert_eq!(spoken.second.as_deref(), Some("italien, bengali"));
    }

    #[test]
    fn a_statement_has_nothing_to_check_in_public() {
        let Document::AttendanceStatement(statement) =
            of_kind(DocumentKind::AttendanceStatement, TextLanguage::Arabic)
        else {
            panic!("a statement");
        };
        assert_eq!(statement.verification_code, None);
        assert_eq!(statement.number, "JCG-2026-000042/1");
    }

    #[test]
    fn papers_that_are_explained_are_of_the_edition_that_is_handed_out() {
        let (agreement, notice) = explained_in(TextLanguage::French);
        let version = say(TextLanguage::English, "paper-version");
        assert_eq!(agreement.text_version, version);
        assert_eq!(notice.text_version, version);
    }
}
