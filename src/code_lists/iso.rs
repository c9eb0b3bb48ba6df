//! The codes of countries and of languages: which there are, and what they are called.
//!
//! One record has one spelling of a code, so that equal codes are equal.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::model::{Code, CodeList};

/// Without citizenship (ICAO 9303, part 3).
pub const STATELESS: &str = "XXA";
/// Of unknown citizenship (ICAO 9303, part 3).
pub const UNKNOWN_CITIZENSHIP: &str = "XXX";

const COUNTRIES_FILE: &str = include_str!("../../config/codes/iso3166_labels.csv");
const LANGUAGES_FILE: &str = include_str!("../../config/codes/iso639_labels.csv");

/// The release of CLDR that most names are from.
const VERSION: &str = "CLDR 48.2.0";

pub(super) static COUNTRIES: LazyLock<CodeList> = LazyLock::new(|| CodeList {
    name: "countries".to_owned(),
    version: VERSION.to_owned(),
    source: "ISO 3166-1 alpha-2; names of Unicode CLDR and iso-codes".to_owned(),
    items: table(COUNTRIES_FILE, 3, |codes| codes[0]),
});

/// Two letters for a language that has two, else three.
pub(super) static LANGUAGES: LazyLock<CodeList> = LazyLock::new(|| CodeList {
    name: "languages".to_owned(),
    version: VERSION.to_owned(),
    source: "ISO 639-1, else ISO 639-3; names of Unicode CLDR and iso-codes".to_owned(),
    items: table(LANGUAGES_FILE, 2, |codes| {
        if codes[1].is_empty() {
            codes[0]
        } else {
            codes[1]
        }
    }),
});

/// Countries, and what a passport says of who has no citizenship or an unknown one.
pub(super) static CITIZENSHIPS: LazyLock<CodeList> = LazyLock::new(|| {
    let file = include_str!("../../config/codes/citizenships.json");
    let mut list = CodeList::parse(file);
    list.items.splice(0..0, COUNTRIES.items.iter().cloned());
    list
});

/// The rows of a table: columns of codes, of which `code` chooses one, then a column of names for each
/// language that the head names. What has no name in one has an empty cell there.
fn table(
    file: &'static str,
    columns: usize,
    code: impl Fn(&[&'static str]) -> &'static str,
) -> Vec<Code> {
    let mut rows = file.lines().map(|line| cells(line).collect::<Vec<_>>());
    let head = rows.next().unwrap_or_default();
    let languages = head.get(columns..).unwrap_or_default();
    let row = |cells: Vec<&'static str>| {
        let (codes, names) = cells.split_at_checked(columns)?;
        let named = languages.iter().copied().zip(names.iter().copied());
        Some(Code {
            code: code(codes),
            label: named.filter(|(_, name)| !name.is_empty()).collect(),
            parent: None,
            pictogram: None,
        })
    };
    rows.filter_map(row).collect()
}

/// The cells of a line of a table (RFC 4180). None of them has quotation marks inside.
fn cells(line: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        if let Some(quoted) = text.strip_prefix('"') {
            let (cell, after) = quoted.split_once('"')?;
            rest = after.strip_prefix(',');
            return Some(cell);
        }
        let Some((cell, after)) = text.split_once(',') else {
            return Some(text);
        };
        rest = Some(after);
        Some(cell)
    })
}

/// Codes of three letters by those of two, from the columns of a table.
fn three_letters(
    file: &'static str,
    two: usize,
    three: usize,
) -> HashMap<&'static str, &'static str> {
    let rows = file.lines().skip(1).map(|line| cells(line).collect());
    rows.filter_map(|row: Vec<&str>| Some((*row.get(two)?, *row.get(three)?)))
        .collect()
}

/// The code of three letters (ISO 3166-1 alpha-3) of a country's code of two.
pub fn country_of_three_letters(code: &str) -> Option<&'static str> {
    static CODES: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| three_letters(COUNTRIES_FILE, 0, 1));
    CODES.get(code).copied()
}

/// The code of three letters (ISO 639-3) of a language in [`language`]'s spelling.
pub fn language_of_three_letters(code: &str) -> &str {
    static CODES: LazyLock<HashMap<&str, &str>> =
        LazyLock::new(|| three_letters(LANGUAGES_FILE, 1, 0));
    CODES.get(code).copied().unwrap_or(code)
}

/// An ISO 3166-1 code of two capital letters.
pub fn country(code: &str) -> Result<String, &'static str> {
    known(&COUNTRIES, code)
}

/// A country, or [`STATELESS`], or [`UNKNOWN_CITIZENSHIP`].
pub fn citizenship(code: &str) -> Result<String, &'static str> {
    known(&CITIZENSHIPS, code)
}

/// A language in small letters: of ISO 639-1 where it has a code there, else of ISO 639-3.
pub fn language(code: &str) -> Result<String, &'static str> {
    known(&LANGUAGES, code)
}

fn known(list: &CodeList, code: &str) -> Result<String, &'static str> {
    match list.code(code) {
        Some(code) => Ok(code.code.to_owned()),
        None => Err("unknown_code"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_spelling() {
        assert!(["NG", "IT", "UA"].iter().all(|code| country(code).is_ok()));
        for wrong in ["", "ng", "NGA", "ZZ", "XXA", "alpha2", "N,"] {
            assert!(country(wrong).is_err(), "{wrong}");
        }
        assert!(
            ["NG", "XXA", "XXX"]
                .iter()
                .all(|code| citizenship(code).is_ok())
        );
        assert!(
            ["it", "ar", "wo", "ti", "tzm"]
                .iter()
                .all(|code| language(code).is_ok())
        );
        for wrong in ["", "IT", "ita", "xx", "italiano"] {
            assert!(language(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_of_two_letters_have_one_of_three() {
        assert_eq!(country_of_three_letters("IT"), Some("ITA"));
        assert_eq!(country_of_three_letters("XXA"), None);
        assert_eq!(language_of_three_letters("ar"), "ara");
        assert_eq!(language_of_three_letters("tzm"), "tzm");
    }

    #[test]
    fn a_quoted_cell_may_have_commas() {
        let found: Vec<_> = cells("a,\"b, c\",,\"d\",e").collect();
        assert_eq!(found, ["a", "b, c", "", "d", "e"]);
        let found: Vec<_> = cells("a,\"b, c\"").collect();
        assert_eq!(found, ["a", "b, c"]);
    }

    #[test]
    fn every_country_has_a_name_in_twenty_languages() {
        assert!(COUNTRIES.items.len() >= 249);
        let labels = COUNTRIES.labels();
        assert_eq!(labels.len(), 20);
        for (language, count) in labels {
            assert_eq!(count, COUNTRIES.items.len(), "{language}");
        }
        let of = |code, language: &str| COUNTRIES.code(code).map(|it| it.label[language]);
        assert_eq!(of("MO", "uk"), Some("Макао, ОАР Китаю"));
        assert_eq!(of("NG", "ar"), Some("نيجيريا"));
    }
}
