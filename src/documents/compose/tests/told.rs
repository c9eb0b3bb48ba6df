//! What a report tells, and in which words.

use super::*;

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
