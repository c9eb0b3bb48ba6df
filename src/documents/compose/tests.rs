//! What a case that has too much of everything comes to.

mod greatest;
mod linked;
mod told;

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveDateTime};

use super::report::report;
use super::synthesis::synthesis;
use super::transparency::transparency;
use super::{items, shortened};
use crate::assessments::AssessmentItem;
use crate::cases::{OperatorPart, ResourceOrLimit, ResourceOrLimitKind};
use crate::db::types::Json;
use crate::documents::content::{Document, SessionCount, Signatory, SynthesisContent};
use crate::documents::model::{
    CompetenceRow, EvidenceRow, ExperienceRow, FinalAssessment, GoalRow, Header, LanguageRow,
    NextStepRow, ReportFacts,
};
use crate::profiles::{RepertoryCode, RepertoryScheme};
use crate::sessions::{HeldSession, SessionKind};

pub use told::full_synthesis_with_names;

/// What only the report may say.
const PRIVATE: &str = "ZZPRIVATE";

const SKILL: &str = "http://data.europa.eu/esco/skill/abc";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

fn at(day_of_march: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 3, day_of_march).unwrap();
    day.and_hms_opt(9, 0, 0).unwrap()
}

fn competence_id(number: usize) -> String {
    format!("00000000-0000-7000-8000-{number:012}")
}

/// A text of so many letters.
fn long(words: &str, letters: usize) -> String {
    words.chars().cycle().take(letters).collect()
}

/// The Atlante has the sixth competence, and so has a region.
fn codes(number: usize) -> Vec<RepertoryCode> {
    let code = |scheme, code: &str, label: Option<&str>| RepertoryCode {
        scheme,
        code: code.to_owned(),
        label: label.map(str::to_owned),
    };
    let liguria = RepertoryScheme::LiguriaLaboratorioProfessioni;
    match number {
        5 => vec![
            code(RepertoryScheme::Ada, "ADA.05.03.12", Some("Confezione")),
            code(liguria, "RP-12", None),
        ],
        _ => Vec::new(),
    }
}

/// One line that the person agreed to, and one that stays between them and the operator.
fn resources() -> Vec<ResourceOrLimit> {
    let line = |text: &str, agreed_on| ResourceOrLimit {
        kind: ResourceOrLimitKind::Availability,
        text: text.to_owned(),
        agreed_on,
    };
    vec![line("La mattina", Some(day())), line("ZZUNAGREED", None)]
}

/// Thirty competences, ten languages, twenty next steps and two thousand letters of observations, with a person
/// who speaks a language that is written from right to left.
pub fn full_case(language: &str) -> ReportFacts {
    let experience = |number: usize| ExperienceRow {
        id: format!("e{number}"),
        kind: if number == 0 {
            "migration_context"
        } else {
            "work_employed"
        }
        .into(),
        title: if number == 0 {
            PRIVATE.into()
        } else {
            long("Sarta in fabbrica ", 90)
        },
        employer: "Fabbrica".into(),
        country: Some("BD".into()),
        place: "Dacca".into(),
        started: Some(format!("{}", 1990 + number)),
        ended: Some(format!("{}", 1993 + number)),
        ongoing: false,
        completion: "completed".into(),
        tasks: long("cucire e tagliare\n", 200),
        tools: "[]".into(),
        context: String::new(),
        isced_level: None,
        hours_per_week: Some(40),
        isco_code: Some("7531".into()),
        esco_uri: None,
        esco_label: Some("dressmaker".into()),
        recognition: None,
    };
    let evidence = |number: usize| EvidenceRow {
        id: format!("p{number}"),
        experience_id: Some(format!("e{}", number % 12)),
        kind: "photo_of_work".into(),
        verification: if number == 1 {
            "contradicted"
        } else {
            "document_seen"
        }
        .into(),
        original_seen: true,
        quality: Some(2),
        completeness: None,
        exhaustiveness: Some(0),
        pertinence: Some(3),
    };
    let competence = |number: usize| CompetenceRow {
        id: competence_id(number),
        label: format!(
            "{number} {}",
            long("So organizzare il lavoro di molte persone ", 190)
        ),
        kind: "technical".into(),
        setting: "informal".into(),
        self_level: Some(3),
        agreed_level: i32::try_from(number % 6).ok(),
        last_used_year: Some(2025),
        esco_uri: (number == 5).then(|| SKILL.into()),
        esco_label: (number == 5).then(|| long("manage the staff of a department ", 150)),
        repertory_codes: Json::new(&codes(number)),
        transferability: long("Anche in tappezzeria ", 60),
    };
    let skill = |number: usize| LanguageRow {
        language: ["bn", "it", "en", "fr", "ar", "ur", "hi", "es", "pt", "ti"][number].into(),
        mother_tongue: number == 0,
        listening: "b1".into(),
        reading: "a2".into(),
        spoken_interaction: "b1".into(),
        spoken_production: "pre_a1".into(),
        writing: String::new(),
        source: "self_assessed".into(),
    };
    let step = |number: usize| NextStepRow {
        kind: "language_course".into(),
        description: format!("{number} {}", long("Iscriversi al corso serale ", 900)),
        responsible: Some(long("La persona con il suo operatore ", 200)),
        due_on: Some(day()),
    };
    let session = |number: usize| HeldSession {
        kind: if number.is_multiple_of(2) {
            SessionKind::Individual
        } else {
            SessionKind::Group
        },
        step: None,
        in_group: number % 2 == 1,
        minutes: 150,
        held_from: Some(at(number as u32 + 1)),
        held_to: Some(at(number as u32 + 1)),
        language: "it".into(),
        mediator: None,
    };
    let link = |number: usize| (competence_id(number % 30), format!("e{}", number % 12));
    let methods: BTreeSet<_> = [
        "biographical_interview",
        "document_analysis",
        "employer_interview",
        "observation",
        "practical_test",
        "questionnaire",
        "self_assessment",
        "semi_structured_interview",
    ]
    .into();
    ReportFacts {
        header: Header {
            case_code: "JCG-2026-000042".into(),
            opened_at: at(1),
            starting_request: Some(long("Vorrei che valesse quello che so fare. ", 2000)),
            observations: Some(long("Mi riconosco in quello che avete scritto. ", 2000)),
            given_name: long("Maria da Conceição ", 60),
            family_name: long("dos Santos Fernandes ", 60),
            name_original_script: Some(long("عبد الرحمن بن محمد ", 90)),
            preferred_language: language.into(),
            birth_on: Some(day()),
            birth_precision: Some("year".into()),
            driving_licences: "[]".into(),
            literacy: "literate_other_script".into(),
            intake_referral_id: None,
            resources_and_limits: Json::new(&resources()),
            programme: long("Bilancio di competenze per l'inclusione ", 150),
            funder: long("Cofinanziato dall'Unione europea ", 120),
            project_code: Some("PROG-1234".into()),
            issuer: long("Centro per il lavoro metropolitano ", 90),
            municipality: "Genova".into(),
            address: long("Via lunga degli inventati 7 ", 80),
            email: Some("centro@example.org".into()),
            phone: Some("010 0000001".into()),
            steps: Json::new(&Vec::new()),
            signatory: "Marta Parodi".into(),
            legal_note: None,
        },
        sessions: (0..14).map(session).collect(),
        experiences: (0..12).map(experience).collect(),
        evidence: (0..24).map(evidence).collect(),
        competences: (0..30).map(competence).collect(),
        acquired: (0..60).map(link).collect(),
        supported: (0..24)
            .map(|number| (competence_id(number), format!("p{number}")))
            .collect(),
        languages: (0..10).map(skill).collect(),
        expectations: vec![PRIVATE.into()],
        goal: Some(GoalRow {
            goal: long("Responsabile di reparto in una grande sartoria ", 300),
            horizon: Some("medium".into()),
            no_goal_reason: None,
            alternatives: PRIVATE.into(),
            favourable_factors: PRIVATE.into(),
            unfavourable_factors: PRIVATE.into(),
        }),
        assessment: Some(FinalAssessment {
            assessor: "Giulia Costa".into(),
            methods: serde_json::to_string(&methods).unwrap(),
            summary: PRIVATE.into(),
            items: Json::new(&vec![AssessmentItem {
                competence_id: competence_id(4).parse().unwrap(),
                self_level: Some(1),
                agreed_level: Some(5),
            }]),
        }),
        next_steps: (0..20).map(step).collect(),
        operators: vec![
            (OperatorPart::Lead, "Giulia Costa".into()),
            (OperatorPart::Co, "Paolo Neri".into()),
            (OperatorPart::Mediator, "Awa Sow".into()),
        ],
        responses: Vec::new(),
        comparison: None,
        names: HashMap::new(),
    }
}

/// The same with all that the person said in other words.
pub fn full_synthesis_in(language: &str, words: &str) -> SynthesisContent {
    let mut facts = full_case(language);
    let said = |letters| long(words, letters);
    for competence in &mut facts.competences {
        competence.label = said(190);
    }
    for step in &mut facts.next_steps {
        step.description = said(900);
    }
    if let Some(goal) = &mut facts.goal {
        goal.goal = said(300);
    }
    facts.header.observations = Some(said(2000));
    synthesis(&facts, 1, day())
}

pub fn full_synthesis(language: &str) -> SynthesisContent {
    synthesis(&full_case(language), 1, day())
}

#[test]
fn a_synthesis_begins_with_what_is_agreed_highest_and_says_how_much_is_left_out() {
    let content = full_synthesis("ar");
    let levels: Vec<_> = content
        .competences
        .iter()
        .map(|it| it.agreed_level)
        .collect();
    assert_eq!(levels, [[Some(5); 6].as_slice(), &[Some(4); 2]].concat());
    // c5, c11, c17 and c23 have evidence; c4 was raised by the assessment, its own evidence counts too.
    let evidence: Vec<_> = content.competences.iter().map(|it| it.evidence).collect();
    assert_eq!(evidence[..6], [1, 1, 1, 1, 1, 0]);
    let left = (
        content.more_competences,
        content.more_languages,
        content.more_steps,
    );
    assert_eq!(left, (22, 6, 15));
    assert!(content.observations_shortened);
    assert!(content.observations.unwrap().ends_with('…'));
}

#[test]
fn what_a_person_shows_to_others_tells_nothing_private() {
    let facts = full_case("fr");
    let said = |document: &Document| serde_json::to_string(document).unwrap();
    let report = said(&Document::Report(Box::new(report(&facts, 1, day()))));
    assert!(report.contains(PRIVATE) && report.contains("La mattina"));
    assert!(!report.contains("ZZUNAGREED"));
    let synthesis = said(&Document::Synthesis(synthesis(&facts, 1, day())));
    assert!(
        !synthesis.contains(PRIVATE) && !synthesis.contains("1990"),
        "{synthesis}"
    );
    assert!(synthesis.contains(r#""birth_date":null"#));
    let transparency = said(&Document::Transparency(transparency(&facts, 1, day())));
    assert!(!transparency.contains(PRIVATE), "{transparency}");
}

#[test]
fn a_mediator_is_named_as_such_and_assesses_nothing() {
    let mut facts = full_case("fr");
    facts.sessions[0].mediator = Some("Lin Wei".into());
    facts.sessions[1].mediator = Some("Awa Sow".into());
    let content = report(&facts, 1, day());
    let names = |assessors: &[Signatory]| {
        let names: Vec<_> = assessors.iter().map(|it| it.name.clone()).collect();
        names
    };
    let assessors = ["Giulia Costa", "Paolo Neri"];
    assert_eq!(names(&content.assessors), assessors);
    assert_eq!(content.mediator.as_deref(), Some("Awa Sow, Lin Wei"));
    assert_eq!(names(&synthesis(&facts, 1, day()).assessors), assessors);
    assert_eq!(names(&transparency(&facts, 1, day()).assessors), assessors);
}

#[test]
fn the_meetings_of_a_report_add_up_to_its_hours() {
    let mut facts = full_case("fr");
    facts.sessions[2].kind = SessionKind::InfoMeeting;
    facts.sessions[4].kind = SessionKind::FollowUp;
    facts.sessions[6].minutes = 0;
    let told = report(&facts, 1, day()).circumstances;
    let time = &told.attended;
    assert_eq!(time.meetings, 14 - 3);
    let minutes = time.individual_minutes + time.group_minutes;
    let counted = |of: fn(&SessionCount) -> u32| told.sessions.iter().map(of).sum::<u32>();
    assert_eq!(counted(|it| it.count), time.meetings);
    assert_eq!(counted(|it| it.minutes), minutes);
    assert_eq!(u32::try_from(told.path.len()).unwrap(), time.meetings);
    let walked: u32 = told.path.iter().map(|it| it.minutes).sum();
    assert_eq!(walked, minutes);
}

#[test]
fn a_short_case_is_told_whole() {
    let mut facts = full_case("en");
    facts.competences.truncate(2);
    facts.next_steps.clear();
    facts.goal = facts.goal.map(|goal| GoalRow {
        goal: String::new(),
        no_goal_reason: Some(PRIVATE.into()),
        ..goal
    });
    facts.header.observations = Some("Mi riconosco.\nGrazie.".into());
    let content = synthesis(&facts, 1, day());
    assert_eq!((content.more_competences, content.more_steps), (0, 0));
    assert_eq!(
        content.observations.as_deref(),
        Some("Mi riconosco.\nGrazie.")
    );
    assert!(!content.observations_shortened);
    assert_eq!(content.goal.and_then(|goal| goal.occupation), None);
}

#[test]
fn what_is_too_long_ends_with_a_word() {
    assert_eq!(shortened("I sew shirts", 12), "I sew shirts");
    assert_eq!(shortened("I sew shirts", 11), "I sew…");
    assert_eq!(shortened("Donaudampfschiff", 8), "Donauda…");
    assert_eq!(shortened("我会缝衣服", 10), "我会缝衣服");
    assert_eq!(shortened("我会缝衣服", 9), "我会缝衣…");
    assert_eq!(shortened("a\nb\nc\nd\ne\nf\ng", 20), "a b c d e f g");
}

#[test]
fn a_list_column_may_be_json_or_lines() {
    assert_eq!(items(r#"["sew","cut"]"#), ["sew", "cut"]);
    assert_eq!(items("sew\n\n cut "), ["sew", "cut"]);
    assert!(items("[]").is_empty() && items("").is_empty());
}
