use chrono::NaiveDate;

use super::view;
use crate::access::{Transaction, Update};
use crate::cases::{Case, CaseId, CaseStatus, CaseView, ensure_past, resources_and_limits, store};
use crate::error::{Checks, Error, Result};

/// Changes what is written in the case itself: starting request, needs analysis, synthesis, observations, resources and limits,
/// and that there are no next steps.
///
/// Synthesis and observations come with the conclusion; observations rest while a report waits for a decision. What a move of the case has looked at may
/// be corrected afterwards, but not taken away.
pub fn update(
    tx: &mut Transaction,
    id: &CaseId,
    version: i32,
    change: impl FnOnce(Case) -> Case,
) -> Result<CaseView> {
    let permit = tx.permit::<Update, Case, Case>(id)?;
    let before = permit.case();
    if before.version != version {
        return Err(Error::Stale {
            current: before.version,
        });
    }
    before.ensure_open()?;
    let mut after = change(before.clone());
    if tells_of_conclusion(before, &after) && !before.has_reached(CaseStatus::Conclusion) {
        return Err(Error::Conflict("conclusion_not_reached"));
    }
    // What a supervisor reads beside the report is what the report says.
    if before.status == CaseStatus::ReportSubmitted && observed(before) != observed(&after) {
        return Err(Error::Conflict("report_awaits_decision"));
    }
    check(before, &after, tx.today())?;
    after.version = version + 1;
    after.updated_at = tx.now().naive_utc();
    store::update(tx, &permit, &after)?;
    // Looked at after the update holds the case, so that no step is being added meanwhile.
    if after.without_next_steps && store::has_next_steps(tx, &permit)? {
        return Err(Error::invalid("/without_next_steps", "next_steps_exist"));
    }
    view(tx, &permit, after)
}

fn observed(case: &Case) -> (&Option<String>, bool) {
    (&case.observations, case.without_observations)
}

fn tells_of_conclusion(before: &Case, after: &Case) -> bool {
    let told = |case: &Case| {
        (
            case.synthesis_given_on,
            case.synthesis_language.clone(),
            case.observations.clone(),
            case.without_observations,
        )
    };
    told(before) != told(after)
}

fn check(before: &Case, after: &Case, today: NaiveDate) -> Result<()> {
    let mut checks = Checks::default();
    if before.resources_and_limits != after.resources_and_limits {
        let lines = after.resources_and_limits.get();
        resources_and_limits::check(&lines, today, &mut checks);
    }
    let given = after.synthesis_given_on;
    checks.optional(
        given.map(|day| ensure_past(day, today)),
        "/synthesis_given_on",
    );
    let language = after.synthesis_language.is_some();
    checks.ensure(
        given.is_some() || !language,
        "/synthesis_given_on",
        "missing_property",
    );
    checks.ensure(
        given.is_none() || language,
        "/synthesis_language",
        "missing_property",
    );
    checks.ensure(
        after.observations.is_none() || !after.without_observations,
        "/without_observations",
        "observations_exist",
    );
    let mut keep = |since: CaseStatus, pointer: &str, told: fn(&Case) -> bool| {
        let taken_away = before.has_reached(since) && told(before) && !told(after);
        checks.ensure(!taken_away, pointer, "still_needed");
    };
    keep(CaseStatus::Agreed, "/needs_analysis", |case| {
        !case.needs_analysis.is_empty()
    });
    keep(CaseStatus::ReportSubmitted, "/synthesis_given_on", |case| {
        case.synthesis_given_on.is_some()
    });
    keep(CaseStatus::ReportSubmitted, "/observations", |case| {
        case.observations.is_some() || case.without_observations
    });
    checks.finish(|| Some(()))
}
