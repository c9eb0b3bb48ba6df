//! That no tax code of a person is kept, wherever in a certificate's subject it stands.
//!
//! Italian certificates have it beside the name (`ROSSI MARIO/RSSMRA70A01H501S`), or after a prefix (`IT:…`;
//! `TINIT-…`, ETSI EN 319 412-1, 5.1.3, which has prefixes for passports and identity cards too).

const MASK: &str = "***";

/// A tax code's places (D.M. 12/3/1974): letters, the letter of a month, and digits, of which each may be a
/// letter where two people would have the same code (*omocodia*).
const FORM: &[u8; 16] = b"AAAAAA00M00A000A";
const MONTHS: &str = "ABCDEHLMPRST";
const FOR_DIGITS: &str = "LMNPQRSTUV";

/// What stands between two places of a code that somebody wrote in parts.
const MOST_BETWEEN: usize = 3;

/// Who has no code yet has a number for one; companies have such a number too.
const NUMBER: usize = 11;

/// Kinds of identifiers of natural persons, before the country.
const KINDS: &[&str] = &["PAS", "IDC", "PNO", "TAX", "TIN"];

/// A text with a mask in place of each code that it has.
pub(super) fn masked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (mut kept, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(letter) = letters.get(at) {
        let in_a_word = at
            .checked_sub(1)
            .is_some_and(|before| letters[before].is_alphanumeric());
        let rest = &letters[at..];
        let found = tax_code(rest)
            .or_else(|| identifier(rest).filter(|_| !in_a_word))
            .or_else(|| number(rest).filter(|_| !in_a_word));
        match found {
            Some(length) => {
                kept.push_str(MASK);
                at += length;
            }
            None => {
                kept.push(*letter);
                at += 1;
            }
        }
    }
    kept
}

/// How long the code is that a text begins with.
fn tax_code(text: &[char]) -> Option<usize> {
    let (mut at, mut in_parts, mut digits) = (0, false, 0);
    for (place, form) in FORM.iter().enumerate() {
        let between = text[at..].iter().take_while(|it| !it.is_alphanumeric());
        let between = between.take(MOST_BETWEEN + 1).count();
        if between > MOST_BETWEEN || (place == 0 && between > 0) {
            return None;
        }
        at += between;
        in_parts |= between > 0;
        let letter = text.get(at)?.to_ascii_uppercase();
        let fits = match form {
            b'0' => letter.is_ascii_digit() || FOR_DIGITS.contains(letter),
            b'M' => MONTHS.contains(letter),
            _ => letter.is_ascii_uppercase(),
        };
        if !fits {
            return None;
        }
        digits += usize::from(letter.is_ascii_digit());
        at += 1;
    }
    // Words in a row are no code, whatever their letters.
    (!in_parts || digits > 0).then_some(at)
}

/// How long the identifier is that a text begins with, its kind and country included.
fn identifier(text: &[char]) -> Option<usize> {
    let head: String = text.get(..6)?.iter().collect();
    let head = head.to_ascii_uppercase();
    let (kind, country) = head.split_at_checked(3)?;
    let named = country.strip_suffix('-')?;
    let known = KINDS.contains(&kind) && named.bytes().all(|it| it.is_ascii_uppercase());
    let length = text[6..].iter().take_while(|it| it.is_alphanumeric());
    let length = length.count();
    (known && length > 0).then_some(6 + length)
}

/// How long the number is that a text begins with, if it is as long as those of people without a code.
fn number(text: &[char]) -> Option<usize> {
    let digits = text.iter().take_while(|it| it.is_ascii_digit()).count();
    (digits == NUMBER).then_some(NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_code_is_masked_however_it_is_written() {
        for (text, kept) in [
            ("Rossi Mario/RSSMRA70A01H501S", "Rossi Mario/***"),
            ("RSSMRA70A01H501S", "***"),
            ("rssmra70a01h501s", "***"),
            ("Rossi Mario (RssMra70a01h501S)", "Rossi Mario (***)"),
            ("RSSMRA70A01H501S_1234567", "***_1234567"),
            ("CFRSSMRA70A01H501S", "CF***"),
            ("CF:RSSMRA70A01H501S;RSSMRA70A41H501W", "CF:***;***"),
            ("IT:RSSMRA70A01H501S", "IT:***"),
            ("TINIT-RSSMRA70A01H501S", "***"),
            ("RSS MRA 70A01 H501S", "***"),
            ("RSS-MRA-70A01-H501-S", "***"),
            ("RSSMRA\u{200b}70A01\u{200b}H501S", "***"),
            // Each digit may be a letter: one of them, several, all.
            ("Rossi Mario/RSSMRA70A01H50MS", "Rossi Mario/***"),
            ("RSSMRATLA0MH501S", "***"),
            ("RSSMRATLALMHRLMS", "***"),
            // Of somebody without a code, and of other countries.
            ("Diallo Amina/95010112345", "Diallo Amina/***"),
            ("TINDE-12345678901", "***"),
            ("idcfr-12AB34567", "***"),
            ("PASSK-P3000180", "***"),
        ] {
            assert_eq!(masked(text), kept, "{text}");
        }
    }

    #[test]
    fn names_and_other_numbers_stay() {
        for text in [
            "",
            "Ada Firma",
            "Niccolò Prova",
            "Comune di Genova – Direzione 12",
            "PEC 2026/000123",
            "0123456789",
            "012345678901",
            "PASTICCERIA-ROSSI",
            "TINA-MARIA",
            "ROSSIM ST M ST R STV R",
            "Дарья Иванова",
            "أمينة ديالو",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
