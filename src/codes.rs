//! The codes of countries and of languages: which there are.
//!
//! One record has one spelling of a code, so that equal codes are equal.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Without citizenship (ICAO 9303, part 3).
pub const STATELESS: &str = "XXA";
/// Of unknown citizenship (ICAO 9303, part 3).
pub const UNKNOWN_CITIZENSHIP: &str = "XXX";

static COUNTRIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let file = include_str!("../config/codes/iso3166_labels.csv");
    columns(file).map(|(alpha2, _)| alpha2).collect()
});

/// Two letters for a language that has two, else three.
static LANGUAGES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let file = include_str!("../config/codes/iso639_labels.csv");
    let shortest = |(alpha3, alpha2): (&'static str, &'static str)| {
        if alpha2.is_empty() { alpha3 } else { alpha2 }
    };
    columns(file).map(shortest).collect()
});

/// The first two columns of a table, without its head. Neither is ever quoted.
fn columns(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?))
    })
}

/// An ISO 3166-1 code of two capital letters.
pub fn country(code: &str) -> Result<String, &'static str> {
    known(COUNTRIES.contains(code), code)
}

/// A country, or [`STATELESS`], or [`UNKNOWN_CITIZENSHIP`].
pub fn citizenship(code: &str) -> Result<String, &'static str> {
    let special = [STATELESS, UNKNOWN_CITIZENSHIP].contains(&code);
    known(special || COUNTRIES.contains(code), code)
}

/// A language in small letters: of ISO 639-1 where it has a code there, else of ISO 639-3.
pub fn language(code: &str) -> Result<String, &'static str> {
    known(LANGUAGES.contains(code), code)
}

fn known(is_known: bool, code: &str) -> Result<String, &'static str> {
    if is_known {
        Ok(code.to_owned())
    } else {
        Err("unknown_code")
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
}
