use chrono::{Datelike, NaiveDate};

use crate::db::types::Json;
use crate::error::{Checks, Result};
use crate::profile_forms::ProfileSection;
use crate::programmes::{EligibilityCheck, ProgrammeTerms};
use crate::text::clean_line;

/// The most questions that a programme asks of who joins.
const CHECKS: usize = 20;

/// The rules of a programme's terms, the same for a new one and for a changed one.
pub(super) fn check(terms: ProgrammeTerms, mut checks: Checks) -> Result<ProgrammeTerms> {
    let title = checks.value(clean_line(&terms.title, 200), "/title");
    let funder = checks.value(clean_line(&terms.funder, 200), "/funder");
    let project_code = terms.project_code.as_deref().map(|it| clean_line(it, 64));
    let project_code = checks.optional(project_code, "/project_code");
    let in_range = |day: NaiveDate| (1990..=2200).contains(&day.year());
    checks.ensure(in_range(terms.starts_on), "/starts_on", "out_of_range");
    checks.ensure(
        terms.ends_on.is_none_or(in_range),
        "/ends_on",
        "out_of_range",
    );
    let capacity_fits = terms.capacity.is_none_or(|it| (1..=100_000).contains(&it));
    checks.ensure(capacity_fits, "/capacity", "out_of_range");
    let percent_fits = (0..=100).contains(&terms.minimum_attendance_percent);
    checks.ensure(percent_fits, "/minimum_attendance_percent", "out_of_range");
    let asked = terms.eligibility_checks.get();
    checks.ensure(asked.len() <= CHECKS, "/eligibility_checks", "too_long");
    let mut clean: Vec<EligibilityCheck> = Vec::new();
    for (place, check) in asked.into_iter().take(CHECKS).enumerate() {
        let at = |name: &str| format!("/eligibility_checks/{place}/{name}");
        checks.ensure(is_check_code(&check.code), &at("code"), "wrong_form");
        let again = clean.iter().any(|earlier| earlier.code == check.code);
        checks.ensure(!again, &at("code"), "code_given_twice");
        let title = checks.value(clean_line(&check.title, 200), &at("title"));
        let title = title.unwrap_or_default();
        clean.push(EligibilityCheck { title, ..check });
    }
    let mut hidden = terms.hidden_form_sections.get();
    hidden.sort_unstable();
    hidden.dedup();
    let some_are_asked = hidden.len() < ProfileSection::ALL.len();
    checks.ensure(some_are_asked, "/hidden_form_sections", "all_hidden");
    checks.finish(|| {
        Some(ProgrammeTerms {
            title: title?,
            funder: funder?,
            project_code,
            eligibility_checks: Json::new(&clean),
            hidden_form_sections: Json::new(&hidden),
            ..terms
        })
    })
}

fn is_check_code(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (1..=40).contains(&text.len()) && text.bytes().all(plain)
}
