//! As much of everything as the API takes, and what is told of it.

use super::*;
use crate::documents::content::{LeftOut, ReportContent};
use crate::profiles::service::MOST;

/// A case whose lists are full and whose texts are as long as they may be.
fn greatest_case() -> ReportFacts {
    let mut facts = full_case("ar");
    let most = usize::try_from(MOST).unwrap();
    let lines =
        |letters: usize| serde_json::to_string(&vec![long("cucire ", letters); 50]).unwrap();
    let work = facts.experiences[1].clone();
    facts.experiences = (0..most)
        .map(|number| ExperienceRow {
            id: format!("e{number}"),
            kind: if number < 100 {
                "training"
            } else {
                "work_self"
            }
            .into(),
            title: long("Sarta ", 200),
            employer: long("Bottega ", 200),
            place: long("Dacca ", 200),
            tasks: lines(300),
            tools: lines(300),
            context: long("Con altre sei sarte ", 2000),
            ..work.clone()
        })
        .collect();
    let able = facts.competences[5].clone();
    facts.competences = (0..most)
        .map(|number| CompetenceRow {
            id: format!("c{number}"),
            transferability: long("Altrove ", 500),
            ..able.clone()
        })
        .collect();
    facts.acquired = links(most, "e");
    facts.supported = links(24, "p");
    facts.expectations = vec![long("Un lavoro ", 2000); most];
    facts.next_steps = vec![facts.next_steps[0].clone(); most];
    facts.languages = vec![facts.languages[0].clone(); most];
    facts
}

/// Each competence with fifty others of which there are so many.
fn links(of: usize, kind: &str) -> Vec<(String, String)> {
    let all = (0..200).flat_map(|from| (0..50).map(move |to| (from, (from + to) % of)));
    all.map(|(from, to)| (format!("c{from}"), format!("{kind}{to}")))
        .collect()
}

#[test]
fn the_greatest_report_has_of_each_list_what_can_be_set_in_a_request_and_counts_the_rest() {
    let content = report(&greatest_case(), 1, day());
    assert_eq!(content.expectations.len(), ReportContent::MOST_EXPECTATIONS);
    assert_eq!(content.training.len(), ReportContent::MOST_TRAINING);
    assert_eq!(content.experiences.len(), ReportContent::MOST_EXPERIENCES);
    assert_eq!(content.competences.len(), ReportContent::MOST_COMPETENCES);
    assert_eq!(content.languages.len(), ReportContent::MOST_LANGUAGES);
    assert_eq!(content.next_steps.len(), ReportContent::MOST_STEPS);
    let left_out = LeftOut {
        expectations: 188,
        training: 80,
        experiences: 60,
        competences: 120,
        languages: 180,
        steps: 170,
    };
    assert_eq!(content.left_out, left_out);
    for work in &content.experiences {
        assert_eq!((work.tasks.len(), work.more_tasks), (8, 42));
        assert_eq!((work.tools.len(), work.more_tools), (6, 44));
        let context = work.context.as_ref().unwrap();
        assert!(context.chars().count() <= ReportContent::NOTE && context.ends_with('…'));
    }
    for able in &content.competences {
        assert_eq!((able.acquired_in.len(), able.more_sources), (4, 46));
        assert!(able.evidence.len() <= ReportContent::MOST_KINDS_OF_EVIDENCE + 1);
    }
    // Above what the lists themselves take, these are the assessment and what the person says to it.
    let said = serde_json::to_string(&content).unwrap();
    assert!(said.len() < 400_000, "{}", said.len());
}

#[test]
fn evidence_of_one_kind_is_counted() {
    let content = report(&full_case("en"), 1, day());
    let seen = content
        .experiences
        .iter()
        .flat_map(|it| &it.evidence)
        .find(|it| it.it.starts_with("2 × "));
    let seen = seen.expect("two photographs of the same work");
    assert!(seen.second.as_ref().unwrap().starts_with("2 × "));
    let one = full_case("en").evidence.len();
    let told: usize = content.experiences.iter().map(|it| it.evidence.len()).sum();
    assert!(told < one);
}
