//! Words as they are compared, whatever their accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text as they are compared: in small letters, without accents or vowel signs, apart
/// at everything that is neither letter nor digit.
pub fn words(text: &str) -> Vec<String> {
    let folded: String = (text.nfkd())
        .filter(|c| !is_combining_mark(*c) && *c != TATWEEL)
        .flat_map(char::to_lowercase)
        .flat_map(plain)
        .collect();
    (folded.split(|c: char| !c.is_alphanumeric()))
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Stretches an Arabic word on the line and says nothing.
const TATWEEL: char = '\u{640}';

/// Letters that have no decomposition, as people type them without their keyboard.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ø' => ('o', None),
        'đ' | 'ð' => ('d', None),
        'ł' => ('l', None),
        'ı' => ('i', None),
        'ى' => ('ي', None),
        'ة' => ('ه', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}
