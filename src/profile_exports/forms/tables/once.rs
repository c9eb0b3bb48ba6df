//! The person, what they hope for, and what comes next.

use super::{Cell, Table, facts, lines, table};
use crate::profile_exports::papers::day;
use crate::profile_exports::portable::PortableProfile;
use crate::profile_exports::words::Words;

pub fn person(profile: &PortableProfile, words: &Words) -> Table {
    let it = &profile.personal_information;
    let citizenships = it.citizenships.iter();
    let licences = it.driving_licences.iter();
    let cells = vec![
        ("given_name", Cell::from(&it.given_name)),
        ("family_name", Cell::from(&it.family_name)),
        (
            "name_original_script",
            it.name_original_script.as_ref().into(),
        ),
        ("birth_date", it.birth_date.as_ref().into()),
        (
            "citizenships",
            lines(citizenships.map(|code| words.code("citizenships", code))),
        ),
        ("contact", it.contact.as_ref().map(|it| &it.value).into()),
        (
            "driving_licences",
            lines(licences.map(|code| words.code("driving-licences", code.as_str()))),
        ),
        ("case_code", Cell::from(&profile.case_code)),
        (
            "issuer",
            lines([&profile.issuer.name, &profile.issuer.municipality]),
        ),
        ("recipient", profile.recipient.as_ref().into()),
        ("made_on", day(profile.made_at).to_string().into()),
        (
            "statement",
            words
                .said(profile.statement.it, profile.statement.en)
                .into(),
        ),
    ];
    facts("person", words, cells)
}

pub fn expectations(profile: &PortableProfile, words: &Words) -> Table {
    let rows = profile.expectations.expectations.iter().map(|it| {
        vec![
            it.priority.into(),
            words.code("expectation-kinds", it.kind.as_str()).into(),
            Cell::from(&it.description),
        ]
    });
    let columns = ["priority", "kind", "description"];
    table("expectations", words, &columns, rows)
}

pub fn goal(profile: &PortableProfile, words: &Words) -> Table {
    let mut cells = Vec::new();
    if let Some(it) = &profile.expectations.professional_goal {
        let horizon = it
            .horizon
            .map(|it| words.code("goal-horizons", it.as_str()));
        cells.extend([
            ("goal", Cell::from(it.goal.as_ref())),
            ("horizon", horizon.into()),
            ("no_goal_reason", it.no_goal_reason.as_ref().into()),
            ("alternatives", Cell::from(&it.alternatives)),
            ("favourable_factors", it.favourable_factors.as_ref().into()),
            (
                "unfavourable_factors",
                it.unfavourable_factors.as_ref().into(),
            ),
        ]);
    }
    let resources = profile.expectations.resources_and_limits.iter();
    let resources = resources.map(|it| {
        let kind = words.code("resource-or-limit-kinds", it.kind.as_str());
        format!("{kind}: {}", it.text)
    });
    cells.push(("resources_and_limits", lines(resources)));
    let assessed = profile.appraisal.assessed_on.map(|day| day.to_string());
    cells.push(("assessed_on", assessed.into()));
    cells.push(("summary", profile.appraisal.summary.as_ref().into()));
    facts("goal", words, cells)
}

pub fn next_steps(profile: &PortableProfile, words: &Words) -> Table {
    let rows = profile.appraisal.next_steps.iter().map(|it| {
        vec![
            words.step(it.kind).into(),
            Cell::from(&it.description),
            it.responsible.as_deref().into(),
            it.due_on.map(|day| day.to_string()).into(),
            words.yes_or_no(it.done).into(),
        ]
    });
    let columns = ["kind", "description", "responsible", "due_on", "done"];
    table("next_steps", words, &columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code_lists::LanguageTag;
    use crate::profile_exports::portable::tests::full;

    #[test]
    fn a_profile_was_made_on_the_day_that_it_was_in_italy() {
        let mut profile = full();
        profile.made_at = "2026-03-31T22:30:00Z".parse().expect("an instant");
        let words = Words::new(LanguageTag::english(), None);
        let rows = person(&profile, &words).rows;
        assert!(rows.iter().any(|row| row[1] == Cell::from("2026-04-01")));
    }
}
