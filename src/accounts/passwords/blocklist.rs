//! Passwords that nobody may choose: common ones, and those made of what everybody knows of the user
//! (NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0, 6.2.4, 6.2.11).

use std::collections::HashSet;
use std::sync::LazyLock;

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Symbols that stand for letters.
const STAND_INS: &[(char, char)] = &[
    ('@', 'a'),
    ('4', 'a'),
    ('3', 'e'),
    ('1', 'i'),
    ('!', 'i'),
    ('0', 'o'),
    ('5', 's'),
    ('$', 's'),
    ('7', 't'),
];

/// Fewer symbols than these, however often repeated, are a pattern.
const FEWEST_SYMBOLS: usize = 5;
/// A context word of fewer letters is in many honest passwords.
const SHORTEST_WORD: usize = 4;
/// Letters that a password must have besides its context words.
const OTHER_LETTERS: usize = 6;

/// What everybody knows of a user: the words of the service, of the user's organisations, of their
/// name and of their e-mail address.
#[derive(Clone, Debug, Default)]
pub struct Context(Vec<String>);

impl Context {
    /// `texts` are names and addresses, as they are written.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = Vec::new();
        for text in texts.into_iter().chain(["bilancio"]) {
            let text = text.to_lowercase();
            words.push(letters(&text));
            words.extend(
                text.split(|c: char| !c.is_alphanumeric())
                    .map(str::to_owned),
            );
        }
        words.retain(|word| word.chars().count() >= SHORTEST_WORD);
        // The longest first, so that a name goes as a whole.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        Self(words)
    }

    /// Whether little but these words is in a password.
    fn makes(&self, folded: &str) -> bool {
        let mut rest = letters(folded);
        let before = rest.len();
        for word in &self.0 {
            rest = rest.replace(word.as_str(), "");
        }
        let left = rest.chars().filter(|c| c.is_alphabetic()).count();
        rest.len() < before && left < OTHER_LETTERS
    }
}

/// Whether a password, normalised already, may not be chosen.
pub fn blocks(password: &str, context: &Context) -> bool {
    let folded = password.to_lowercase();
    is_common(&folded) || is_pattern(&folded) || context.makes(&folded)
}

/// The word itself, with stand-ins for letters, with digits and signs at its ends, or repeated.
fn is_common(folded: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().map(letter).collect() };
    let core = folded.trim_matches(|c: char| !c.is_alphabetic());
    let end = folded.trim_end_matches(|c: char| !c.is_alphabetic());
    let signs = folded.trim_matches(|c: char| !c.is_alphanumeric());
    [folded, core, end, signs]
        .into_iter()
        .flat_map(|text| [text.to_owned(), plain(text)])
        .any(|text| COMMON.contains(once(&text)))
}

/// A text that is a part of itself some times over, as that part.
fn once(text: &str) -> &str {
    let lengths = text.char_indices().map(|(at, _)| at).skip(1);
    lengths
        .filter(|at| text.len().is_multiple_of(*at))
        .map(|at| &text[..at])
        .find(|part| part.repeat(text.len() / part.len()) == text)
        .unwrap_or(text)
}

/// Few symbols, or each the neighbour of the one before, as in a keyboard's row of digits.
fn is_pattern(folded: &str) -> bool {
    let symbols: HashSet<char> = folded.chars().collect();
    let steps = folded.chars().zip(folded.chars().skip(1));
    let runs = steps
        .filter(|(one, next)| u32::from(*one).abs_diff(u32::from(*next)) <= 1)
        .count();
    let length = folded.chars().count();
    symbols.len() < FEWEST_SYMBOLS || runs * 4 >= length * 3
}

fn letter(symbol: char) -> char {
    let found = STAND_INS.iter().find(|(sign, _)| *sign == symbol);
    found.map_or(symbol, |(_, letter)| *letter)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        Context::new([
            "Job Centre Genova",
            "Chiara Rossi",
            "chiara.rossi@centre.example",
        ])
    }

    #[test]
    fn three_thousand_common_passwords_and_their_variants_are_blocked() {
        assert!(COMMON.len() >= 3000, "{}", COMMON.len());
        assert!(COMMON.iter().all(|word| word.len() >= 6));
        for password in [
            "Password123456!",
            "P@ssw0rd2026!!!",
            "!!!qwertyuiop123",
            "passwordpassword",
            "iloveyouiloveyou",
            "Sunshine........",
            "aaaaaaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "123456789012345",
            "abcdefghijklmnop",
        ] {
            assert!(blocks(password, &context()), "{password}");
        }
    }

    #[test]
    fn what_everybody_knows_of_the_user_is_blocked() {
        for password in [
            "Bilancio2026!!!",
            "bilancio.di.2026",
            "chiara.rossi@centre.example",
            "ChiaraRossi1985",
            "jobcentregenova",
            "Genova-Centre-2026",
        ] {
            assert!(blocks(password, &context()), "{password}");
        }
    }

    #[test]
    fn a_long_phrase_is_taken_though_a_known_word_is_in_it() {
        for password in [
            "correct horse battery staple",
            "the password of a neighbour",
            "Genova ha sette fontane blu",
            "ein langes Passwort é",
            "7f3k9-qmw2z-x8vlt",
        ] {
            assert!(!blocks(password, &context()), "{password}");
        }
    }
}
