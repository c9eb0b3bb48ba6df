use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn known(text: &str) -> PartialDate {
    PartialDate::parse(text, false).expect("a date")
}

fn estimated(text: &str) -> PartialDate {
    PartialDate::parse(text, true).expect("a date")
}

#[test]
fn the_form_says_what_is_known() {
    for (text, precision, date) in [
        ("1990", Precision::Year, "1990-01-01"),
        ("1990-05", Precision::Month, "1990-05-01"),
        ("1990-05-17", Precision::Day, "1990-05-17"),
    ] {
        assert_eq!(known(text).precision(), precision);
        assert_eq!(known(text).date(), day(date));
        assert_eq!(known(text).to_string(), text);
    }
    assert_eq!(estimated("1990").precision(), Precision::Estimated);
    assert_eq!(estimated("1990").to_string(), "1990-01-01~");
    assert_eq!(estimated("1990-05-17").date(), day("1990-05-17"));
}

#[test]
fn wrong_dates_are_refused() {
    for text in [
        "",
        "90",
        "1990-5",
        "1990-13",
        "1990-02-30",
        "1990-5-07",
        "17/05/1990",
        "+199",
        "199O",
        "1990-05-17T00:00",
        "1990 05 17",
        "١٩",
        "199\u{661}-0",
    ] {
        assert_eq!(
            PartialDate::parse(text, false),
            Err(DateProblem::Form),
            "{text}"
        );
    }
    assert_eq!(
        PartialDate::parse("0001-01-01", false),
        Err(DateProblem::TooEarly)
    );
    assert_eq!(
        PartialDate::parse("1899-12-31", true),
        Err(DateProblem::TooEarly)
    );
    assert!(PartialDate::parse("1900", false).is_ok());
}

#[test]
fn nobody_is_born_tomorrow() {
    let today = day("2026-11-22");
    for text in ["2026-11-23", "2026-12", "2027"] {
        let birth = PartialDate::parse_birth(text, false, today);
        assert_eq!(birth, Err(DateProblem::Future), "{text}");
    }
    for text in ["2026-11-22", "2026-11", "2026"] {
        assert!(
            PartialDate::parse_birth(text, false, today).is_ok(),
            "{text}"
        );
    }
}

#[test]
fn age_has_the_bounds_of_what_is_known() {
    let range = |at_least, at_most| AgeRange { at_least, at_most };
    let on = day("2026-05-17");
    assert_eq!(known("2000-05-17").age_on(on), range(26, 26));
    assert_eq!(known("2000-05-18").age_on(on), range(25, 25));
    assert_eq!(known("2000-05").age_on(on), range(25, 26));
    assert_eq!(known("2000").age_on(on), range(25, 26));
    assert_eq!(estimated("2000-01-01").age_on(on), range(25, 26));
    assert_eq!(known("2000").age_on(day("2026-12-31")), range(26, 26));
    assert_eq!(known("2027").age_on(on), range(0, 0));
}

#[test]
fn full_age_comes_on_the_last_possible_day() {
    let minor = |birth: PartialDate, on| birth.is_minor_on(day(on));
    assert!(minor(known("2008-05-17"), "2026-05-16"));
    assert!(!minor(known("2008-05-17"), "2026-05-17"));
    assert!(minor(known("2008-05"), "2026-05-30"));
    assert!(!minor(known("2008-05"), "2026-05-31"));
    for birth in [known("2008"), estimated("2008-01-01")] {
        assert!(minor(birth, "2026-12-30"));
        assert!(!minor(birth, "2026-12-31"));
    }
    assert!(minor(known("2008-02-29"), "2026-02-28"));
    assert!(!minor(known("2008-02-29"), "2026-03-01"));
}

#[test]
fn the_band_follows_the_lower_bound() {
    let on = day("2026-05-17");
    for (birth, band) in [
        ("2008", "under_18"),
        ("2007", "18_24"),
        ("2001", "18_24"),
        ("2000", "25_34"),
        ("1961-05-17", "65_and_over"),
        ("1961-05-18", "55_64"),
    ] {
        assert_eq!(known(birth).age_band(on).code(), band, "{birth}");
    }
}

proptest! {
    #[test]
    fn bounds_hold_the_date_and_are_a_year_apart_at_most(
        ordinal in 0_u64..45_000,
        later in 0_u64..40_000,
        precision in prop::sample::select(Precision::ALL),
    ) {
        let date = day("1900-01-01") + chrono::Days::new(ordinal);
        let birth = PartialDate::new(date, precision);
        prop_assert!(birth.earliest() <= date && date <= birth.latest());
        let age = birth.age_on(date + chrono::Days::new(later));
        prop_assert!(age.at_least <= age.at_most && age.at_most - age.at_least <= 1);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
        if let Ok(read) = PartialDate::parse(&text, false) {
            prop_assert_eq!(read.to_string(), text);
        }
    }
}
