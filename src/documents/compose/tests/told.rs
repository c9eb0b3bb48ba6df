//! What a report tells, and in which words.

use super::*;
use crate::documents::content::{Bilingual, Wording};

#[test]
fn licences_are_told_in_both_languages() {
    let mut facts = full_case("fr");
    facts.header.driving_licences = r#"["b"]"#.into();
    let told = serde_json::to_value(report(&facts, 1, day()).licences).unwrap();
    let both = serde_json::json!([{ "it": "patente B", "second": "permis de conduire B" }]);
    assert_eq!(told, both);
}

#[test]
fn languages_and_mediators_of_meetings_that_were_missed_are_not_told() {
    let mut facts = full_case("en");
    let missed = &mut facts.sessions[0];
    missed.minutes = 0;
    missed.language = "ti".into();
    missed.mediator = Some("Lin Wei".into());
    // No hours of the audit, but the person was there.
    let bridged = &mut facts.sessions[1];
    bridged.kind = SessionKind::MediationOnly;
    bridged.language = "fr".into();
    bridged.mediator = Some("Binta Ba".into());
    let content = report(&facts, 1, day());
    assert_eq!(content.mediator.as_deref(), Some("Awa Sow, Binta Ba"));
    let languages = content.circumstances.languages.unwrap();
    assert_eq!(languages.it, "francese, italiano");
}

#[test]
fn why_there_is_no_goal_is_told_by_itself() {
    let mut facts = full_case("ar");
    let with_goal = report(&facts, 1, day()).goals.remove(0);
    assert!(with_goal.occupation.is_some() && with_goal.no_goal_reason.is_none());
    facts.goal = facts.goal.map(|goal| GoalRow {
        goal: String::new(),
        no_goal_reason: Some("Prima imparo la lingua.".into()),
        ..goal
    });
    let goal = report(&facts, 1, day()).goals.remove(0);
    let told = (goal.occupation.as_deref(), goal.no_goal_reason.as_deref());
    assert_eq!(told, (None, Some("Prima imparo la lingua.")));
}

/// A synthesis with names of ESCO as long as they are told, in both languages.
pub fn full_synthesis_with_names(language: &str) -> SynthesisContent {
    let mut facts = full_case(language);
    let long = |name| long(name, 90);
    let [it, fr, ar] = [
        "confezionare capi ",
        "confectionner des vêtements ",
        "تفصيل الملابس ",
    ]
    .map(long);
    let names = serde_json::json!({ "it": it, "fr": fr, "ar": ar });
    facts
        .names
        .insert(SKILL.into(), serde_json::from_value(names).unwrap());
    for competence in &mut facts.competences {
        competence.esco_uri = Some(SKILL.into());
    }
    synthesis(&facts, 1, day())
}

/// A case with one skill and one occupation of ESCO, and with a school.
fn with_esco(language: &str) -> ReportFacts {
    const OCCUPATION: &str = "http://data.europa.eu/esco/occupation/def";
    let mut facts = full_case(language);
    facts.experiences[1].esco_uri = Some(OCCUPATION.into());
    let school = &mut facts.experiences[2];
    (school.kind, school.isced_level) = ("formal_education".into(), Some("ed2".into()));
    let names = serde_json::json!({
        SKILL: { "en": "manage staff", "it": "gestire il personale", "ar": "إدارة الموظفين" },
        OCCUPATION: { "en": "dressmaker", "it": "sarto da donna/sarta da donna" },
    });
    facts.names = serde_json::from_value(names).unwrap();
    facts
}

fn both(it: &str, second: &str) -> Wording {
    Wording::InBoth(Bilingual {
        it: it.into(),
        second: Some(second.into()),
    })
}

#[test]
fn concepts_of_esco_are_called_as_in_the_languages_of_the_document() {
    let facts = with_esco("ar");
    let skill = Some(both("gestire il personale", "إدارة الموظفين"));
    let told = report(&facts, 1, day());
    assert_eq!(told.competences[5].normalised, skill);
    // Not in Arabic.
    let occupation = Some(both("sarto da donna/sarta da donna", "dressmaker"));
    assert_eq!(told.experiences[1].occupation, occupation);
    let short = synthesis(&facts, 1, day()).competences;
    assert!(short.iter().any(|it| it.normalised == skill));
    let identified = transparency(&facts, 1, day()).competences;
    let mut codes = identified.iter().filter_map(|it| it.code.as_ref());
    assert_eq!(codes.next().unwrap().label, skill);

    // What is not in the catalogue any more is called as it was.
    let gone = ReportFacts {
        names: HashMap::new(),
        ..facts
    };
    let told = report(&gone, 1, day());
    let kept = Some(both("dressmaker", "dressmaker"));
    assert_eq!(told.experiences[1].occupation, kept);
}

#[test]
fn the_level_of_a_school_is_told_in_words() {
    let mut facts = with_esco("fr");
    let level = |facts: &ReportFacts| {
        let level = report(facts, 1, day()).training.remove(0).level;
        level.map(|it| (it.it, it.second))
    };
    let words = (
        "Istruzione secondaria inferiore".to_owned(),
        Some("Premier cycle de l'enseignement secondaire".to_owned()),
    );
    assert_eq!(level(&facts), Some(words));
    for none in ["ed9", "unk", "nrp"] {
        facts.experiences[2].isced_level = Some(none.into());
        assert_eq!(level(&facts), None, "{none}");
    }
}

#[test]
fn the_context_of_an_experience_is_told_in_the_report_alone() {
    let mut facts = full_case("fr");
    facts.experiences[1].context = " In una linea di trenta persone. ".into();
    let told = report(&facts, 1, day());
    let context = told.experiences[1].context.as_deref();
    assert_eq!(context, Some("In una linea di trenta persone."));
    assert_eq!(told.experiences[2].context, None);
    let others = transparency(&facts, 1, day()).experiences;
    assert!(others.iter().all(|it| it.context.is_none()));
}
