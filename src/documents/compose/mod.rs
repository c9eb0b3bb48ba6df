//! From what is recorded of a case to what a document says; pure.

mod digital;
mod entries;
mod head;
mod levels;
pub mod market;
pub mod participation;
pub mod report;
pub mod synthesis;
pub mod transparency;

pub use head::Head;
pub use levels::Levels;

use super::content::{Holder, Issuer, ProgrammeTitle};
use super::model::Header;
use crate::fixed_texts::TextLanguage;

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn join(parts: &[Option<&str>], between: &str) -> Option<String> {
    let parts: Vec<&str> = parts
        .iter()
        .flatten()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// Street and municipality in one line.
pub fn postal_address(address: &str, municipality: &str) -> Option<String> {
    join(&[Some(address), Some(municipality)], ", ")
}

pub fn issuer(header: &Header) -> Issuer {
    Issuer {
        name: header.issuer.clone(),
        address: postal_address(&header.address, &header.municipality),
        contact: join(&[header.phone.as_deref(), header.email.as_deref()], " · "),
    }
}

pub fn programme(header: &Header) -> ProgrammeTitle {
    ProgrammeTitle {
        title: header.programme.clone(),
        project_code: header.project_code.clone(),
        fund_mention: filled(&header.funder),
    }
}

/// The name as it is, and no more of the birth date than is known. Nothing else of the person.
pub fn holder(header: &Header) -> Holder {
    let form = match header.birth_precision.as_deref() {
        // An estimated day is no more than its year.
        Some("year" | "estimated") => "%Y",
        Some("month") => "%Y-%m",
        _ => "%Y-%m-%d",
    };
    let name = join(&[Some(&header.given_name), Some(&header.family_name)], " ");
    Holder {
        name: name.unwrap_or_default(),
        name_original_script: header.name_original_script.as_deref().and_then(filled),
        birth_date: header.birth_on.map(|day| day.format(form).to_string()),
    }
}

/// The person's own language where all fixed texts are in it, else English.
pub fn second_language(header: &Header) -> TextLanguage {
    match TextLanguage::of(&header.preferred_language) {
        Some(TextLanguage::Italian) | None => TextLanguage::English,
        Some(language) => language,
    }
}

/// The beginning of a text that is longer than so many letters or six lines, up to the end of a word. Wide letters
/// count double.
fn shortened(text: &str, letters: usize) -> String {
    if text.lines().count() <= 6 && width(text) <= letters {
        return text.to_owned();
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&line) <= letters {
        return line;
    }
    let mut room = letters - 1;
    let fits = |letter: &char| {
        let left = room.checked_sub(width_of(*letter));
        room = left.unwrap_or_default();
        left.is_some()
    };
    let beginning: String = line.chars().take_while(fits).collect();
    let words = beginning.rsplit_once(' ').map(|(words, _)| words);
    // A word that is as long as the line is cut.
    let whole = words.filter(|words| width(words) >= letters / 2);
    format!("{}…", whole.unwrap_or(&beginning))
}

fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// What a letter takes on a line, in Latin letters: two for Ethiopic, Chinese, Japanese and Korean (Unicode
/// Standard Annex 11), whose letters are as wide as they are high.
fn width_of(letter: char) -> usize {
    match letter {
        '\u{1100}'..='\u{139f}'
        | '\u{2d80}'..='\u{2ddf}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// The items of a list column, whether it is kept as JSON or as lines of text.
fn items(column: &str) -> Vec<String> {
    serde_json::from_str(column).unwrap_or_else(|_text| {
        let lines = column.lines();
        lines.filter_map(filled).collect()
    })
}

#[cfg(test)]
pub mod tests;
