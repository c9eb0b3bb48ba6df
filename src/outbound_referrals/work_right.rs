//! The advice on the right to work that goes with a referral to work.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::WorkRightSnapshot;
use crate::beneficiaries::work_right::{PermitFacts, PermitStatus, WorkRight, WorkRules};

static RULES: LazyLock<WorkRules> =
    LazyLock::new(|| WorkRules::load(None).expect("the compiled-in table is tested"));

/// A permit of stay as its row says: code, status, date of the request, last day.
pub type PermitRow = (String, PermitStatus, Option<NaiveDate>, Option<NaiveDate>);

/// The evaluation on a day. With full rights the first day is that day itself; where hours are
/// limited no day is named, because "may work" would say too much.
pub fn evaluate(permit: Option<&PermitRow>, on: NaiveDate) -> WorkRightSnapshot {
    let facts = permit.map(|(code, status, application_on, expires_on)| PermitFacts {
        code,
        status: *status,
        application_date: *application_on,
        expires_on: *expires_on,
    });
    let evaluation = RULES.evaluate(facts.as_ref(), on);
    let may_work_from = match evaluation.result {
        WorkRight::Full => Some(on),
        WorkRight::NotYet(first) => Some(first),
        WorkRight::Limited | WorkRight::None | WorkRight::ToVerify => None,
    };
    WorkRightSnapshot {
        result: evaluation.result.code().to_owned(),
        may_work_from,
        rule_id: evaluation.rule_id,
        note: evaluation.note,
        evaluated_on: on,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asylum_seeker_may_work_from_the_sixtieth_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let applied = Some(day("2026-01-10"));
        let permit = (
            "asylum_request".to_owned(),
            PermitStatus::Valid,
            applied,
            None,
        );
        let early = evaluate(Some(&permit), day("2026-03-02"));
        assert_eq!(early.result, "not_yet");
        assert_eq!(early.may_work_from, Some(day("2026-03-11")));
        assert!(early.is_missing());
        let later = evaluate(Some(&permit), day("2026-03-11"));
        assert!(!later.is_missing());
        assert_eq!(evaluate(None, day("2026-03-11")).result, "to_verify");
    }
}
