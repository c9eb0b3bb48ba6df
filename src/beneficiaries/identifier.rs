//! What the value of any identifier must pass, whatever its kind.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::text::{TextProblem, clean_line};

/// The longest identifier value, in code points.
pub const IDENTIFIER_MAX: usize = 64;

/// Why an identifier was refused. Carries no part of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentifierProblem {
    Text(TextProblem),
    /// An STP or ENI health code: it tells of irregular stay and of care, and is never kept.
    HealthCode,
}

impl IdentifierProblem {
    /// The machine word that the caller translates.
    pub fn code(self) -> &'static str {
        match self {
            Self::Text(problem) => problem.code(),
            Self::HealthCode => "health_code_not_kept",
        }
    }
}

impl fmt::Display for IdentifierProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for IdentifierProblem {}

/// The value as it is kept: one line, trimmed. Refuses health codes.
pub fn clean_value(value: &str) -> Result<String, IdentifierProblem> {
    let value = clean_line(value, IDENTIFIER_MAX).map_err(IdentifierProblem::Text)?;
    if is_health_code(&value) {
        Err(IdentifierProblem::HealthCode)
    } else {
        Ok(value)
    }
}

/// The form in which two values are compared (and blindly indexed): letters and digits only, in
/// capitals, so that `YA 12-34` and `ya1234` are the same number.
pub fn comparable(value: &str) -> String {
    value
        .nfkc()
        .filter(|symbol| symbol.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// `STP` or `ENI` and 13 digits, however spaced: a code for health care only, the first given to
/// people present without a permit (D.Lgs. 286/1998 art. 35, D.P.R. 394/1999 art. 43).
pub fn is_health_code(value: &str) -> bool {
    let value = comparable(value);
    let digits = value
        .strip_prefix("STP")
        .or_else(|| value.strip_prefix("ENI"));
    digits
        .is_some_and(|digits| digits.chars().count() == 13 && digits.chars().all(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_codes_are_refused_however_they_are_written() {
        for value in [
            "STP0101010000001",
            "eni0101010000001",
            " stp 010 101 0000001 ",
            "STP-010-101-0000001",
            "ＳＴＰ０１０１０１００００００１",
            "STP٠١٠١٠١٠٠٠٠٠٠١",
        ] {
            assert_eq!(
                clean_value(value),
                Err(IdentifierProblem::HealthCode),
                "{value}"
            );
        }
    }

    #[test]
    fn other_numbers_are_kept() {
        for value in [
            "STP010101000000",
            "STP01010100000012",
            "STPX101010000001",
            "YA1234567",
            "I 12/345-B",
        ] {
            assert_eq!(clean_value(value).as_deref(), Ok(value));
        }
    }

    #[test]
    fn bad_text_is_no_identifier() {
        assert_eq!(
            clean_value("YA\n12").map_err(IdentifierProblem::code),
            Err("text_control_character")
        );
        assert_eq!(
            clean_value("  ").map_err(IdentifierProblem::code),
            Err("text_empty")
        );
        assert!(clean_value(&"9".repeat(65)).is_err());
    }

    #[test]
    fn spacing_and_case_do_not_make_another_number() {
        assert_eq!(comparable("ya 12-34"), comparable("YA1234"));
        assert_ne!(comparable("YA1234"), comparable("YA1235"));
    }
}
