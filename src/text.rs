//! Text that people type: what is kept, in which form, and what is refused.
//!
//! Everything kept is in Unicode normal form NFC, trimmed, and free of characters that hide or
//! reorder what a reader sees. Lengths are counted in code points after normalisation.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A cell of a table for a spreadsheet: what one would calculate begins with an apostrophe (OWASP, CSV
/// injection), at the start and wherever a cell starts for a spreadsheet that takes another delimiter or
/// breaks at a line. Blanks and quotes before it do not hide it.
pub fn inert(cell: &str) -> Cow<'_, str> {
    let mut safe = String::with_capacity(cell.len() + 1);
    let mut starts = true;
    for letter in cell.chars() {
        let breaks = matches!(letter, '\n' | '\r' | '\t' | ';' | ',');
        let at_the_start = safe.is_empty() && matches!(letter, '\t' | '\r');
        if at_the_start || (starts && matches!(letter, '=' | '+' | '-' | '@')) {
            safe.push('\'');
        }
        starts = breaks || (starts && (letter.is_whitespace() || letter == '"'));
        safe.push(letter);
    }
    match safe.len() == cell.len() {
        true => Cow::Borrowed(cell),
        false => Cow::Owned(safe),
    }
}

/// The longest name, in code points.
pub const NAME_MAX: usize = 100;

/// Why a text was refused. Carries no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextProblem {
    Empty,
    /// The limit in code points.
    TooLong(usize),
    /// NUL, other control characters, line and paragraph separators where one line is asked for.
    ControlCharacter,
    /// Embeddings, overrides and isolates, U+202A to U+202E and U+2066 to U+2069; in a name also
    /// the directional marks.
    DirectionCharacter,
    /// Zero-width and other invisible characters.
    InvisibleCharacter,
    /// Noncharacters, and the replacement character that wrong decoding leaves behind.
    NotACharacter,
    /// A combining mark with no letter before it.
    LoneMark,
    /// A name without any letter, as `-` or `123`.
    NoLetter,
}

impl TextProblem {
    /// The machine word that the caller translates.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong(_) => "text_too_long",
            Self::ControlCharacter => "text_control_character",
            Self::DirectionCharacter => "text_direction_character",
            Self::InvisibleCharacter => "text_invisible_character",
            Self::NotACharacter => "text_not_a_character",
            Self::LoneMark => "text_lone_mark",
            Self::NoLetter => "name_no_letter",
        }
    }
}

impl fmt::Display for TextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for TextProblem {}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Name,
    Line,
    Paragraphs,
}

/// A name of a person, as it is: any script, one word or many, apostrophes, hyphens, marks.
///
/// At most [`NAME_MAX`] code points, with at least one letter. A joiner (U+200C, U+200D) is kept
/// only inside the scripts that are spelt with it.
pub fn clean_name(text: &str) -> Result<String, TextProblem> {
    let name = clean(text, NAME_MAX, Shape::Name)?;
    if name.chars().any(char::is_alphabetic) {
        Ok(name)
    } else {
        Err(TextProblem::NoLetter)
    }
}

/// One line of at most `max` code points.
pub fn clean_line(text: &str, max: usize) -> Result<String, TextProblem> {
    clean(text, max, Shape::Line)
}

/// Several lines of at most `max` code points together. Line feeds and tabs are kept, CR LF
/// becomes LF; a CR alone is refused.
pub fn clean_text(text: &str, max: usize) -> Result<String, TextProblem> {
    clean(&text.replace("\r\n", "\n"), max, Shape::Paragraphs)
}

/// A name as somebody outside wrote it, as in a certificate: without the characters for which [`clean_name`]
/// refuses one.
pub fn bare_name(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let (before, after) = (kept.chars().next_back(), letters.peek().copied());
        if check(letter, before, after, Shape::Name).is_ok() {
            kept.push(letter);
        }
    }
    kept
}

/// Whether a character would begin another line, command a terminal, or turn the order of letters round.
pub fn misleads(letter: char) -> bool {
    matches!(
        check(letter, None, None, Shape::Name),
        Err(TextProblem::ControlCharacter | TextProblem::DirectionCharacter)
    )
}

fn clean(text: &str, max: usize, shape: Shape) -> Result<String, TextProblem> {
    let text = text.trim();
    // No code point comes from more than four, so this much can be refused unread.
    if text.chars().nth(max.saturating_mul(4)).is_some() {
        return Err(TextProblem::TooLong(max));
    }
    let text: String = text.nfc().collect();
    let letters: Vec<char> = text.chars().collect();
    match letters.first() {
        None => return Err(TextProblem::Empty),
        Some(first) if is_combining_mark(*first) => return Err(TextProblem::LoneMark),
        Some(_) => {}
    }
    if letters.len() > max {
        return Err(TextProblem::TooLong(max));
    }
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map(|earlier| letters[earlier]);
        check(*letter, before, letters.get(place + 1).copied(), shape)?;
    }
    Ok(text)
}

fn check(
    letter: char,
    before: Option<char>,
    after: Option<char>,
    shape: Shape,
) -> Result<(), TextProblem> {
    match letter {
        '\n' | '\t' if shape == Shape::Paragraphs => Ok(()),
        '\u{2028}' | '\u{2029}' => Err(TextProblem::ControlCharacter),
        _ if letter.is_control() => Err(TextProblem::ControlCharacter),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Err(TextProblem::DirectionCharacter),
        '\u{200E}' | '\u{200F}' | '\u{061C}' if shape == Shape::Name => {
            Err(TextProblem::DirectionCharacter)
        }
        '\u{200C}' | '\u{200D}' if joins(before, after, shape) => Ok(()),
        _ if is_invisible(letter) => Err(TextProblem::InvisibleCharacter),
        '\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}' => Err(TextProblem::NotACharacter),
        _ if u32::from(letter) & 0xFFFE == 0xFFFE => Err(TextProblem::NotACharacter),
        _ => Ok(()),
    }
}

/// Whether a joiner between these two has a task. In a line or a text also emoji are joined.
fn joins(before: Option<char>, after: Option<char>, shape: Shape) -> bool {
    let Some(before) = before else { return false };
    let visible = |letter: char| !letter.is_whitespace() && !is_invisible(letter);
    if shape != Shape::Name {
        return visible(before) && after.is_some_and(visible);
    }
    // Old spellings of Malayalam and Sinhala end a word with a sign and a joiner.
    uses_joiners(before) && (after.is_some_and(uses_joiners) || is_combining_mark(before))
}

/// From Arabic to Sinhala, Myanmar, Khmer, Mongolian, and the presentation forms of Arabic.
fn uses_joiners(letter: char) -> bool {
    matches!(letter,
        '\u{0600}'..='\u{0DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AF}'
        | '\u{FB50}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Zero-width characters, soft hyphen, fillers, and the tag characters of plane 14.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{180E}'
        | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

impl From<TextProblem> for &'static str {
    fn from(problem: TextProblem) -> Self {
        problem.code()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_inert_wherever_a_cell_may_start() {
        for (cell, expected) in [
            ("", ""),
            ("Fès, 2009-05", "Fès, 2009-05"),
            ("cucito; ago - filo", "cucito; ago - filo"),
            ("=1+1", "'=1+1"),
            (" \u{a0}@x", " \u{a0}'@x"),
            ("\tx", "'\tx"),
            ("\r=x", "'\r'=x"),
            ("a\n-b", "a\n'-b"),
            ("a;=b,+c\t@d", "a;'=b,'+c\t'@d"),
            ("a; \"=b", "a; \"'=b"),
        ] {
            assert_eq!(inert(cell), expected);
        }
    }

    #[test]
    fn real_names_are_kept_as_they_are() {
        let hundred = "é".repeat(100);
        for name in [
            "O'Brien",
            "N’Diaye",
            "Ñandú",
            "محمد",
            "Nguyễn",
            "Sukarno",
            "Jean-Pierre",
            "ትዕግስት",
            "Дарʼя",
            "李小龍",
            "علی\u{200C}رضا",
            "ශ්\u{200D}රී",
            "Ó",
            &hundred,
        ] {
            assert_eq!(clean_name(name).as_deref(), Ok(name), "{name}");
        }
    }

    #[test]
    fn names_are_trimmed_and_composed() {
        assert_eq!(
            clean_name("  Nguye\u{302}\u{303}n\u{A0}").as_deref(),
            Ok("Nguyễn")
        );
        let long_when_decomposed = "e\u{302}\u{303}".repeat(100);
        assert_eq!(clean_name(&long_when_decomposed), Ok("ễ".repeat(100)));
    }

    #[test]
    fn names_that_deceive_are_refused() {
        for (name, problem) in [
            ("", TextProblem::Empty),
            (" \u{3000}\t ", TextProblem::Empty),
            ("Ali\0", TextProblem::ControlCharacter),
            ("Ali\tBaba", TextProblem::ControlCharacter),
            ("Ali\nBaba", TextProblem::ControlCharacter),
            ("Ali\u{85}Baba", TextProblem::ControlCharacter),
            ("Ali\u{2028}Baba", TextProblem::ControlCharacter),
            ("Ali\u{202E}abaB", TextProblem::DirectionCharacter),
            ("\u{2066}Ali", TextProblem::DirectionCharacter),
            ("محمد\u{200F}", TextProblem::DirectionCharacter),
            ("A\u{200B}li", TextProblem::InvisibleCharacter),
            ("A\u{200D}li", TextProblem::InvisibleCharacter),
            ("محمد\u{200C}", TextProblem::InvisibleCharacter),
            ("\u{FEFF}Ali", TextProblem::InvisibleCharacter),
            ("A\u{AD}li", TextProblem::InvisibleCharacter),
            ("A\u{FFFD}li", TextProblem::NotACharacter),
            ("A\u{1FFFE}li", TextProblem::NotACharacter),
            ("\u{301}Ali", TextProblem::LoneMark),
            ("-", TextProblem::NoLetter),
            ("123", TextProblem::NoLetter),
        ] {
            assert_eq!(clean_name(name), Err(problem), "{name:?}");
        }
    }

    #[test]
    fn a_bare_name_is_without_what_deceives_and_keeps_what_it_is_spelt_with() {
        for (name, bare) in [
            ("Ada Firma", "Ada Firma"),
            ("Ada \u{202E}amriF", "Ada amriF"),
            (
                "\u{2066}Ada\u{2069}\u{200F}\u{2028} Fir\u{AD}ma\n",
                "Ada Firma",
            ),
            ("A\u{200D}da\u{200B}\u{FEFF}\u{E0041}", "Ada"),
            ("علی\u{200C}رضا", "علی\u{200C}رضا"),
            ("علی\u{200C}\u{202E}Ada", "علیAda"),
        ] {
            assert_eq!(bare_name(name), bare, "{name:?}");
        }
    }

    #[test]
    fn length_is_counted_in_code_points() {
        assert!(clean_name(&"ễ".repeat(100)).is_ok());
        let problem = Err(TextProblem::TooLong(100));
        assert_eq!(clean_name(&"a".repeat(101)), problem);
        assert_eq!(clean_name(&"a".repeat(1_000_000)), problem);
        assert_eq!(clean_line("four", 3), Err(TextProblem::TooLong(3)));
    }

    #[test]
    fn a_text_has_lines_and_a_line_has_not() {
        assert_eq!(
            clean_text(" one\r\n\ttwo\n", 20).as_deref(),
            Ok("one\n\ttwo")
        );
        assert_eq!(clean_text("a\rb", 20), Err(TextProblem::ControlCharacter));
        assert_eq!(clean_line("a\nb", 20), Err(TextProblem::ControlCharacter));
        assert_eq!(clean_text("a\0b", 20), Err(TextProblem::ControlCharacter));
        assert_eq!(clean_line("مرحبا\u{200F} CV", 20).map(|_| ()), Ok(()));
        assert_eq!(clean_line("👩\u{200D}🔧 12", 20).map(|_| ()), Ok(()));
        assert_eq!(
            clean_line("a\u{202E}b", 20),
            Err(TextProblem::DirectionCharacter)
        );
    }

    proptest! {
        #[test]
        fn what_is_kept_is_kept_unchanged_the_second_time(text in "\\PC{0,120}") {
            if let Ok(name) = clean_name(&text) {
                prop_assert_eq!(clean_name(&name), Ok(name.clone()));
                prop_assert!(name.chars().count() <= NAME_MAX);
            }
            if let Ok(kept) = clean_text(&text, 200) {
                prop_assert_eq!(clean_text(&kept, 200), Ok(kept.clone()));
            }
        }

        #[test]
        fn no_name_keeps_a_control_character(head in "[a-z]{1,5}", control in 0_u32..32) {
            let control = char::from_u32(control).expect("below 32 all are characters");
            let refused = clean_name(&format!("{head}{control}x"));
            prop_assert_eq!(refused, Err(TextProblem::ControlCharacter));
        }
    }
}
