//! Papers of invented people, to look at templates and to try the looks of organisations.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::forms::europass;
use super::papers::Tongues;
use super::papers::answers::AnswersPaper;
use super::papers::cover::{CoverFile, CoverPaper, CoverPart, cv_name};
use super::papers::cv::CvPaper;
use super::papers::profile::ProfilePaper;
use super::papers::skills::SkillsTable;
use super::portable::{
    FORMAT, PortableAppraisal, PortableExpectations, PortableIssuer, PortablePerson,
    PortableProfile, PortableSkills, STATEMENT,
};
use super::{ExportPurpose, PortfolioPart};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::documents::content::Bilingual;
use crate::documents::samples::{Sample, SamplePerson};
use crate::fixed_texts::TextLanguage;
use crate::organisations::OrganisationId;
use crate::questionnaires::answers::Answers;
use crate::questionnaires::{
    Moment, QuestionnaireResponse, QuestionnaireResponseId, ResponseStatus, ResponseView,
    definitions, scores,
};

/// The sections of a profile, as they stand in a file.
#[derive(Deserialize)]
struct Sections {
    personal_information: PortablePerson,
    expectations: PortableExpectations,
    skills: PortableSkills,
    appraisal: PortableAppraisal,
}

/// One of each paper by name, in Italian and another language: of a profile that has everything, and of one that
/// was begun, in which whatever may be missing is missing.
pub fn all_in(language: TextLanguage) -> Vec<(&'static str, Sample)> {
    let tongues = beside(language);
    let mut samples = of_whole(&whole(), tongues);
    let italian = Tongues::alone(TextLanguage::Italian);
    samples.push(("cv_in_italian", cv(&whole(), italian)));
    samples.extend(of_begun(tongues));
    samples
}

/// Those of a profile that has everything, about somebody, in their language.
pub fn about(person: &SamplePerson) -> Vec<(&'static str, Sample)> {
    let mut profile = whole();
    let (given, family) = person.name.split_once(' ').unwrap_or((&person.name, ""));
    let named = &mut profile.personal_information;
    named.given_name = given.to_owned();
    named.family_name = family.to_owned();
    named.name_original_script = person.name_original_script.clone();
    of_whole(&profile, beside(person.language()))
}

fn beside(language: TextLanguage) -> Tongues {
    Tongues {
        first: TextLanguage::Italian,
        second: language,
    }
}

fn of_whole(profile: &PortableProfile, tongues: Tongues) -> Vec<(&'static str, Sample)> {
    let parts = [PortfolioPart::Public, PortfolioPart::Private];
    let parts = parts.map(|part| listed(part, tongues));
    let cover = CoverPaper::new(profile, tongues, parts.to_vec());
    let answers = AnswersPaper::new(profile, &responses(), tongues).expect("there are answers");
    vec![
        (
            "profile",
            Sample::paper(&ProfilePaper::new(profile, tongues)),
        ),
        ("cv", cv(profile, Tongues::alone(tongues.second))),
        (
            "skills_table",
            Sample::paper(&SkillsTable::new(profile, tongues)),
        ),
        ("answers", Sample::paper(&answers)),
        ("portfolio", Sample::paper(&cover)),
    ]
}

/// The cover goes to somebody else, with the public part alone.
fn of_begun(tongues: Tongues) -> Vec<(&'static str, Sample)> {
    let profile = profile(include_str!("samples/profile_begun.json"));
    let shown = PortableProfile {
        purpose: ExportPurpose::ForOtherService,
        recipient: Some("Centro per l'impiego di Esempio".to_owned()),
        ..profile.clone()
    };
    let nothing = CoverPart {
        part: PortfolioPart::Public,
        files: Vec::new(),
    };
    let cover = CoverPaper::new(&shown, tongues, vec![nothing]);
    let told = [response("satisfaction", Answers::new(), true)];
    let answers = AnswersPaper::new(&profile, &told, tongues).expect("that there are some");
    vec![
        (
            "profile_begun",
            Sample::paper(&ProfilePaper::new(&profile, tongues)),
        ),
        ("cv_begun", cv(&profile, Tongues::alone(tongues.second))),
        (
            "skills_table_begun",
            Sample::paper(&SkillsTable::new(&profile, tongues)),
        ),
        ("answers_begun", Sample::paper(&answers)),
        ("portfolio_begun", Sample::paper(&cover)),
    ]
}

fn cv(profile: &PortableProfile, alone: Tongues) -> Sample {
    let europass = europass::write(profile, &alone.first_tag()).expect("a sample is XML");
    Sample::paper(&CvPaper::new(profile, alone, europass))
}

/// What lies in a part of a portfolio of somebody who went the whole path.
fn listed(part: PortfolioPart, tongues: Tongues) -> CoverPart {
    let file = |name: Bilingual, file: String| CoverFile {
        name,
        path: format!("{part}/{file}"),
    };
    let paper = |key: &str, name: &str| file(tongues.fixed(key), name.to_owned());
    let document = |kind: &str| {
        let name = format!("{}-1.pdf", kind.replace('_', "-"));
        file(tongues.label("portfolio", kind), name)
    };
    let files = match part {
        PortfolioPart::Public => {
            let cvs = tongues.each().map(|alone| {
                let name = format!("cv-{}.pdf", alone.first.tag());
                file(cv_name(alone.first, tongues), name)
            });
            let others = [
                paper("doc-skills-table", "competences.pdf"),
                document("participation_certificate"),
                document("synthesis"),
            ];
            cvs.into_iter().chain(others).collect()
        }
        PortfolioPart::Private => vec![
            paper("doc-profile", "profile.pdf"),
            paper("portfolio-profile-as-file", "profile.json"),
            paper("doc-answers", "answers.pdf"),
            document("assessment_report"),
            document("transparency_document"),
        ],
    };
    CoverPart { part, files }
}

fn whole() -> PortableProfile {
    profile(include_str!("samples/profile.json"))
}

fn profile(text: &str) -> PortableProfile {
    let sections: Sections = sample(text);
    PortableProfile {
        format: FORMAT,
        id: sample("\"01a2069b-e8fe-768c-8504-140d6d220d10\""),
        made_at: made_at(),
        purpose: ExportPurpose::HandedToPerson,
        recipient: None,
        statement: STATEMENT,
        issuer: PortableIssuer {
            id: OrganisationId::nil(),
            name: "Job Centre Esempio".to_owned(),
            municipality: "Genova".to_owned(),
        },
        case_code: "2026-000042".to_owned(),
        personal_information: sections.personal_information,
        expectations: sections.expectations,
        skills: sections.skills,
        appraisal: sections.appraisal,
    }
}

/// The newest first, as they are read; what was answered in private is shown to nobody.
fn responses() -> Vec<ResponseView> {
    let answers: BTreeMap<String, Answers> = sample(include_str!("samples/answers.json"));
    let private = response("satisfaction", Answers::new(), true);
    let shown = answers.into_iter().rev();
    let shown = shown.map(|(questionnaire, answers)| response(&questionnaire, answers, false));
    std::iter::once(private).chain(shown).collect()
}

/// A response that was completed, to the newest version of a questionnaire.
pub(super) fn response(questionnaire: &str, answers: Answers, private: bool) -> ResponseView {
    let definition = definitions::newest(questionnaire).expect("samples answer what is asked");
    let at = made_at().naive_utc();
    let moment = definition.moments.first().copied();
    let moment = moment.unwrap_or(Moment::Once);
    let response = QuestionnaireResponse {
        id: QuestionnaireResponseId::nil(),
        case_id: CaseId::nil(),
        organisation_id: OrganisationId::nil(),
        questionnaire: questionnaire.to_owned(),
        definition_version: definition.version,
        moment,
        private,
        answers_shown: false,
        status: ResponseStatus::Completed,
        answered: 1,
        sealed_answers: String::new(),
        started_by: UserId::nil(),
        started_at: at,
        completed_at: Some(at),
        updated_at: at,
        version: 1,
    };
    ResponseView {
        definition: Some(definition),
        link_expires_at: None,
        scores: Some(scores::scores(definition, &answers)),
        answers: Some(answers).filter(|_| response.shows_answers()),
        unreadable: None,
        response,
    }
}

fn made_at() -> DateTime<Utc> {
    sample("\"2026-06-01T09:30:00Z\"")
}

fn sample<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the samples are tested")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    /// The names of all members, and of those that say something.
    fn members(value: &Value, all: &mut BTreeSet<String>, filled: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for (name, member) in object {
                    all.insert(name.clone());
                    let says = match member {
                        Value::Null => false,
                        Value::Bool(said) => *said,
                        Value::String(said) => !said.is_empty(),
                        Value::Array(items) => !items.is_empty(),
                        Value::Number(_) | Value::Object(_) => true,
                    };
                    if says {
                        filled.insert(name.clone());
                    }
                    members(member, all, filled);
                }
            }
            Value::Array(items) => items.iter().for_each(|it| members(it, all, filled)),
            _ => {}
        }
    }

    #[test]
    fn all_that_a_paper_can_say_is_said_in_some_sample_and_left_out_in_another() {
        let samples = all_in(TextLanguage::French);
        assert_eq!(samples.len(), 11);
        let (mut all, mut filled) = (BTreeSet::new(), BTreeSet::new());
        for (name, sample) in &samples {
            let Sample::Paper(paper) = sample else {
                panic!("{name} is a paper");
            };
            members(&paper.content, &mut all, &mut filled);
        }
        assert_eq!(all, filled);
        let begun = samples.iter().find(|(name, _)| *name == "profile_begun");
        let Some((_, Sample::Paper(begun))) = begun else {
            panic!("there is one");
        };
        for part in [
            "competences",
            "evidence",
            "training",
            "licences",
            "next_steps",
        ] {
            assert_eq!(begun.content[part], Value::Array(Vec::new()), "{part}");
        }
    }
}
