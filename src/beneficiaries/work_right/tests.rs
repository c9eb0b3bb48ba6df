use proptest::prelude::*;

use super::*;

const FALLBACKS: &str = r#"
rule = [
  { id = "n", code = "none_or_unknown", work_right = "to_verify", convertible = "no", legal_note = "x", verified_on = "2026-01-01", verified_by = "x" },
  { id = "e", code = "expired", work_right = "to_verify", convertible = "no", legal_note = "x", verified_on = "2026-01-01", verified_by = "x" },
  { id = "r", code = "revoked", work_right = "to_verify", convertible = "no", legal_note = "x", verified_on = "2026-01-01", verified_by = "x" },
  { id = "u", code = "unknown_status", work_right = "to_verify", convertible = "no", legal_note = "x", verified_on = "2026-01-01", verified_by = "x" },
  EXTRA
]
"#;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn built_in() -> WorkRules {
    WorkRules::load(None).expect("the compiled-in table is whole")
}

fn permit(code: &str, status: PermitStatus) -> PermitFacts<'_> {
    PermitFacts {
        code,
        status,
        application_date: Some(day("2026-03-01")),
        expires_on: None,
    }
}

/// A table of the fall-backs and these rows, each `id, code, right, more`.
fn table(rows: &[(&str, &str, &str, &str)]) -> Result<WorkRules, String> {
    let rows = rows.iter().map(|(id, code, right, more)| {
        format!(
            "{{ id = \"{id}\", code = \"{code}\", work_right = \"{right}\", convertible = \"no\", \
             legal_note = \"x\", verified_on = \"2026-01-01\", verified_by = \"x\"{more} }},"
        )
    });
    WorkRules::parse(&FALLBACKS.replace("EXTRA", &rows.collect::<String>()))
}

fn right(permit: &PermitFacts<'_>, on: &str) -> WorkRight {
    built_in().evaluate(Some(permit), day(on)).result
}

#[test]
fn an_asylum_seeker_may_work_from_the_sixtieth_day() {
    let asylum = permit("asylum_request", PermitStatus::Valid);
    let first = day("2026-04-30");
    assert_eq!(right(&asylum, "2026-04-29"), WorkRight::NotYet(first)); // 59
    assert_eq!(right(&asylum, "2026-04-30"), WorkRight::Full); // 60
    assert_eq!(right(&asylum, "2026-05-01"), WorkRight::Full); // 61
    let undated = PermitFacts {
        application_date: None,
        ..asylum
    };
    assert_eq!(right(&undated, "2026-05-01"), WorkRight::ToVerify);
}

#[test]
fn every_permit_has_the_right_of_its_rule() {
    let full = "refugee subsidiary special_protection temporary_protection special_cases \
        humanitarian_legacy calamity civil_value family work_employed work_self job_seeking \
        eu_long_term eu_family_card eu_blue_card minor_assistance stateless";
    let none = "asylum_dublin religious justice sport";
    let to_verify = "minor_integration minor_age elective_residence medical_care \
        citizenship_pending none_or_unknown first_issue_pending renewal_pending conversion_pending";
    for (codes, expected) in [
        (full, WorkRight::Full),
        ("seasonal study art27", WorkRight::Limited),
        (none, WorkRight::None),
        (to_verify, WorkRight::ToVerify),
    ] {
        for code in codes.split_whitespace() {
            let evaluation =
                built_in().evaluate(Some(&permit(code, PermitStatus::Valid)), day("2026-11-22"));
            assert_eq!(evaluation.result, expected, "{code}");
            assert_eq!(evaluation.rule_id, format!("{code}-1"));
            assert!(!evaluation.note.is_empty());
        }
    }
}

#[test]
fn study_is_limited_in_hours() {
    let study = permit("study", PermitStatus::Valid);
    let evaluation = built_in().evaluate(Some(&study), day("2026-11-22"));
    assert_eq!(evaluation.max_hours_week, Some(20));
    assert_eq!(evaluation.max_hours_year, Some(1040));
}

#[test]
fn what_is_missing_or_unknown_is_to_verify() {
    let on = day("2026-11-22");
    let missing = built_in().evaluate(None, on);
    assert_eq!(missing.result, WorkRight::ToVerify);
    assert_eq!(missing.rule_id, "none_or_unknown-1");
    for (code, status, rule) in [
        ("moon_visa", PermitStatus::Valid, "none_or_unknown-1"),
        (
            "moon_visa",
            PermitStatus::RenewalPending,
            "renewal_pending-1",
        ),
        ("refugee", PermitStatus::Revoked, "revoked-1"),
        ("refugee", PermitStatus::Unknown, "unknown_status-1"),
        ("refugee", PermitStatus::Expired, "expired-1"),
    ] {
        let evaluation = built_in().evaluate(Some(&permit(code, status)), on);
        assert_eq!(evaluation.result, WorkRight::ToVerify, "{code}");
        assert_eq!(evaluation.rule_id, rule);
    }
}

#[test]
fn an_expired_permit_counts_while_a_receipt_is_pending() {
    let expired = |code, status| PermitFacts {
        expires_on: Some(day("2026-10-31")),
        ..permit(code, status)
    };
    for status in [
        PermitStatus::FirstIssuePending,
        PermitStatus::RenewalPending,
        PermitStatus::ConversionPending,
    ] {
        assert_eq!(
            right(&expired("refugee", status), "2026-11-22"),
            WorkRight::Full
        );
        assert_eq!(
            right(&expired("study", status), "2026-11-22"),
            WorkRight::Limited
        );
        assert_eq!(
            right(&expired("religious", status), "2026-11-22"),
            WorkRight::None
        );
    }
    let valid = expired("refugee", PermitStatus::Valid);
    assert_eq!(right(&valid, "2026-10-31"), WorkRight::Full);
    assert_eq!(right(&valid, "2026-11-01"), WorkRight::ToVerify);

    let renewing = expired("refugee", PermitStatus::RenewalPending);
    let evaluation = built_in().evaluate(Some(&renewing), day("2026-11-22"));
    assert_eq!(evaluation.rule_id, "refugee-1");
    assert!(evaluation.note.contains("renewal"));
}

#[test]
fn a_rule_holds_in_its_period_only() {
    let rules = table(&[
        (
            "old",
            "asylum_request",
            "full",
            ", waiting_days = 60, valid_to = \"2027-05-31\"",
        ),
        (
            "new",
            "asylum_request",
            "full",
            ", waiting_days = 180, valid_from = \"2027-06-01\"",
        ),
        ("past", "calamity", "full", ", valid_to = \"2020-12-31\""),
    ])
    .expect("a table");
    let asylum = PermitFacts {
        application_date: Some(day("2027-03-01")),
        ..permit("asylum_request", PermitStatus::Valid)
    };
    let last = rules.evaluate(Some(&asylum), day("2027-05-31"));
    assert_eq!(
        (last.result, last.rule_id.as_str()),
        (WorkRight::Full, "old")
    );
    let next = rules.evaluate(Some(&asylum), day("2027-06-01"));
    assert_eq!(next.result, WorkRight::NotYet(day("2027-08-28")));
    assert_eq!(next.rule_id, "new");
    let past = rules.evaluate(
        Some(&permit("calamity", PermitStatus::Valid)),
        day("2021-01-01"),
    );
    assert_eq!(
        (past.result, past.rule_id.as_str()),
        (WorkRight::ToVerify, "n")
    );
}

#[test]
fn a_wrong_table_is_refused_in_a_sentence() {
    for (rows, words) in [
        (
            &[("a", "x", "full", ""), ("a", "y", "full", "")][..],
            "id given twice",
        ),
        (
            &[("a", "x", "full", ""), ("b", "x", "none", "")],
            "periods overlap",
        ),
        (
            &[
                ("a", "x", "full", ", valid_to = \"2026-01-02\""),
                ("b", "x", "none", ", valid_from = \"2026-01-02\""),
            ],
            "periods overlap",
        ),
        (
            &[(
                "a",
                "x",
                "full",
                ", valid_from = \"2026-01-02\", valid_to = \"2026-01-01\"",
            )],
            "valid_to is before valid_from",
        ),
        (
            &[("a", "x", "none", ", waiting_days = 3")],
            "waiting_days needs",
        ),
        (&[("a", "x", "perhaps", "")], "perhaps"),
        (&[("a", "x", "full", ", colour = 1")], "colour"),
        (
            &[("a", "x", "full", ", valid_from = \"2026-02-30\"")],
            "valid_from",
        ),
        (&[(" ", "x", "full", "")], "must not be empty"),
    ] {
        let refused = table(rows).err().unwrap_or_default();
        assert!(refused.contains(words), "{words}: {refused}");
    }
    assert!(table(&[]).is_ok());
    let lacking = FALLBACKS
        .replace("EXTRA", "")
        .replace("\"revoked\"", "\"other\"");
    let refused = WorkRules::parse(&lacking).err().unwrap_or_default();
    assert!(refused.contains("no rule for \"revoked\""), "{refused}");
    assert!(WorkRules::load(Some(Path::new("no/such/file"))).is_err());
}

proptest! {
    #[test]
    fn every_evaluation_rests_on_a_rule(
        place in 0_usize..40,
        status in prop::sample::select(PermitStatus::ALL),
        applied in prop::option::of(0_u64..30_000),
        on in 0_u64..60_000,
    ) {
        let rules = built_in();
        let start = day("1990-01-01");
        let code = rules.rules().get(place).map_or("moon_visa", |rule| rule.code.as_str());
        let facts = PermitFacts {
            code,
            status,
            application_date: applied.map(|days| start + Days::new(days)),
            expires_on: None,
        };
        let on = start + Days::new(on);
        let evaluation = rules.evaluate(Some(&facts), on);
        prop_assert!(rules.rules().iter().any(|rule| rule.id == evaluation.rule_id));
        if let WorkRight::NotYet(first) = evaluation.result {
            prop_assert!(first > on);
        }
    }
}
