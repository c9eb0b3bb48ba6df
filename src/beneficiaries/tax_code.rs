//! The Italian tax code (*codice fiscale*): form and check symbol, nothing else.
//!
//! It is never recomputed from a name or a birth date and compared: names are transliterated in
//! many ways, and the code that the Revenue Agency assigned is the only valid one, even where it
//! differs from the computed one (D.M. 23 December 1976).

use std::fmt;

use super::identifier::is_health_code;

/// A tax code whose check symbol is right, in capitals without spaces.
///
/// It has no `Display`, and its `Debug` does not show the code.
#[derive(Clone, PartialEq, Eq)]
pub struct TaxCode(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxCodeKind {
    /// 16 symbols.
    Definitive,
    /// 11 digits, given to asylum seekers by the Questura until the definitive one
    /// (Revenue Agency circular 8/2016).
    Provisional,
}

/// Why a tax code was refused. Carries no part of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxCodeError {
    /// Neither 16 symbols nor 11.
    Length,
    /// A letter where a digit belongs, the reverse, or a symbol that is neither.
    Symbol,
    /// The ninth symbol is no month letter.
    Month,
    /// Symbols ten and eleven are no day: 1 to 31, or 41 to 71 for women.
    Day,
    CheckLetter,
    CheckDigit,
    /// An STP or ENI health code, which is never kept.
    HealthCode,
}

impl TaxCodeError {
    /// The machine word that the caller translates.
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "tax_code_length_wrong",
            Self::Symbol => "tax_code_symbol_wrong",
            Self::Month => "tax_code_month_wrong",
            Self::Day => "tax_code_day_wrong",
            Self::CheckLetter => "check_letter_wrong",
            Self::CheckDigit => "check_digit_wrong",
            Self::HealthCode => "health_code_not_kept",
        }
    }
}

impl fmt::Display for TaxCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for TaxCodeError {}

/// The letters that stand for the digits 0 to 9 when two people would have the same code.
const OMOCODIA: &[u8; 10] = b"LMNPQRSTUV";
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
/// Places of the digits in a definitive code, counted from 0.
const DIGIT_PLACES: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];
/// Values of A to Z (and of 0 to 9, which are worth what A to J are) in the odd places.
const ODD_VALUES: [u8; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

impl TaxCode {
    /// Reads a code in any case and spacing. Codes with omocodia are accepted.
    pub fn parse(text: &str) -> Result<Self, TaxCodeError> {
        if is_health_code(text) {
            return Err(TaxCodeError::HealthCode);
        }
        let code: String = text
            .chars()
            .filter(|symbol| !symbol.is_whitespace())
            .map(|symbol| symbol.to_ascii_uppercase())
            .collect();
        match code.chars().count() {
            11 => check_provisional(code.as_bytes())?,
            16 => check_definitive(code.as_bytes())?,
            _ => return Err(TaxCodeError::Length),
        }
        Ok(Self(code))
    }

    pub fn kind(&self) -> TaxCodeKind {
        match self.0.len() {
            11 => TaxCodeKind::Provisional,
            _ => TaxCodeKind::Definitive,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code with its letters of omocodia turned back into digits and the check letter that
    /// goes with it. Only for noticing variants: it belongs to **another person**, and is neither
    /// shown nor kept as this person's code.
    #[must_use]
    pub fn unmask_omocodia(&self) -> Self {
        if self.kind() == TaxCodeKind::Provisional {
            return self.clone();
        }
        let code = unmask(self.0.as_bytes());
        let check = check_letter(&code);
        let symbols = code.iter().take(15).chain(std::iter::once(&check));
        Self(symbols.map(|symbol| char::from(*symbol)).collect())
    }

    /// Whether the two differ by omocodia alone. They are then two people, not one: a reason to
    /// look twice, never to merge.
    pub fn is_variant_of(&self, other: &Self) -> bool {
        self != other && self.unmask_omocodia() == other.unmask_omocodia()
    }
}

impl fmt::Debug for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaxCode({:?}, redacted)", self.kind())
    }
}

fn check_definitive(code: &[u8]) -> Result<(), TaxCodeError> {
    if code.len() != 16 {
        return Err(TaxCodeError::Symbol);
    }
    let plain = unmask(code);
    for (place, symbol) in plain.iter().enumerate() {
        let fits = if DIGIT_PLACES.contains(&place) {
            symbol.is_ascii_digit()
        } else {
            symbol.is_ascii_uppercase()
        };
        if !fits {
            return Err(TaxCodeError::Symbol);
        }
    }
    if !MONTHS.contains(&plain[8]) {
        return Err(TaxCodeError::Month);
    }
    let day = 10 * (plain[9] - b'0') + plain[10] - b'0';
    if !matches!(day, 1..=31 | 41..=71) {
        return Err(TaxCodeError::Day);
    }
    if check_letter(code) == code[15] {
        Ok(())
    } else {
        Err(TaxCodeError::CheckLetter)
    }
}

/// Letters of omocodia become digits; all else stays, also what is wrong.
fn unmask(code: &[u8]) -> Vec<u8> {
    let mut plain = code.to_vec();
    for place in DIGIT_PLACES {
        if let Some(digit) = (b'0'..).zip(OMOCODIA).find(|pair| *pair.1 == plain[place]) {
            plain[place] = digit.0;
        }
    }
    plain
}

/// The check letter of the first 15 symbols, each a capital or a digit.
fn check_letter(code: &[u8]) -> u8 {
    let values = code.iter().take(15).enumerate().map(|(place, symbol)| {
        let value = match symbol {
            b'0'..=b'9' => symbol - b'0',
            _ => symbol - b'A',
        };
        // Places count from 1 in the law: the first is odd.
        if place % 2 == 0 {
            u32::from(ODD_VALUES[usize::from(value)])
        } else {
            u32::from(value)
        }
    });
    let remainder = values.sum::<u32>() % 26;
    (b'A'..=b'Z')
        .nth(remainder as usize)
        .expect("a remainder of 26 is the place of a letter")
}

/// Digits in odd places count once, in even places twice with their digits added; the whole with
/// the check digit is a multiple of ten.
fn check_provisional(code: &[u8]) -> Result<(), TaxCodeError> {
    if !code.iter().all(u8::is_ascii_digit) {
        return Err(TaxCodeError::Symbol);
    }
    let total: u32 = code
        .iter()
        .enumerate()
        .map(|(place, symbol)| match (place % 2, symbol - b'0') {
            (0, digit) => u32::from(digit),
            (_, digit) => u32::from(2 * digit / 10 + 2 * digit % 10),
        })
        .sum();
    if total.is_multiple_of(10) {
        Ok(())
    } else {
        Err(TaxCodeError::CheckDigit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MAN: &str = "DLLMMD95A01Z343V";
    const MAN_OMOCODIC: &str = "DLLMMD95A01Z34PR";
    const WOMAN: &str = "TSTFTM00A41Z315Z";
    const VALID: [&str; 6] = [
        MAN,
        MAN_OMOCODIC,
        WOMAN,
        "RSSMRA89T13F205B",
        "00000010108",
        "12345670108",
    ];

    fn parse(code: &str) -> TaxCode {
        TaxCode::parse(code).expect("a valid code")
    }

    #[test]
    fn valid_codes_are_read_in_any_case_and_spacing() {
        for code in VALID {
            assert_eq!(parse(code).as_str(), code);
        }
        assert_eq!(parse(" dll mmd 95a01 z343v\u{A0}").as_str(), MAN);
        assert_eq!(parse("123 4567 010 8").as_str(), "12345670108");
        assert_eq!(parse(MAN).kind(), TaxCodeKind::Definitive);
        assert_eq!(parse("12345670108").kind(), TaxCodeKind::Provisional);
    }

    #[test]
    fn each_refusal_has_its_own_word() {
        for (code, word) in [
            ("", "tax_code_length_wrong"),
            ("DLLMMD95A01Z343", "tax_code_length_wrong"),
            ("DLLMMD95A01Z343VV", "tax_code_length_wrong"),
            ("DLLMMD95F01Z343V", "tax_code_month_wrong"),
            ("DLLMMD95A32Z343V", "tax_code_day_wrong"),
            ("DLLMMD95A00Z343V", "tax_code_day_wrong"),
            ("DLLMMD95A01Z343W", "check_letter_wrong"),
            ("DLLMMD95A01Z3430", "tax_code_symbol_wrong"),
            ("1LLMMD95A01Z343V", "tax_code_symbol_wrong"),
            ("DLLMMDA5A01Z343V", "tax_code_symbol_wrong"),
            ("ÐLLMMD95A01Z343V", "tax_code_symbol_wrong"),
            ("DLLMMD95A01Z34\u{663}V", "tax_code_symbol_wrong"),
            ("12345670109", "check_digit_wrong"),
            ("1234567010X", "tax_code_symbol_wrong"),
            ("STP0101010000001", "health_code_not_kept"),
        ] {
            assert_eq!(
                TaxCode::parse(code).map_err(TaxCodeError::code),
                Err(word),
                "{code}"
            );
        }
    }

    #[test]
    fn variants_by_omocodia_are_two_people() {
        let (plain, masked) = (parse(MAN), parse(MAN_OMOCODIC));
        assert_ne!(plain, masked);
        assert!(plain.is_variant_of(&masked) && masked.is_variant_of(&plain));
        assert_eq!(masked.unmask_omocodia(), plain);
        assert!(!plain.is_variant_of(&plain));
        assert!(!plain.is_variant_of(&parse(WOMAN)));
        assert!(!parse("00000010108").is_variant_of(&parse("12345670108")));
    }

    #[test]
    fn debug_does_not_show_the_code() {
        for code in VALID {
            let shown = format!("{:?} {:#?}", parse(code), Some(parse(code)));
            assert!(!shown.contains(code) && !shown.contains(&code[..6]));
        }
    }

    proptest! {
        #[test]
        fn a_wrong_symbol_is_always_noticed(
            code in prop::sample::select(VALID.to_vec()),
            place in 0_usize..16,
            symbol in "[0-9A-Z]",
        ) {
            let place = place % code.len();
            let mut wrong = code.to_owned();
            wrong.replace_range(place..=place, &symbol);
            prop_assert_eq!(TaxCode::parse(&wrong).is_ok(), wrong == code);
        }

        #[test]
        fn every_omocodia_of_a_code_is_a_variant_of_it(mask in 1_u8..128) {
            let mut code = MAN.as_bytes().to_vec();
            for (bit, place) in DIGIT_PLACES.into_iter().enumerate() {
                if mask & (1 << bit) != 0 {
                    code[place] = OMOCODIA[usize::from(code[place] - b'0')];
                }
            }
            code[15] = check_letter(&code);
            let variant = parse(&String::from_utf8(code).expect("ASCII"));
            prop_assert!(variant.is_variant_of(&parse(MAN)));
            prop_assert_eq!(variant.unmask_omocodia(), parse(MAN));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            drop(TaxCode::parse(&text));
        }
    }
}
