//! The sections of a profile as tables that people read: codes in words.

use std::fmt;

mod once;
mod skills;

use crate::profile_exports::portable::{PortableConcept, PortableProfile};
use crate::profile_exports::words::Words;

/// The most letters of a sheet's name.
const TITLE: usize = 31;

/// A section.
#[derive(Clone, Debug)]
pub struct Table {
    /// Of the file.
    pub name: &'static str,
    /// Of the sheet.
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(i32),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        i32::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::Number)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::Text(String::new()), Into::into)
    }
}

/// The tables, always the same ones, in the order of the EU Skills Profile Tool.
pub fn of(profile: &PortableProfile, words: &Words) -> Vec<Table> {
    vec![
        once::person(profile, words),
        once::expectations(profile, words),
        once::goal(profile, words),
        skills::experiences(profile, words),
        skills::languages(profile, words),
        skills::competences(profile, words),
        skills::evidence(profile, words),
        once::next_steps(profile, words),
    ]
}

fn table(
    name: &'static str,
    words: &Words,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Table {
    let title: String = words.heading(name).chars().take(TITLE).collect();
    Table {
        name,
        // What may not stand in the name of a sheet.
        title: title.replace(['/', '\\', '?', '*', ':', '[', ']'], "·"),
        columns: columns.iter().map(|name| words.heading(name)).collect(),
        rows: rows.collect(),
    }
}

/// A table of what there is once: its name, and what it is.
fn facts(name: &'static str, words: &Words, facts: Vec<(&str, Cell)>) -> Table {
    let told = facts.into_iter();
    let told = told.filter(|(_, value)| *value != Cell::from(""));
    let rows = told.map(|(name, value)| vec![words.heading(name).into(), value]);
    table(name, words, &["item", "value"], rows)
}

fn lines(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Cell {
    let texts: Vec<_> = texts.into_iter().map(|it| it.as_ref().to_owned()).collect();
    texts.join("\n").into()
}

fn concept(concept: &Option<PortableConcept>) -> Cell {
    let told = concept.as_ref().map(|it| match &it.label {
        Some(label) => format!("{label} ({})", it.uri),
        None => it.uri.clone(),
    });
    told.into()
}
